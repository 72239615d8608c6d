"""What is read where the house itself keeps one word: states, kinds of transfers and accounts.

A state that its shop or buyer reads has words of its own in their rooms; these are an operator's.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENDINGS: Final[Mapping[str, Promise]] = {  # of money: refunds, repayments, payouts
    "asked": _("asked for"),
    "sent": _("with the provider"),
    "paid": _("paid out"),
    "failed": _("failed"),
    "netted": _("kept for a debt"),
}
NAMES: Final[Mapping[str, Mapping[str, Promise]]] = {
    "purchase": {
        "placed": _("waiting for payment"),
        "paid": _("paid for"),
        "expired": _("not paid in time"),
        "cancelled": _("cancelled"),
    },
    "order": {
        "placed": _("waiting for payment"),
        "paid": _("to ship"),
        "dispatched": _("on its way"),
        "received": _("arrived"),
        "cancelled": _("cancelled"),
        "expired": _("not paid in time"),
    },
    "return": {
        "asked": _("asked for"),
        "accepted": _("coming back"),
        "refused": _("refused by the shop"),
        "received": _("back at the shop"),
    },
    "payment": {
        "new": _("not opened yet"),
        "open": _("can be paid"),
        "captured": _("captured"),
        "failed": _("failed"),
        "closing": _("being closed"),
        "closed": _("closed unpaid"),
    },
    "sending": SENDINGS,
    "transfer": {
        "posted": _("posted"),
        "pending": _("pending"),
        "settled": _("posted at its end"),
        "voided": _("voided"),
    },
    "kind": {
        "capture": _("payment"),
        "hold.shop": _("share of the shop"),
        "hold.expert": _("share of the expert"),
        "hold.platform": _("share of the house"),
        "refund": _("refund"),
        "refund.paid": _("refund paid out"),
        "payout": _("payout"),
        "recovery": _("debt taken off"),
    },
    "role": {
        "owner": _("owner"),
        "manager": _("manager"),
        "packer": _("packer"),
    },
    "account": {
        "settlement.channel": _("At the provider"),
        "settlement.escrow": _("In safe keeping"),
        "settlement.refunding": _("On its way back to buyers"),
        "settlement.shop": _("A shop's"),
        "settlement.expert": _("An expert's"),
        "settlement.platform": _("The house's"),
        "settlement.debt": _("Owed by a payee"),
    },
}


def named(of: str, word: object) -> str:
    """The reader's words for a state or kind; the house's own word where none are kept."""
    return str(NAMES[of].get(str(word), word))


def choices_of(of: str, words: Iterable[object]) -> list[tuple[str, str]]:
    """Each of the house's words with the reader's, to choose from."""
    return [(str(word), named(of, word)) for word in words]
