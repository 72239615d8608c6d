"""What became of purchases: for buyers, and for a shop's staff."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from goodword.api.once import REPEATABLE, once
from goodword.api.shapes import orders as shapes
from goodword.api.tokens import Asked
from goodword.api.wire import (
    NO_NUL,
    Amount,
    Body,
    Created,
    Cursor,
    Id,
    Note,
    Quantity,
    Reason,
    Slug,
    answer,
    done,
    rows,
)
from goodword.kit import clock
from goodword.kit.limits import CART_LINES
from goodword.orders import actions as orders_actions
from goodword.orders import queries as orders
from goodword.orders.queries import OrderView
from goodword.orders.rules import CARRIER_LENGTH, SHOP_MAY
from goodword.partners import queries as partners
from goodword.settlement import queries as settlement
from goodword.settlement.queries import OrderMoney

State = Literal["paid", "dispatched", "received", "cancelled"]
Ground = Literal["withdrawal", "does_not_fit", "damaged", "not_as_described", "wrong_thing", "other"]
Word = Annotated[str, Field(strict=True, min_length=1, max_length=CARRIER_LENGTH, pattern=NO_NUL)]

router = Router(tags=["orders"])


class ShopAnswer(Body):
    """What the shop says to a return."""

    answer: Note = ""


class SentBack(Body):
    """So many pieces of a line."""

    line_id: Id
    quantity: Quantity


class NewReturn(Body):
    """What to send back, and why."""

    lines: Annotated[list[SentBack], Field(min_length=1, max_length=CART_LINES)]
    ground: Ground = "other"
    reason: Note = ""


class NewParcel(Body):
    """Who carries the parcel, and under which number."""

    carrier: Word
    number: Word


class GivenBack(Body):
    """So much of a line's price."""

    line_id: Id
    amount: Amount


class NewRefund(Body):
    """What the shop gives back without taking goods back, and why."""

    amounts: Annotated[list[GivenBack], Field(min_length=1, max_length=CART_LINES)]
    reason: Note


@router.get("/purchases", operation_id="listPurchases", response=shapes.PurchasePage)
def purchases(request: Asked, cursor: Cursor | None = None) -> HttpResponse:
    """The caller's purchases, newest first."""
    page = orders.purchases_of(request.auth.id, cursor)
    held = _money(order for one in page.rows for order in one.orders)
    return rows(page, lambda one: shapes.purchase(one, held))


@router.get("/purchases/{purchase_id}", operation_id="getPurchase", response=shapes.Purchase)
def purchase(request: Asked, purchase_id: UUID) -> HttpResponse:
    """One of the caller's purchases: every parcel, and where every cent is."""
    seen = orders.purchase_for(request.auth.id, purchase_id)
    return answer(shapes.purchase(seen, _money(seen.orders)))


@router.post("/purchases/{purchase_id}/cancellation", operation_id="cancelPurchase", response={204: None})
def cancel_purchase(request: Asked, purchase_id: UUID, body: Reason) -> HttpResponse:
    """The buyer gives up a purchase before paying."""
    orders_actions.cancel_purchase(purchase_id, reason=body.reason, now=clock.now(), by=request.auth.id)
    return done()


@router.post("/orders/{order_id}/receipt", operation_id="receiveOrder", response={204: None})
def receive(request: Asked, order_id: UUID) -> HttpResponse:
    """The buyer has the goods; the time to return them begins."""
    orders_actions.receive_order(order_id, now=clock.now(), by=request.auth.id)
    return done()


@router.post("/orders/{order_id}/cancellation", operation_id="cancelOrder", response={204: None})
def cancel(request: Asked, order_id: UUID, body: Reason) -> HttpResponse:
    """The buyer or the shop gives up a paid order before dispatch; all money goes back."""
    orders_actions.cancel_order(order_id, reason=body.reason, now=clock.now(), by=request.auth.id)
    return done()


