"""The only writers of the ledger."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from goodword.ledger.rules import (
    AlreadySettled,
    BadAmount,
    CurrenciesMixed,
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


def transfer(specs: Sequence[NewTransfer], *, by: UUID | None, now: datetime) -> None:
    """Moves or holds money, all of it or nothing, in the given order; repeating the same transfers does nothing."""
    carry_out([], specs, by=by, now=now)


def settle(resolutions: Sequence[Settle], *, by: UUID | None, now: datetime) -> None:
    """Ends pending transfers, all or none; repeating the same settlements does nothing."""
    carry_out(resolutions, [], by=by, now=now)


def carry_out(resolutions: Sequence[Settle], specs: Sequence[NewTransfer], *, by: UUID | None, now: datetime) -> None:
    """Ends pending transfers, then moves money, as one act that locks all its accounts once, in one order.

    A caller that needs both must use this: two calls in one transaction lock twice and may deadlock with another.
    """
    raise NotImplementedError
