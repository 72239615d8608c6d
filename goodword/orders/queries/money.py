"""What settlement and others above need of many orders at once. A few statements each, whatever the number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from goodword.orders.models import Line, Order, RefundAgreement, RefundLine, Return
from goodword.orders.queries.views import NoSuchOrder
from goodword.orders.rules import OPEN_RETURNS


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line's money in minor units, and whose word led to it; `rate_bp` as agreed when it was placed."""

    line_id: UUID
    offer_id: UUID
    product_id: UUID
    quantity: int
    unit_price: int
    refunded: int
    post_id: UUID | None
    expert_id: UUID | None
    rate_bp: int

    @property
    def amount(self) -> int:
        """What the buyer paid for the line."""
        return self.quantity * self.unit_price


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order's parties, money in minor units of `currency`, and times."""

    order_id: UUID
    purchase_id: UUID
    buyer_id: UUID
    shop_id: UUID
    currency: str
    state: str
    goods: int
    delivery: int
    refunded: int
    received_at: datetime | None
    return_until: datetime | None
    lines: tuple[LineFacts, ...]


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """An agreed refund: `amount` in minor units, taken apart by line; `delivery` is the part that is for no line."""

    refund_id: UUID
    order_id: UUID
    purchase_id: UUID
    kind: str
    amount: int
    delivery: int
    currency: str
    at: datetime
    lines: dict[UUID, int]


ORDER = (
    "id",
    "purchase_id",
    "purchase__buyer_id",
    "shop_id",
    "purchase__currency",
    "state",
    "goods",
    "delivery",
    "refunded",
    "received_at",
    "return_until",
)
LINE = (
    "order_id",
    "id",
    "offer_id",
    "product_id",
    "quantity",
    "unit_price",
    "refunded",
    "post_id",
    "expert_id",
    "rate_bp",
)


def order_facts(order_ids: Iterable[UUID]) -> dict[UUID, OrderFacts]:
    """These orders with their lines; ids that do not exist are left out."""
    ids = list(order_ids)
    lines: dict[UUID, list[LineFacts]] = defaultdict(list)
    for order_id, *values in Line.objects.filter(order__in=ids).order_by("id").values_list(*LINE):
        lines[order_id].append(LineFacts(*values))
    found = {}
    for row in Order.objects.filter(id__in=ids).order_by("position").values_list(*ORDER):
        own: list[Any] = [*row, tuple(lines[row[0]])]
        found[row[0]] = OrderFacts(*own)
    return found


def money_facts(purchase_ids: Iterable[UUID]) -> dict[UUID, list[OrderFacts]]:
    """The orders of these purchases with their lines, by purchase, in the order of their positions."""
    ids = list(purchase_ids)
    found: dict[UUID, list[OrderFacts]] = defaultdict(list)
    for facts in order_facts(Order.objects.filter(purchase__in=ids).values_list("id", flat=True)).values():
        found[facts.purchase_id].append(facts)
    return dict(found)


def open_returns(order_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these orders have a return that has not ended. One statement."""
    rows = Return.objects.filter(order__in=list(order_ids), state__in=OPEN_RETURNS)
    return set(rows.values_list("order_id", flat=True))


def refunds(refund_ids: Iterable[UUID]) -> dict[UUID, RefundFacts]:
    """These agreed refunds; ids that do not exist are left out."""
    ids = list(refund_ids)
    lines: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for refund_id, line_id, amount in RefundLine.objects.filter(refund__in=ids).values_list(
        "refund_id", "line_id", "amount"
    ):
        lines[refund_id][line_id] = amount
    rows = RefundAgreement.objects.filter(id__in=ids).values_list(
        "id", "order_id", "order__purchase_id", "kind", "amount", "delivery", "order__purchase__currency", "at"
    )
    return {row[0]: RefundFacts(*row, lines=lines[row[0]]) for row in rows}


def refund(refund_id: UUID) -> RefundFacts:
    """One agreed refund. Refuses an unknown id."""
    found = refunds([refund_id])
    if not found:
        raise NoSuchOrder
    return found[refund_id]


def bought_products(buyer_id: UUID, product_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these products the person paid for and did not give up: proof of purchase. One statement."""
    rows = Line.objects.filter(
        order__purchase__buyer=buyer_id,
        order__state__in=["paid", "dispatched", "received"],
        product_id__in=list(product_ids),
    )
    return set(rows.values_list("product_id", flat=True))
