"""What the ledger allows, worked out in memory: no database, clock or settings."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

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


def conversion(
    sold: NewTransfer, *, id: UUID, payee: AccountRef, liquidity: AccountRef, amount: int
) -> tuple[NewTransfer, NewTransfer]:
    """The four legs of a conversion (I-04): `sold` into a liquidity account, `amount` to `payee` out of `liquidity`."""
    return sold, NewTransfer(id, liquidity, payee, amount, sold.kind, sold.ref)
