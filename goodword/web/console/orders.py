"""A shop's orders: shipping, cancelling, returns, giving money back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goodword.catalog import queries as catalog
from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.orders import actions as deeds
from goodword.orders import queries as order_queries
from goodword.orders.queries import OrderView
from goodword.orders.rules import REFUNDABLE, SHOP_MAY
from goodword.settlement import queries as settlement
from goodword.web.console import words
from goodword.web.console.doors import SELLERS, Counter, staff
from goodword.web.console.forms import DispatchForm, minor
from goodword.web.shell.asks import NothingChosen
from goodword.web.shell.doors import attempt, status_of
from goodword.web.shell.grounds import GROUNDS
from goodword.web.shell.jinja import url

AMOUNT = "amount-"  # followed by a line's id: how much of its price goes back
STATES = ("dispatched", "returns", "received", "cancelled")


@require_safe
@staff()
def orders(request: HttpRequest, at: Counter) -> HttpResponse:
    """The shop's orders, newest first; all, those in one state, or those with a return to answer or to await."""
    asked, cursor = request.GET.get("state", ""), request.GET.get("cursor")
    state = asked if asked in STATES else ""
    if state == "returns":
        page = order_queries.orders_coming_back(at.shop.id, cursor)
    else:
        page = order_queries.orders_of_shop(at.shop.id, state or None, cursor)
    told = {
        "at": at,
        "rows": [(order, words.of_order(order)) for order in page.rows],
        "state": state,
        "next": page.next and url("console-orders", at.shop.slug, state=state, cursor=page.next),
    }
    return render(request, "console/orders.html", told)


@require_safe
@staff()
def order(request: HttpRequest, at: Counter, order_id: UUID) -> HttpResponse:
    """One order, with what may be done now."""
    return _page(request, at, order_queries.order_for_shop(at.shop.id, order_id))


@require_POST
@staff()
def dispatch(request: HttpRequest, at: Counter, order_id: UUID) -> HttpResponse:
    """The parcel is with the carrier."""
    form = DispatchForm(request.POST)
    said = {name: request.POST.get(name, "") for name in ("carrier", "number")}

    def send() -> None:
        deeds.dispatch_order(order_id, auto_receipt=settings.AUTO_RECEIPT, now=clock.now(), by=at.person, **said)

    return _deed(request, at, order_id, send, _("On its way. The buyer sees the number."), dispatch_form=form)


@require_POST
@staff(*SELLERS)
def cancellation(request: HttpRequest, at: Counter, order_id: UUID) -> HttpResponse:
    """The shop cannot deliver: all the money goes back."""
    reason = request.POST.get("reason", "")

    def cancel() -> None:
        deeds.cancel_order(order_id, reason=reason, now=clock.now(), by=at.person)

    return _deed(request, at, order_id, cancel, _("Cancelled. The buyer gets everything back."), reason=reason)


@require_POST
@staff(*SELLERS)
def refund(request: HttpRequest, at: Counter, order_id: UUID) -> HttpResponse:
    """Part of the price goes back without goods coming back."""
    order, reason = order_queries.order_for_shop(at.shop.id, order_id), request.POST.get("reason", "")
    typed = {line.id: request.POST.get(f"{AMOUNT}{line.id}", "").strip() for line in order.lines}

    def give() -> None:
        amounts = [(line, minor(text, order.currency) or 0) for line, text in typed.items() if text]
        deeds.agree_refund(order_id, amounts=amounts, reason=reason, now=clock.now(), by=at.person)

    return _deed(request, at, order_id, give, _("Agreed. It goes back the way it was paid."), amounts=typed, why=reason)


@require_POST
@staff()
def answer_return(request: HttpRequest, at: Counter, order_id: UUID, return_id: UUID, deed: str) -> HttpResponse:
    """The shop accepts a return, refuses it, or has the goods back."""
    order, answer = order_queries.order_for_shop(at.shop.id, order_id), request.POST.get("answer", "")
    if return_id not in {one.id for one in order.returns}:
        raise order_queries.NoSuchReturn
    now = clock.now()
    known: dict[str, tuple[Callable[[], object], str]] = {
        "acceptance": (
            lambda: deeds.accept_return(return_id, answer=answer, now=now, by=at.person),
            _("Accepted. The buyer sends it back."),
        ),
        "refusal": (
            lambda: deeds.refuse_return(return_id, answer=answer, now=now, by=at.person),
            _("Refused. The buyer reads why."),
        ),
        "receipt": (
            lambda: deeds.receive_return(return_id, now=now, by=at.person),
            _("It is back; its price goes back to the buyer. Look at the goods, then set your stock."),
        ),
    }
    if deed not in known:
        raise NothingChosen
    return _deed(request, at, order_id, *known[deed], answer=answer)


def _deed(
    request: HttpRequest, at: Counter, order_id: UUID, do: Callable[[], object], said: str, **typed: Any
) -> HttpResponse:
    """Does it for an order of this shop, or shows the order again with what was typed and why it was refused."""
    order = order_queries.order_for_shop(at.shop.id, order_id)
    refusal = attempt(do)
    if refusal is None:
        messages.success(request, said)
        return redirect("console-order", at.shop.slug, order_id)
    return _page(request, at, order, refusal, **typed)


def _page(
    request: HttpRequest, at: Counter, order: OrderView, refusal: Refusal | None = None, **typed: Any
) -> HttpResponse:
    cards = catalog.products({line.product_id for line in order.lines})
    may = {deed: at.role in roles for deed, roles in SHOP_MAY.items()}
    told = {
        "at": at,
        "order": order,
        "state": words.of_order(order),
        "lines": [(line, cards[line.product_id].picture) for line in order.lines],
        "returns": [(one, words.of_return(one.state)) for one in order.returns],
        "grounds": GROUNDS,
        "titles": {line.id: line.title for line in order.lines},
        "held": settlement.order_money([order.id]).get(order.id),
        "may": may,
        "refundable": may["refund"] and order.state in REFUNDABLE and order.refunded < order.total,
        "error": refusal,
        "dispatch_form": DispatchForm(),
        "amounts": {},
        "reason": "",
        "why": "",
        "answer": "",
    }
    return render(request, "console/order.html", told | typed, status=status_of(refusal, None))