@router.post("/orders/{order_id}/returns", operation_id="askReturn", response={201: Created}, openapi_extra=REPEATABLE)
def ask_return(request: Asked, order_id: UUID, body: NewReturn) -> HttpResponse:
    """The buyer sends pieces back, within the return window; on the ground `withdrawal` without the shop's answer."""
    wanted: dict[str, Any] = {
        "lines": [(one.line_id, one.quantity) for one in body.lines],
        "ground": body.ground,
        "reason": body.reason,
        "by": request.auth.id,
    }
    return once(request, body, lambda now: {"id": orders_actions.ask_return(order_id, **wanted, now=now)})


@router.get("/shops/{slug}/orders", operation_id="listShopOrders", response=shapes.OrderPage)
def shop_orders(request: Asked, slug: Slug, state: State | None = None, cursor: Cursor | None = None) -> HttpResponse:
    """Staff: the shop's orders, newest first."""
    shop = partners.by_slug(slug)
    partners.require_role(shop.id, request.auth.id)
    page = orders.orders_of_shop(shop.id, state, cursor)
    held = _money(page.rows)
    return rows(page, lambda one: shapes.order(one, held.get(one.id)))


@router.get("/shops/{slug}/orders/{order_id}", operation_id="getShopOrder", response=shapes.Order)
def shop_order(request: Asked, slug: Slug, order_id: UUID) -> HttpResponse:
    """Staff: one of the shop's orders."""
    shop = partners.by_slug(slug)
    partners.require_role(shop.id, request.auth.id)
    seen = orders.order_for_shop(shop.id, order_id)
    return answer(shapes.order(seen, _money([seen]).get(order_id)))


@router.post("/orders/{order_id}/dispatch", operation_id="dispatchOrder", response={204: None})
def dispatch(request: Asked, order_id: UUID, body: NewParcel) -> HttpResponse:
    """Staff: the parcel was handed to its carrier."""
    orders_actions.dispatch_order(
        order_id,
        carrier=body.carrier,
        number=body.number,
        auto_receipt=settings.AUTO_RECEIPT,
        now=clock.now(),
        by=request.auth.id,
    )
    return done()


@router.post("/returns/{return_id}/acceptance", operation_id="acceptReturn", response={204: None})
def accept_return(request: Asked, return_id: UUID, body: ShopAnswer) -> HttpResponse:
    """Staff: the shop will take the goods back."""
    orders_actions.accept_return(return_id, answer=body.answer, now=clock.now(), by=request.auth.id)
    return done()


@router.post("/returns/{return_id}/refusal", operation_id="refuseReturn", response={204: None})
def refuse_return(request: Asked, return_id: UUID, body: ShopAnswer) -> HttpResponse:
    """Staff: the shop will not take the goods back, and says why."""
    orders_actions.refuse_return(return_id, answer=body.answer, now=clock.now(), by=request.auth.id)
    return done()


@router.post("/returns/{return_id}/receipt", operation_id="receiveReturn", response=shapes.Refunded)
def receive_return(request: Asked, return_id: UUID) -> HttpResponse:
    """Staff: the goods are back at the shop, so their price is given back."""
    refund = orders_actions.receive_return(return_id, now=clock.now(), by=request.auth.id)
    return answer({"refund_id": refund})


@router.post(
    "/orders/{order_id}/refunds", operation_id="refundOrder", response={201: Created}, openapi_extra=REPEATABLE
)
def refund(request: Asked, order_id: UUID, body: NewRefund) -> HttpResponse:
    """Staff: gives back part of the price, in the order's currency, without taking goods back."""
    me = request.auth.id
    facts = orders.order_facts([order_id]).get(order_id)
    if facts is None or partners.role_in(facts.shop_id, me) not in SHOP_MAY["refund"]:
        raise orders.NoSuchOrder
    amounts = [(one.line_id, one.amount.of(facts.currency)) for one in body.amounts]

    def do(now: datetime) -> Created:
        agreed = orders_actions.agree_refund(order_id, amounts=amounts, reason=body.reason, now=now, by=me)
        return {"id": agreed}

    return once(request, body, do)


def _money(found: Iterable[OrderView]) -> dict[UUID, OrderMoney]:
    """Where the money of these orders is. One statement."""
    return settlement.order_money([order.id for order in found])
