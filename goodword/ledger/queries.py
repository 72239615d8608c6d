"""Reads of the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Q, Sum

from goodword.kit.limits import PAGE_SIZE
from goodword.kit.paging import Page, decode_cursor, decode_id, encode_cursor
from goodword.kit.statements import read, tuples, uuid_of
from goodword.ledger.models import NOBODY, Account, Entry, Resolution, Transfer, VerificationRun
from goodword.ledger.rules import AccountRef, Key, NewTransfer, Standing

# CROSS JOIN makes SQLite walk the few names and look each up; PostgreSQL plans the same by itself.
FIND = """WITH wanted (kind, owner, currency, shard) AS (VALUES {rows})
          SELECT a.id, a.kind, a.owner, a.currency, a.shard, a.overdraft, a.posted, a.pending_in, a.pending_out
          FROM wanted w CROSS JOIN ledger_account a
          WHERE a.kind = w.kind AND a.owner = w.owner AND a.currency = w.currency AND a.shard = w.shard"""

State = Literal["posted", "pending", "settled", "voided"]


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account has, in minor units: `posted` is credits minus debits; pending sums are not in it yet."""

    posted: int = 0
    pending_in: int = 0
    pending_out: int = 0

    @property
    def available(self) -> int:
        """What may still leave the account now."""
        return self.posted - self.pending_out


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of an account's book, with the balance before and after it and the account on the other side."""

    version: int
    amount: int
    before: int
    after: int
    transfer_id: UUID
    kind: str
    ref: UUID
    other: AccountRef
    at: datetime
    by: UUID | None


@dataclass(frozen=True, slots=True)
class TransferView:
    """A transfer and what became of it; `settled` is what was posted of a pending one, None while it waits."""

    id: UUID
    debit: AccountRef
    credit: AccountRef
    amount: int
    kind: str
    ref: UUID
    pending: bool
    state: State
    settled: int | None
    at: datetime
    by: UUID | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account and its balance, for the desk."""

    id: int
    ref: AccountRef
    balance: Balance


@dataclass(frozen=True, slots=True)
class KindTotal:
    """All accounts of one kind and currency together."""

    kind: str
    currency: str
    accounts: int
    balance: Balance


def balance(ref: AccountRef) -> Balance:
    """What one account has; zeros for an account nothing has happened on."""
    return balances([ref])[ref]


def balances(refs: Sequence[AccountRef]) -> dict[AccountRef, Balance]:
    """What each of these accounts has, in one statement; zeros for those nothing has happened on."""
    found = {account.ref.key: account.balance for account in find_accounts([ref.key for ref in refs])}
    return {ref: found.get(ref.key, Balance()) for ref in refs}


def entries_of(ref: AccountRef, cursor: str | None = None, *, limit: int = PAGE_SIZE) -> Page[EntryView]:
    """The account's book, newest line first."""
    entries = Entry.objects.filter(
        account__kind=ref.kind,
        account__owner=ref.owner or NOBODY,
        account__currency=ref.currency,
        account__shard=ref.shard,
    )
    if cursor:
        entries = entries.filter(version__lt=decode_cursor(cursor, int)[0])
    rows = list(entries.select_related("transfer__debit", "transfer__credit").order_by("-version")[: limit + 1])
    views = [_entry_view(entry) for entry in rows[:limit]]
    return Page(views, encode_cursor(views[-1].version) if len(rows) > limit else None)


def transfers_about(ref: UUID) -> list[TransferView]:
    """Every transfer about one object, oldest first, with what became of the pending ones."""
    return transfers_about_all([ref])[ref]


def transfers_about_all(refs: Sequence[UUID]) -> dict[UUID, list[TransferView]]:
    """Every transfer about each of these objects, in one statement."""
    found: dict[UUID, list[TransferView]] = {ref: [] for ref in refs}
    rows = Transfer.objects.filter(ref__in=found).select_related("debit", "credit", "resolution")
    for transfer in rows.order_by("at", "id"):
        found[transfer.ref].append(_transfer_view(transfer))
    return found


def pending_sum(refs: Sequence[UUID], *, kind: str = "") -> dict[UUID, dict[str, int]]:
    """What is still held about each object, by currency; only transfers whose kind begins with `kind`."""
    held: dict[UUID, dict[str, int]] = {ref: {} for ref in refs}
    rows = Transfer.objects.filter(ref__in=held, pending=True, resolution__isnull=True, kind__startswith=kind)
    for ref, currency, amount in rows.values_list("ref", "currency").annotate(held=Sum("amount")):
        held[ref][currency] = amount
    return held


def list_accounts(prefix: str = "", cursor: str | None = None, *, limit: int = PAGE_SIZE) -> Page[AccountView]:
    """Accounts whose kind begins with `prefix`, by kind and then in the order they were opened, for the desk."""
    accounts = Account.objects.filter(kind__startswith=prefix)
    if cursor:
        kind, after = decode_cursor(cursor, str, int)
        accounts = accounts.filter(kind__gte=kind).filter(Q(kind__gt=kind) | Q(id__gt=after))
    rows = list(accounts.order_by("kind", "id")[: limit + 1])
    views = [AccountView(row.id, account_ref(row), _balance(row)) for row in rows[:limit]]
    return Page(views, encode_cursor(views[-1].ref.kind, views[-1].id) if len(rows) > limit else None)


