"""What settlement needs to know of orders, shops and accounts when money comes in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from goodword.orders.models import Line, Order
from goodword.partners import queries as partners
from goodword.payments import queries as payments
from goodword.settlement.models import Escrow
from goodword.settlement.rules import self_dealing


@dataclass(frozen=True, slots=True)
class SoldLine:
    """One line as agreed at placing: who recommended it, through which post, and for how many basis points."""

    line_id: UUID
    goods: int
    expert_id: UUID | None
    post_id: UUID | None
    rate_bp: int


@dataclass(frozen=True, slots=True)
class SoldOrder:
    """One order of a paid purchase; amounts in minor units of `currency`."""

    order_id: UUID
    purchase_id: UUID
    buyer_id: UUID
    shop_id: UUID
    currency: str
    delivery: int
    release_at: datetime | None
    lines: tuple[SoldLine, ...]

    @property
    def total(self) -> int:
        """What the buyer paid for it."""
        return self.delivery + sum(line.goods for line in self.lines)


def held_purchases(purchase_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these purchases' money is held already, or was."""
    return set(Escrow.objects.filter(purchase__in=list(purchase_ids)).values_list("purchase_id", flat=True))


def sold_orders(purchase_ids: Iterable[UUID]) -> list[SoldOrder]:
    """The orders of these purchases with their lines, by purchase. Two statements."""
    ids = list(purchase_ids)
    lines: dict[UUID, list[SoldLine]] = defaultdict(list)
    rows = Line.objects.filter(order__purchase__in=ids).order_by("id")
    for order_id, line_id, price, quantity, expert_id, post_id, rate_bp in rows.values_list(
        "order_id", "id", "unit_price", "quantity", "expert_id", "post_id", "rate_bp"
    ):
        lines[order_id].append(SoldLine(line_id, price * quantity, expert_id, post_id, rate_bp))
    orders = Order.objects.filter(purchase__in=ids).order_by("purchase_id", "id")
    return [
        SoldOrder(*row, lines=tuple(lines[row[0]]))
        for row in orders.values_list(
            "id", "purchase_id", "purchase__buyer_id", "shop_id", "purchase__currency", "delivery", "return_until"
        )
    ]


def by_purchase(orders: Sequence[SoldOrder]) -> list[list[SoldOrder]]:
    """The orders, put together by purchase."""
    return [list(run) for _purchase, run in groupby(orders, key=lambda order: order.purchase_id)]


def denied_experts(orders: Sequence[SoldOrder]) -> dict[tuple[UUID, UUID], str]:
    """(order, expert) -> why that expert may not earn on that order (I-14); honest pairs are left out."""
    pairs = {(order, line.expert_id) for order in orders for line in order.lines if line.expert_id}
    if not pairs:
        return {}
    staff = partners.staff_ids({order.shop_id for order, _expert in pairs})
    parties = {party for order, expert in pairs for party in (expert, order.buyer_id, order.shop_id)}
    destinations = payments.destinations_of(parties)
    found = {
        (order.order_id, expert): self_dealing(
            expert=expert,
            buyer=order.buyer_id,
            shop=order.shop_id,
            staff=staff[order.shop_id],
            destinations=destinations,
        )
        for order, expert in pairs
    }
    return {pair: reason for pair, reason in found.items() if reason}
