"""What of orders a person takes along."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit.exports import Rows, exports, told
from goodword.orders.models import Cancellation, Dispatch, Line, Order, Purchase, RefundAgreement, Return


@exports("purchases", _("What you bought: one row a purchase. Amounts are in the smallest unit of the currency."))
def purchases(person_id: UUID) -> Rows:
    """Purchases."""
    return told(
        Purchase.objects.filter(buyer_id=person_id),
        "id",
        "number",
        "state",
        "currency",
        "goods",
        "delivery",
        "total",
        "address",
        "placed_at",
        "paid_at",
    )


@exports("orders", _("Your purchases, shop by shop."))
def orders(person_id: UUID) -> Rows:
    """Orders of the purchases."""
    return told(
        Order.objects.filter(purchase__buyer_id=person_id),
        "id",
        "state",
        "goods",
        "delivery",
        "refunded",
        "received_at",
        "return_until",
        purchase="purchase__number",
        shop="shop__name",
    )


@exports("order_lines", _("The things in your orders."))
def order_lines(person_id: UUID) -> Rows:
    """Lines of the orders."""
    return told(
        Line.objects.filter(order__purchase__buyer_id=person_id),
        "title",
        "variant_title",
        "quantity",
        "unit_price",
        "returned",
        "refunded",
        order="order_id",
        recommended_by="post_id",
    )


@exports("parcels", _("Your parcels."))
def parcels(person_id: UUID) -> Rows:
    """Parcels."""
    return told(
        Dispatch.objects.filter(order__purchase__buyer_id=person_id), "carrier", "number", "at", order="order_id"
    )


@exports("returns", _("What you sent back and why."))
def returns(person_id: UUID) -> Rows:
    """Returns."""
    return told(
        Return.objects.filter(order__purchase__buyer_id=person_id),
        "id",
        "state",
        "ground",
        "reason",
        "pictures",
        "at",
        "answer",
        "answered_at",
        "received_at",
        order="order_id",
    )


@exports("cancellations", _("Orders that were given up, and why."))
def cancellations(person_id: UUID) -> Rows:
    """Cancellations."""
    return told(
        Cancellation.objects.filter(order__purchase__buyer_id=person_id), "reason", "by_shop", "at", order="order_id"
    )


@exports("refund_agreements", _("What shops agreed to give back."))
def refund_agreements(person_id: UUID) -> Rows:
    """Agreed refunds."""
    return told(
        RefundAgreement.objects.filter(order__purchase__buyer_id=person_id),
        "kind",
        "amount",
        "delivery",
        "reason",
        "at",
        order="order_id",
    )
