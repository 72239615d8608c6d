"""Purchases and orders over the wire."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from typing_extensions import TypedDict

from goodword.api.wire import Money, money
from goodword.orders import queries as views
from goodword.settlement.queries import OrderMoney


class OrderLine(TypedDict):
    """What was bought. `rate_bp` is what the expert earns on it, in basis points."""

    id: UUID
    offer_id: UUID
    product_id: UUID
    title: str
    variant_title: str
    quantity: int
    unit_price: Money
    returned: int
    refunded: Money
    post_id: UUID | None
    expert_id: UUID | None
    rate_bp: int


class Parcel(TypedDict):
    """What was handed to a carrier."""

    carrier: str
    number: str
    at: datetime


class Cancellation(TypedDict):
    """Who gave the order up, and why."""

    by_shop: bool
    reason: str
    at: datetime


class ReturnLine(TypedDict):
    """So many pieces of a line."""

    line_id: UUID
    quantity: int


class Return(TypedDict):
    """A return: asked, accepted, refused or received, with the shop's answer."""

    id: UUID
    state: str
    ground: str
    reason: str
    at: datetime
    answer: str
    lines: list[ReturnLine]


class Refund(TypedDict):
    """Money agreed to go back; kind is cancellation, return or partial."""

    id: UUID
    kind: str
    amount: Money
    reason: str
    at: datetime


class Step(TypedDict):
    """One of an order's steps; `at` is null while it is ahead. The money is held a moment after it was paid."""

    name: str
    at: datetime | None


class HeldMoney(TypedDict):
    """Where an order's money is: `held` + `released` + `refunded` = `captured`. State is held, released or returned.

    `shop`, `expert` and `platform` are what each side gets; `release_at` is when it may be released at the earliest.
    """

    state: str
    captured: Money
    held: Money
    released: Money
    refunded: Money
    shop: Money
    expert: Money
    platform: Money
    release_at: datetime | None
    released_at: datetime | None


class Order(TypedDict):
    """What one shop delivers of a purchase. `money` is null until it is paid."""

    id: UUID
    number: str
    purchase_id: UUID
    shop_id: UUID
    shop_slug: str
    shop_name: str
    state: str
    goods: Money
    delivery: Money
    total: Money
    refunded: Money
    placed_at: datetime
    address: dict[str, str]
    receive_by: datetime | None
    received_at: datetime | None
    received_automatically: bool
    return_until: datetime | None
    lines: list[OrderLine]
    parcels: list[Parcel]
    cancellation: Cancellation | None
    returns: list[Return]
    refunds: list[Refund]
    steps: list[Step]
    money: HeldMoney | None


class OrderPage(TypedDict):
    """A page of a shop's orders, newest first."""

    rows: list[Order]
    next: str | None


class Purchase(TypedDict):
    """A purchase with an order per shop. State is placed, paid, expired or cancelled."""

    id: UUID
    number: str
    state: str
    goods: Money
    delivery: Money
    total: Money
    channel: str
    address: dict[str, str]
    placed_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    orders: list[Order]


class PurchasePage(TypedDict):
    """A page of the caller's purchases, newest first."""

    rows: list[Purchase]
    next: str | None


class Refunded(TypedDict):
    """The refund that followed, if anything was left to give back."""

    refund_id: UUID | None


def purchase(seen: views.PurchaseView, money_of: Mapping[UUID, OrderMoney]) -> Purchase:
    """A purchase as its buyer sees it."""
    return {
        "id": seen.id,
        "number": seen.number,
        "state": seen.state,
        "goods": money(seen.goods, seen.currency),
        "delivery": money(seen.delivery, seen.currency),
        "total": money(seen.total, seen.currency),
        "channel": seen.channel,
        "address": seen.address,
        "placed_at": seen.placed_at,
        "expires_at": seen.expires_at,
        "paid_at": seen.paid_at,
        "orders": [order(one, money_of.get(one.id)) for one in seen.orders],
    }


def order(seen: views.OrderView, held: OrderMoney | None) -> Order:
    """An order as its buyer or its shop sees it."""
    currency = seen.currency
    return {
        "id": seen.id,
        "number": seen.number,
        "purchase_id": seen.purchase_id,
        "shop_id": seen.shop_id,
        "shop_slug": seen.shop_slug,
        "shop_name": seen.shop_name,
        "state": seen.state,
        "goods": money(seen.goods, currency),
        "delivery": money(seen.delivery, currency),
        "total": money(seen.total, currency),
        "refunded": money(seen.refunded, currency),
        "placed_at": seen.placed_at,
        "address": seen.address,
        "receive_by": seen.receive_by,
        "received_at": seen.received_at,
        "received_automatically": seen.received_automatically,
        "return_until": seen.return_until,
        "lines": [_line(one, currency) for one in seen.lines],
        "parcels": [{"carrier": one.carrier, "number": one.number, "at": one.at} for one in seen.parcels],
        "cancellation": _cancellation(seen.cancellation),
        "returns": [_return(one) for one in seen.returns],
        "refunds": [_refund(one, currency) for one in seen.refunds],
        "steps": [{"name": one.name, "at": one.at if held or one.name != "held" else None} for one in seen.steps],
        "money": _held(held) if held else None,
    }


def _line(seen: views.LineView, currency: str) -> OrderLine:
    return {
        "id": seen.id,
        "offer_id": seen.offer_id,
        "product_id": seen.product_id,
        "title": seen.title,
        "variant_title": seen.variant_title,
        "quantity": seen.quantity,
        "unit_price": money(seen.unit_price, currency),
        "returned": seen.returned,
        "refunded": money(seen.refunded, currency),
        "post_id": seen.post_id,
        "expert_id": seen.expert_id,
        "rate_bp": seen.rate_bp,
    }


def _cancellation(seen: views.CancellationView | None) -> Cancellation | None:
    return {"by_shop": seen.by_shop, "reason": seen.reason, "at": seen.at} if seen else None


def _return(seen: views.ReturnView) -> Return:
    return {
        "id": seen.id,
        "state": seen.state,
        "ground": seen.ground,
        "reason": seen.reason,
        "at": seen.at,
        "answer": seen.answer,
        "lines": [{"line_id": line, "quantity": pieces} for line, pieces in seen.lines.items()],
    }


def _refund(seen: views.RefundView, currency: str) -> Refund:
    return {
        "id": seen.id,
        "kind": seen.kind,
        "amount": money(seen.amount, currency),
        "reason": seen.reason,
        "at": seen.at,
    }


def _held(seen: OrderMoney) -> HeldMoney:
    currency = seen.currency
    return {
        "state": seen.state,
        "captured": money(seen.captured, currency),
        "held": money(seen.held, currency),
        "released": money(seen.released, currency),
        "refunded": money(seen.refunded, currency),
        "shop": money(seen.shop, currency),
        "expert": money(seen.expert, currency),
        "platform": money(seen.platform, currency),
        "release_at": seen.release_at,
        "released_at": seen.released_at,
    }
