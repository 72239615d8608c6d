"""How far a purchase is and where its money is, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodword.orders.queries import OrderView, PurchaseView
from goodword.orders.rules import OPEN_RETURNS
from goodword.settlement.queries import OrderMoney
from goodword.web.shell.say import day


@dataclass(frozen=True, slots=True)
class State:
    """A state in a word, and the tone of its chip."""

    text: str
    tone: str = ""


def of_purchase(purchase: PurchaseView) -> State:
    """The state of a whole purchase: that of its orders where they agree."""
    if purchase.state != "paid":
        return {
            "placed": State(_("waiting for payment"), "amber"),
            "expired": State(_("not paid in time")),
            "cancelled": State(_("cancelled")),
        }[purchase.state]
    states = {order.state for order in purchase.orders}
    return of_order(purchase.orders[0]) if len(states) == 1 else State(_("under way"), "jade")


def of_order(order: OrderView) -> State:
    """The state of one shop's order."""
    if order.state == "received" and any(one.state in OPEN_RETURNS for one in order.returns):
        return State(_("being returned"), "amber")
    return {
        "placed": State(_("waiting for payment"), "amber"),
        "paid": State(_("being packed"), "jade"),
        "dispatched": State(_("on its way"), "jade"),
        "received": State(_("arrived"), "jade"),
        "cancelled": State(_("cancelled")),
        "expired": State(_("not paid in time")),
    }[order.state]


def steps(order: OrderView, money: OrderMoney | None) -> list[tuple[str, bool]]:
    """The five steps of the money and the goods. Held safe is said when the money is, a moment after it was paid."""
    names = {"paid": _("Paid"), "held": _("Held safe"), "shipped": _("Shipped"), "arrived": _("Arrived")}
    own = [(names[step.name], step.done and (step.name != "held" or money is not None)) for step in order.steps]
    return [*own, (_("Shop paid"), bool(money and money.released_at))]


def sums(money: OrderMoney | None) -> Sequence[tuple[str, int]]:
    """Where the order's money is, place by place; the places add up to what was paid."""
    if money is None:
        return ()
    rows = [(_("Held safe for you"), money.held), (_("Given back to you"), money.refunded)]
    if money.released:
        rows += [
            (_("Paid to the shop"), money.shop),
            (_("Paid for the recommendation"), money.expert),
            (_("Paid to Goodword"), money.platform),
        ]
    return [row for row in rows if row[1]]


def told(order: OrderView, money: OrderMoney | None) -> list[str]:
    """What happens next, and when, if nobody does anything."""
    said = []
    coming_back = any(one.state in OPEN_RETURNS for one in order.returns)
    if money and money.held and money.release_at and not coming_back:
        said.append(_("The shop is paid on %(day)s, when the time to return is over.") % {"day": day(money.release_at)})
    if order.state == "paid":
        said.append(_("The shop packs it. You can still cancel, and all of it comes back."))
    if order.state == "dispatched" and order.receive_by:
        said.append(_("If you say nothing, it counts as arrived on %(day)s.") % {"day": day(order.receive_by)})
    if order.state == "received" and order.return_until and not coming_back:
        said.append(_("You can ask to return it until %(day)s.") % {"day": day(order.return_until)})
    return said
