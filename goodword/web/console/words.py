"""How far an order is, in a shop's words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.orders.queries import OrderView
from goodword.partners.queries import ShopView, Term


@dataclass(frozen=True, slots=True)
class State:
    """A state in words, and the tone of its chip."""

    text: str
    tone: str = ""


def of_order(order: OrderView) -> State:
    """What an order waits for."""
    asked = {one.state for one in order.returns}
    if "asked" in asked:
        return State(_("return asked: answer it"), "seal-c")
    if "accepted" in asked:
        return State(_("coming back"), "amber")
    return {
        "paid": State(_("to ship"), "seal-c"),
        "dispatched": State(_("on its way"), "jade"),
        "received": State(_("arrived"), "jade"),
        "cancelled": State(_("cancelled")),
    }.get(order.state, State(order.state))


LATE = timedelta(days=2)  # a buyer who has waited so long is told apart


def waits(order: OrderView, now: datetime) -> State:
    """How long a buyer has waited for an order to be sent."""
    waited = now - order.placed_at
    hours = waited // timedelta(hours=1)
    if hours < 1:
        return State(_("just paid"))
    if waited < timedelta(days=1):
        return State(ngettext("waits for %(num)s hour", "waits for %(num)s hours", hours) % {"num": hours})
    days = waited.days
    tone = "amber" if waited >= LATE else ""
    return State(ngettext("waits for %(num)s day", "waits for %(num)s days", days) % {"num": days}, tone)


def of_return(state: str) -> State:
    """How far a return is."""
    return {
        "asked": State(_("waits for your answer"), "seal-c"),
        "accepted": State(_("on its way back"), "amber"),
        "refused": State(_("refused")),
        "received": State(_("back here, refunded"), "jade"),
    }[state]


def of_term(term: Term) -> State:
    """Whether a commission comes, holds or is over."""
    return {
        "coming": State(_("coming"), "amber"),
        "holds": State(_("holds now"), "jade"),
        "over": State(_("over")),
    }[term.state]


def of_shop(shop: ShopView) -> State:
    """How a shop stands."""
    if shop.suspended_for:
        return State(_("suspended"), "seal-c")
    if not shop.verified_at:
        return State(_("waiting for verification"), "amber")
    if not shop.agreement:
        return State(_("agreement to be accepted"), "amber")
    return State(_("verified"), "jade")


def roles() -> dict[str, str]:
    """What each role may do."""
    return {
        "owner": _("Owner: everything"),
        "manager": _("Manager: goods, prices, orders, refunds"),
        "packer": _("Packer: sees and ships orders"),
    }
