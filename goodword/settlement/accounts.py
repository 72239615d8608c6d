"""Which ledger accounts settlement keeps, by name. Pure.

The channel account is the mirror of the money at the providers, so it alone runs below zero with the money that is
in the house; a debt account runs below zero by what its payee owes.
"""

from uuid import UUID

from goodword.ledger.rules import AccountRef
from goodword.settlement.rules import shard_of


def channel(currency: str) -> AccountRef:
    """Money at the providers: below zero by all that is in the house."""
    return AccountRef("settlement.channel", None, currency, overdraft=True)


def escrow(currency: str, purchase: UUID) -> AccountRef:
    """Money of paid orders that waits for the end of the return window."""
    return AccountRef("settlement.escrow", None, currency, shard_of(purchase))


def refunding(currency: str) -> AccountRef:
    """Money that is the buyers' again, until the provider has given it back."""
    return AccountRef("settlement.refunding", None, currency)


def payee(kind: str, owner: UUID, currency: str, purchase: UUID) -> AccountRef:
    """What a shop or an expert may be paid out, or the platform's own money (spread by purchase)."""
    if kind == "platform":
        return AccountRef("settlement.platform", None, currency, shard_of(purchase))
    return AccountRef(f"settlement.{kind}", owner, currency)


def debt(owner: UUID, currency: str) -> AccountRef:
    """What a shop or an expert owes because goods it was credited for came back: below zero by that much (I-12)."""
    return AccountRef("settlement.debt", owner, currency, overdraft=True)
