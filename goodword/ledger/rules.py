"""What the ledger allows, worked out in memory: no database, clock or settings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit.limits import TRANSFER_MAX, TRANSFERS_AT_ONCE
from goodword.kit.money import Money, decimals
from goodword.kit.refusals import NotFound, Refusal

Key = tuple[str, UUID | None, str, int]


@dataclass(frozen=True, slots=True)
class AccountRef:
    """Names an account: what it is for, whose it is (None: the house's), its currency and its shard.

    A busy account is spread over several `shard` numbers, which are accounts of their own. With `overdraft` the
    balance may go below zero; without it never, what is held for pending transfers included (I-06).
    """

    kind: str
    owner: UUID | None
    currency: str
    shard: int = 0
    overdraft: bool = False

    @property
    def key(self) -> Key:
        """What identifies the account; whether it may be overdrawn is a property of it, not a part of its name."""
        return (self.kind, self.owner, self.currency, self.shard)


@dataclass(frozen=True, slots=True)
class NewTransfer:
    """`amount` minor units from `debit` to `credit`, for the reason `kind`, about the object `ref`.

    A pending transfer moves nothing yet: it holds the amount on the debit side until it is settled.
    """

    id: UUID
    debit: AccountRef
    credit: AccountRef
    amount: int
    kind: str
    ref: UUID
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Settle:
    """The end of pending transfer `transfer_id`: `amount` of it is posted as transfer `id`, the rest let go.

    0 lets everything go. A pending transfer ends once.
    """

    transfer_id: UUID
    id: UUID
    amount: int


class BadAmount(Refusal):
    """An amount is not a whole number of minor units above zero, or is absurdly large (I-05)."""

    status = 422
    code = "ledger.bad_amount"
    sentence = _("%(amount)s is not an amount that can be transferred. Use whole minor units above zero.")


class CurrenciesMixed(Refusal):
    """A transfer between accounts of different currencies; a conversion is two transfers (I-04)."""

    status = 422
    code = "ledger.currencies_mixed"
    sentence = _("A transfer cannot go from %(debit)s to %(credit)s. Convert through the liquidity accounts.")


class SameAccount(Refusal):
    """A transfer from an account to itself."""

    status = 422
    code = "ledger.same_account"
    sentence = _("A transfer needs two different accounts.")


class TooMany(Refusal):
    """More transfers at once than one transaction should carry."""

    status = 422
    code = "ledger.too_many"
    sentence = _("At most %(limit)s transfers can be made at once. Send them in parts.")


class NotEnough(Refusal):
    """The account would fall below zero, what is held for pending transfers included (I-06)."""

    status = 409
    code = "ledger.not_enough"
    sentence = _("The account has %(available)s %(currency)s available, %(wanted)s are needed.")


class OverdraftDiffers(Refusal):
    """The account exists, but its right to be overdrawn is not the one named."""

    status = 409
    code = "ledger.overdraft_differs"
    sentence = _("The account %(kind)s was opened with another overdraft rule. Name it as it was opened.")


class TransferDiffers(Refusal):
    """The id was used before for another transfer or settlement."""

    status = 409
    code = "ledger.transfer_differs"
    sentence = _("Transfer %(id)s exists and says something else. Use a new id for a new transfer.")


class NoSuchPending(NotFound):
    """There is no pending transfer with this id."""

    status = 404
    code = "ledger.no_such_pending"
    sentence = _("There is no pending transfer %(id)s.")


class AlreadySettled(Refusal):
    """The pending transfer has had its one end already."""

    status = 409
    code = "ledger.already_settled"
    sentence = _("Pending transfer %(id)s has already been settled.")


class MoreThanHeld(Refusal):
    """A settlement may post at most what the pending transfer holds."""

    status = 422
    code = "ledger.more_than_held"
    sentence = _("Pending transfer %(id)s holds %(held)s minor units; %(amount)s cannot be posted from it.")


@dataclass(slots=True)
class Standing:
    """An account inside one call: as it was locked, then as each step leaves it."""

    id: int
    currency: str
    overdraft: bool
    posted: int
    pending_in: int
    pending_out: int
    version: int


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One side of a posted transfer, ready to be written."""

    account: int
    transfer: UUID
    amount: int
    before: int
    after: int
    version: int


class Books:
    """The locked accounts of one call. Steps are taken in order, and each must be allowed by itself."""

    def __init__(self, accounts: Iterable[Standing]) -> None:
        self.accounts = {account.id: account for account in accounts}
        self.entries: list[NewEntry] = []
        self.touched: set[int] = set()

    def post(self, transfer: UUID, debit: int, credit: int, amount: int) -> None:
        """Moves `amount`. Refuses NotEnough."""
        self._need(debit, amount)
        self._enter(transfer, debit, -amount)
        self._enter(transfer, credit, amount)

    def hold(self, debit: int, credit: int, amount: int) -> None:
        """Holds `amount` for a pending transfer. Refuses NotEnough."""
        self._need(debit, amount)
        self._pend(debit, credit, amount)

    def let_go(self, debit: int, credit: int, amount: int) -> None:
        """Ends the hold of a pending transfer."""
        self._pend(debit, credit, -amount)

    def changed(self) -> list[Standing]:
        """The accounts that are no longer as they were locked."""
        return [self.accounts[account] for account in sorted(self.touched)]

    def _need(self, debit: int, amount: int) -> None:
        account = self.accounts[debit]
        available = account.posted - account.pending_out
        if amount > available and not account.overdraft:
            raise NotEnough(
                available=Money(available, account.currency).plain(),
                wanted=Money(amount, account.currency).plain(),
                currency=account.currency,
            )

    def _enter(self, transfer: UUID, number: int, amount: int) -> None:
        account = self.accounts[number]
        before = account.posted
        account.posted += amount
        account.version += 1
        self.touched.add(number)
        self.entries.append(NewEntry(number, transfer, amount, before, account.posted, account.version))

    def _pend(self, debit: int, credit: int, amount: int) -> None:
        self.accounts[debit].pending_out += amount
        self.accounts[credit].pending_in += amount
        self.touched |= {debit, credit}


def check_transfer(spec: NewTransfer) -> None:
    """Refuses a transfer that is wrong whatever the accounts hold: its amount, its currencies, its two accounts."""
    if type(spec.amount) is not int or not 0 < spec.amount <= TRANSFER_MAX:
        raise BadAmount(amount=spec.amount)
    if spec.debit.currency != spec.credit.currency:
        raise CurrenciesMixed(debit=spec.debit.currency, credit=spec.credit.currency)
    decimals(spec.debit.currency)
    if spec.debit.key == spec.credit.key:
        raise SameAccount


def check_settlement(end: Settle, held: int) -> None:
    """Refuses to post less than nothing or more than what the pending transfer holds."""
    if type(end.amount) is not int or end.amount < 0:
        raise BadAmount(amount=end.amount)
    if end.amount > held:
        raise MoreThanHeld(id=end.transfer_id, held=held, amount=end.amount)


def once_each(specs: Sequence[NewTransfer], resolutions: Sequence[Settle]) -> tuple[list[NewTransfer], list[Settle]]:
    """Leaves out repetitions. Refuses one id for two different things, and two ends of one pending transfer."""
    if len(specs) + len(resolutions) > TRANSFERS_AT_ONCE:
        raise TooMany(limit=TRANSFERS_AT_ONCE)
    known: dict[UUID, NewTransfer | Settle] = {}
    ends: dict[UUID, Settle] = {}
    items: list[NewTransfer | Settle] = [*resolutions, *specs]
    for item in items:
        if known.setdefault(item.id, item) != item:
            raise TransferDiffers(id=item.id)
        if isinstance(item, Settle) and ends.setdefault(item.transfer_id, item) != item:
            raise AlreadySettled(id=item.transfer_id)
    return [i for i in known.values() if isinstance(i, NewTransfer)], list(ends.values())


def overdrafts(specs: Iterable[NewTransfer]) -> dict[Key, AccountRef]:
    """The accounts of these transfers. Refuses one account named with two overdraft rules."""
    refs: dict[Key, AccountRef] = {}
    for spec in specs:
        for ref in (spec.debit, spec.credit):
            if refs.setdefault(ref.key, ref) != ref:
                raise OverdraftDiffers(kind=ref.kind)
    return refs


def conversion(
    sold: NewTransfer, *, new_id: UUID, payee: AccountRef, liquidity: AccountRef, amount: int
) -> tuple[NewTransfer, NewTransfer]:
    """The four legs of a conversion (I-04): `sold` into a liquidity account, `amount` to `payee` out of `liquidity`."""
    return sold, NewTransfer(new_id, liquidity, payee, amount, sold.kind, sold.ref)
