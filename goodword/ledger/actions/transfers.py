"""Money moves, is held, and is let go."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from goodword.kit.statements import insert, tuples, write
from goodword.ledger import queries, rules
from goodword.ledger.models import NOBODY, Entry, Resolution, Transfer
from goodword.ledger.rules import (
    AccountRef,
    AlreadySettled,
    BadAmount,
    Books,
    CurrenciesMixed,
    Key,
    MoreThanHeld,
    NewTransfer,
    NoSuchPending,
    NotEnough,
    OverdraftDiffers,
    SameAccount,
    Settle,
    TooMany,
    TransferDiffers,
)

__all__ = [
    "AlreadySettled",
    "BadAmount",
    "CurrenciesMixed",
    "MoreThanHeld",
    "NoSuchPending",
    "NotEnough",
    "OverdraftDiffers",
    "SameAccount",
    "TooMany",
    "TransferDiffers",
    "carry_out",
    "settle",
    "transfer",
]

OPEN = """INSERT INTO ledger_account (kind, owner, currency, shard, overdraft, posted, pending_in, pending_out, version)
          VALUES {rows} ON CONFLICT (kind, owner, currency, shard) DO NOTHING"""
SHOW = """WITH fresh (id, posted, pending_in, pending_out, version) AS (VALUES {rows})
          UPDATE ledger_account SET posted = fresh.posted, pending_in = fresh.pending_in,
                 pending_out = fresh.pending_out, version = fresh.version
          FROM fresh WHERE ledger_account.id = fresh.id"""
ENTRY = ("account", "transfer", "amount", "before", "after", "version")
TRANSFER = ("id", "debit", "credit", "amount", "currency", "kind", "ref", "pending", "at", "by")
RESOLUTION = ("id", "pending", "post", "amount", "at", "by")


def transfer(specs: Sequence[NewTransfer], *, by: UUID | None, now: datetime) -> None:
    """Moves or holds money, all of it or nothing, in the given order; repeating the same transfers does nothing.

    Accounts are opened when first named. Refuses BadAmount, CurrenciesMixed, SameAccount, TooMany, NotEnough,
    OverdraftDiffers and, for an id that was used for something else, TransferDiffers.
    """
    carry_out([], specs, by=by, now=now)


def settle(resolutions: Sequence[Settle], *, by: UUID | None, now: datetime) -> None:
    """Ends pending transfers, all or none; repeating the same settlements does nothing.

    Refuses NoSuchPending, AlreadySettled, MoreThanHeld, BadAmount, TooMany and TransferDiffers.
    """
    carry_out(resolutions, [], by=by, now=now)


def carry_out(resolutions: Sequence[Settle], specs: Sequence[NewTransfer], *, by: UUID | None, now: datetime) -> None:
    """Ends pending transfers, then moves money, as one act that locks all its accounts once, in one order.

    A caller that needs both must use this: two calls in one transaction lock twice and may deadlock with another.
    At most eleven statements whatever the number of transfers; each refuses as `settle` and `transfer` do.
    """
    specs, resolutions = rules.once_each(specs, resolutions)
    for spec in specs:
        rules.check_transfer(spec)
    try:
        _carry_out(resolutions, specs, by=by, now=now)
    except IntegrityError as error:
        # Somebody may have used one of the ids between other accounts at this moment, so that no lock was shared.
        for taken in queries.transfers_by_id([spec.id for spec in specs] + [end.id for end in resolutions]):
            raise TransferDiffers(id=taken) from error
        raise


@transaction.atomic
def _carry_out(resolutions: Sequence[Settle], specs: Sequence[NewTransfer], *, by: UUID | None, now: datetime) -> None:
    held = _held(resolutions)
    accounts = _open_accounts(rules.overdrafts(specs))
    concerned = {*accounts.values(), *(n for t in held.values() for n in (t.debit_id, t.credit_id))}
    books = Books(queries.lock_accounts(sorted(concerned)))
    # What was done before is asked after the locks, so that a repetition at the same moment sees it.
    resolutions = _still_open(resolutions)
    specs = _still_new(specs, resolutions, accounts)
    ends = [_end(books, end, held[end.transfer_id], (now, by)) for end in resolutions]
    moves = [_move(books, spec, accounts, (now, by)) for spec in specs]
    _write(books, [move for move, _end in ends if move] + moves, [end for _move, end in ends])


Value = str | int | UUID | datetime | None
Row = tuple[Value, ...]


def _held(resolutions: Sequence[Settle]) -> Mapping[UUID, Transfer]:
    """The pending transfers to be ended. They never change, so they are read before the locks."""
    held = queries.transfers_by_id([end.transfer_id for end in resolutions])
    for end in resolutions:
        if end.transfer_id not in held or not held[end.transfer_id].pending:
            raise NoSuchPending(id=end.transfer_id)
        rules.check_settlement(end, held[end.transfer_id].amount)
    return held


def _open_accounts(refs: Mapping[Key, AccountRef]) -> dict[Key, int]:
    """The ids of these accounts; those that are missing are opened, before any lock is taken and in one order."""
    found = {account.ref.key: account for account in queries.find_accounts(list(refs))}
    missing = sorted(
        (ref.kind, ref.owner or NOBODY, ref.currency, ref.shard, ref.overdraft, 0, 0, 0, 0)
        for key, ref in refs.items()
        if key not in found
    )
    if missing:
        _run(OPEN, missing)
        found = {account.ref.key: account for account in queries.find_accounts(list(refs))}
    for key, ref in refs.items():
        if found[key].ref != ref:
            raise OverdraftDiffers(kind=ref.kind)
    return {key: account.id for key, account in found.items()}


def _still_open(resolutions: Sequence[Settle]) -> list[Settle]:
    """Leaves out settlements that were made before. Refuses a second, different end."""
    made = queries.resolutions_of([end.transfer_id for end in resolutions])
    for end in resolutions:
        before = made.get(end.transfer_id)
        if before and (before.id, before.amount) != (end.id, end.amount):
            raise AlreadySettled(id=end.transfer_id)
    return [end for end in resolutions if end.transfer_id not in made]


def _still_new(
    specs: Sequence[NewTransfer], resolutions: Sequence[Settle], accounts: Mapping[Key, int]
) -> list[NewTransfer]:
    """Leaves out transfers that were made before. Refuses an id that was used for something else."""
    made = queries.transfers_by_id([spec.id for spec in specs] + [end.id for end in resolutions])
    for spec in specs:
        if spec.id in made and not queries.same(made[spec.id], spec, accounts):
            raise TransferDiffers(id=spec.id)
    for end in resolutions:
        if end.id in made:
            raise TransferDiffers(id=end.id)
    return [spec for spec in specs if spec.id not in made]


def _end(books: Books, end: Settle, held: Transfer, tail: Row) -> tuple[Row | None, Row]:
    """Lets a hold go and posts what is to be posted of it; the rows of the transfer, if any, and of the resolution."""
    books.let_go(held.debit_id, held.credit_id, held.amount)
    if end.amount == 0:
        return None, (end.id, held.id, None, 0, *tail)
    books.post(end.id, held.debit_id, held.credit_id, end.amount)
    move = (end.id, held.debit_id, held.credit_id, end.amount, held.currency, held.kind, held.ref, False, *tail)
    return move, (end.id, held.id, end.id, end.amount, *tail)


def _move(books: Books, spec: NewTransfer, accounts: Mapping[Key, int], tail: Row) -> Row:
    """Posts or holds one transfer; its row."""
    debit, credit = accounts[spec.debit.key], accounts[spec.credit.key]
    if spec.pending:
        books.hold(debit, credit, spec.amount)
    else:
        books.post(spec.id, debit, credit, spec.amount)
    return (spec.id, debit, credit, spec.amount, spec.debit.currency, spec.kind, spec.ref, spec.pending, *tail)


def _write(books: Books, moves: Sequence[Row], ends: Sequence[Row]) -> None:
    """Writes what was worked out, in the order the triggers ask for: entries, accounts, transfers, resolutions."""
    entries = ((e.account, e.transfer, e.amount, e.before, e.after, e.version) for e in books.entries)
    insert(Entry, (dict(zip(ENTRY, row, strict=True)) for row in entries))
    _run(SHOW, ((a.id, a.posted, a.pending_in, a.pending_out, a.version) for a in books.changed()))
    insert(Transfer, (dict(zip(TRANSFER, row, strict=True)) for row in moves))
    insert(Resolution, (dict(zip(RESOLUTION, row, strict=True)) for row in ends))


def _run(statement: str, rows: Iterable[Row]) -> None:
    """Runs a statement over some rows, unless there are none."""
    rows = list(rows)
    if not rows:
        return
    write(statement, [value for row in rows for value in row], rows=tuples(len(rows), len(rows[0])))
