"""Reads of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from goodword.kit.paging import Page
from goodword.ledger.rules import AccountRef

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
    entries: int


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
    """What each of these accounts has, in one statement."""
    raise NotImplementedError


def entries_of(ref: AccountRef, cursor: str | None = None, *, limit: int = 20) -> Page[EntryView]:
    """The account's book, newest line first."""
    raise NotImplementedError


def transfers_about(ref: UUID) -> list[TransferView]:
    """Every transfer about one object, oldest first, with what became of the pending ones."""
    raise NotImplementedError


def transfers_about_all(refs: Sequence[UUID]) -> dict[UUID, list[TransferView]]:
    """Every transfer about each of these objects, in one statement."""
    raise NotImplementedError


def pending_sum(refs: Sequence[UUID], *, kind: str = "") -> dict[UUID, dict[str, int]]:
    """What is still held about each object, by currency; only transfers whose kind begins with `kind`."""
    raise NotImplementedError


def list_accounts(prefix: str = "", cursor: str | None = None, *, limit: int = 20) -> Page[AccountView]:
    """Accounts whose kind begins with `prefix`, in the order they were opened, for the desk."""
    raise NotImplementedError


def totals(prefix: str = "") -> list[KindTotal]:
    """Sums per kind and currency over the kinds that begin with `prefix`, for the desk. Reads every such account."""
    raise NotImplementedError
