"""How far an order is, in a shop's words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodword.orders.queries import OrderView
from goodword.partners.queries import ShopView


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


def of_return(state: str) -> State:
    """How far a return is."""
    return {
        "asked": State(_("waits for your answer"), "seal-c"),
        "accepted": State(_("on its way back"), "amber"),
        "refused": State(_("refused")),
        "received": State(_("back here, refunded"), "jade"),
    }[state]


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
