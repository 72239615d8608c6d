"""Puts purchases and orders together from their rows: one statement a table, however many there are."""

from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet

from goodword.orders.models import Line, Order, Purchase, RefundAgreement, Return, ReturnLine
from goodword.orders.queries.views import (
    CancellationView,
    LineView,
    OrderView,
    Parcel,
    PurchaseView,
    RefundView,
    ReturnPicture,
    ReturnView,
    Step,
)

LINE = (
    "id",
    "offer_id",
    "product_id",
    "title",
    "variant_title",
    "quantity",
    "unit_price",
    "returned",
    "refunded",
    "post_id",
    "expert_id",
    "rate_bp",
)


def purchase_views(rows: QuerySet[Purchase]) -> list[PurchaseView]:
    """These purchases with their orders, in the order of `rows`. Six statements."""
    purchases = list(rows)
    orders: dict[UUID, list[OrderView]] = defaultdict(list)
    for order in order_views(Order.objects.filter(purchase__in=purchases).order_by("purchase_id", "position")):
        orders[order.purchase_id].append(order)
    return [
        PurchaseView(
            id=row.id,
            number=row.number,
            state=row.state,
            currency=row.currency,
            goods=row.goods,
            delivery=row.delivery,
            total=row.total,
            channel=row.channel,
            address=row.address,
            placed_at=row.placed_at,
            expires_at=row.expires_at,
            paid_at=row.paid_at,
            orders=tuple(orders[row.id]),
        )
        for row in purchases
    ]


def order_views(rows: QuerySet[Order]) -> list[OrderView]:
    """These orders with all that happened to them, in the order of `rows`. Five statements."""
    orders = list(rows.select_related("purchase", "shop", "parcel", "cancellation"))
    ids = [row.id for row in orders]
    lines, returns, refunds = _lines(ids), _returns(ids), _refunds(ids)
    return [_order(row, lines[row.id], returns[row.id], refunds[row.id]) for row in orders]


def _order(row: Order, lines: list[LineView], returns: list[ReturnView], refunds: list[RefundView]) -> OrderView:
    parcel = row.parcel if hasattr(row, "parcel") else None
    ended = row.cancellation if hasattr(row, "cancellation") else None
    return OrderView(
        id=row.id,
        number=f"{row.purchase.number}-{row.position}",
        purchase_id=row.purchase_id,
        buyer_id=row.purchase.buyer_id,
        shop_id=row.shop_id,
        shop_slug=row.shop.slug,
        shop_name=row.shop.name,
        state=row.state,
        currency=row.purchase.currency,
        goods=row.goods,
        delivery=row.delivery,
        total=row.goods + row.delivery,
        refunded=row.refunded,
        placed_at=row.purchase.placed_at,
        address=row.purchase.address,
        receive_by=row.receive_by,
        received_at=row.received_at,
        received_automatically=row.received_automatically,
        return_until=row.return_until,
        lines=tuple(lines),
        parcels=(Parcel(parcel.carrier, parcel.number, parcel.at),) if parcel else (),
        cancellation=CancellationView(ended.by_shop, ended.reason, ended.at) if ended else None,
        returns=tuple(returns),
        refunds=tuple(refunds),
        steps=(
            Step("paid", row.purchase.paid_at),
            Step("held", row.purchase.paid_at),
            Step("shipped", parcel.at if parcel else None),
            Step("arrived", row.received_at),
        ),
    )


def _lines(order_ids: list[UUID]) -> dict[UUID, list[LineView]]:
    found: dict[UUID, list[LineView]] = defaultdict(list)
    for order_id, *values in Line.objects.filter(order__in=order_ids).order_by("id").values_list("order_id", *LINE):
        found[order_id].append(LineView(*values))
    return found


def _returns(order_ids: list[UUID]) -> dict[UUID, list[ReturnView]]:
    pieces: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for return_id, line_id, quantity in ReturnLine.objects.filter(asked__order__in=order_ids).values_list(
        "asked_id", "line_id", "quantity"
    ):
        pieces[return_id][line_id] = quantity
    found: dict[UUID, list[ReturnView]] = defaultdict(list)
    for row in Return.objects.filter(order__in=order_ids).order_by("id"):
        shown = tuple(ReturnPicture(**picture) for picture in row.pictures)
        found[row.order_id].append(
            ReturnView(row.id, row.state, row.ground, row.reason, shown, row.at, row.answer, pieces[row.id])
        )
    return found


def _refunds(order_ids: list[UUID]) -> dict[UUID, list[RefundView]]:
    found: dict[UUID, list[RefundView]] = defaultdict(list)
    for row in RefundAgreement.objects.filter(order__in=order_ids).order_by("id"):
        found[row.order_id].append(RefundView(row.id, row.kind, row.amount, row.reason, row.at))
    return found
