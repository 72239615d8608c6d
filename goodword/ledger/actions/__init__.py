"""The only writers of the ledger."""

from goodword.ledger.actions.transfers import (
    AlreadySettled,
    BadAmount,
    CurrenciesMixed,
    MoreThanHeld,
    NoSuchPending,
    NotEnough,
    OverdraftDiffers,
    SameAccount,
    TooMany,
    TransferDiffers,
    carry_out,
    settle,
    transfer,
)
from goodword.ledger.actions.verifying import ask_verification, go_on_verifying

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
    "ask_verification",
    "carry_out",
    "go_on_verifying",
    "settle",
    "transfer",
]