def totals(prefix: str = "") -> list[KindTotal]:
    """Sums per kind and currency over the kinds that begin with `prefix`, for the desk. Reads every such account."""
    rows = Account.objects.filter(kind__startswith=prefix).values("kind", "currency").order_by("kind", "currency")
    rows = rows.annotate(n=Count("id"), p=Sum("posted"), i=Sum("pending_in"), o=Sum("pending_out"))
    return [KindTotal(r["kind"], r["currency"], r["n"], Balance(r["p"], r["i"], r["o"])) for r in rows]


def find_accounts(keys: Sequence[Key]) -> list[AccountView]:
    """Those of these accounts that exist, in one statement. Not locked."""
    if not keys:
        return []
    values = [value for key in keys for value in (key[0], key[1] or NOBODY, key[2], key[3])]
    return [_found(row) for row in read(FIND, values, rows=tuples(len(keys), 4))]


def lock_accounts(ids: Sequence[int]) -> list[Standing]:
    """Locks accounts until the transaction ends, in the order of their ids, and says how they stand."""
    rows = Account.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True)
    names = ("id", "currency", "overdraft", "posted", "pending_in", "pending_out", "version")
    return [Standing(*row) for row in rows.values_list(*names)]


def transfers_by_id(ids: Sequence[UUID]) -> dict[UUID, Transfer]:
    """Those of these transfers that exist."""
    return {row.id: row for row in Transfer.objects.filter(id__in=ids)} if ids else {}


def resolutions_of(pendings: Sequence[UUID]) -> dict[UUID, Resolution]:
    """The ends of these pending transfers, by the pending transfer's id."""
    rows = Resolution.objects.filter(pending_id__in=pendings) if pendings else ()
    return {row.pending_id: row for row in rows}


def same(transfer: Transfer, spec: NewTransfer, accounts: Mapping[Key, int]) -> bool:
    """Whether a written transfer is the one described, between the accounts with these ids."""
    written = (transfer.debit_id, transfer.credit_id, transfer.amount, transfer.kind, transfer.ref, transfer.pending)
    debit, credit = accounts[spec.debit.key], accounts[spec.credit.key]
    return written == (debit, credit, spec.amount, spec.kind, spec.ref, spec.pending)


def account_ref(account: Account) -> AccountRef:
    """The name of an account."""
    owner = None if account.owner == NOBODY else account.owner
    return AccountRef(account.kind, owner, account.currency, account.shard, account.overdraft)


def _balance(account: Account) -> Balance:
    return Balance(account.posted, account.pending_in, account.pending_out)


def _found(row: tuple[Any, ...]) -> AccountView:
    number, kind, owner, currency, shard, overdraft, posted, pending_in, pending_out = row
    owned = uuid_of(owner)
    ref = AccountRef(kind, None if owned == NOBODY else owned, currency, shard, bool(overdraft))
    return AccountView(number, ref, Balance(posted, pending_in, pending_out))


def _entry_view(entry: Entry) -> EntryView:
    transfer = entry.transfer
    other = transfer.debit if entry.account_id == transfer.credit_id else transfer.credit
    return EntryView(
        version=entry.version,
        amount=entry.amount,
        before=entry.before,
        after=entry.after,
        transfer_id=transfer.id,
        kind=transfer.kind,
        ref=transfer.ref,
        other=account_ref(other),
        at=transfer.at,
        by=transfer.by,
    )


def _transfer_view(transfer: Transfer) -> TransferView:
    end: Resolution | None = getattr(transfer, "resolution", None)
    state: State = "posted"
    if transfer.pending:
        state = "pending" if end is None else "settled" if end.amount else "voided"
    return TransferView(
        id=transfer.id,
        debit=account_ref(transfer.debit),
        credit=account_ref(transfer.credit),
        amount=transfer.amount,
        kind=transfer.kind,
        ref=transfer.ref,
        pending=transfer.pending,
        state=state,
        settled=end.amount if end else None,
        at=transfer.at,
        by=transfer.by,
    )


@dataclass(frozen=True, slots=True)
class RunView:
    """One verification of the books; `ended_at` is None while it waits for a worker or goes on."""

    id: UUID
    by: UUID | None
    asked_at: datetime
    ended_at: datetime | None
    total: int
    done: int
    milliseconds: int
    count: int
    breaches: Sequence[str]


RUN = ("id", "by", "asked_at", "ended_at", "total", "done", "milliseconds", "count", "breaches")


def open_run() -> VerificationRun | None:
    """The verification of the books that is under way."""
    return VerificationRun.objects.filter(ended_at=None).order_by("id").first()


def verification_runs(cursor: str | None = None) -> Page[RunView]:
    """Verifications of the books, newest first."""
    rows = VerificationRun.objects.order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=decode_id(cursor))
    found = [RunView(*row) for row in rows.values_list(*RUN)[: PAGE_SIZE + 1]]
    more = len(found) > PAGE_SIZE
    return Page(found[:PAGE_SIZE], encode_cursor(found[PAGE_SIZE - 1].id) if more else None)
