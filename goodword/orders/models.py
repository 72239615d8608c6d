"""Tables of what was agreed and what became of it. Amounts in minor units of the purchase's currency."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goodword.catalog.models import Offer
from goodword.kit.limits import LINE_QUANTITY, PRICE_MAX, TEXT_SHORT
from goodword.orders.rules import (
    CARRIER_LENGTH,
    GROUNDS,
    ORDER_STATES,
    PURCHASE_STATES,
    REASON_LENGTH,
    RETURN_STATES,
    WITHDRAWAL,
)
from goodword.partners.models import Shop


class Purchase(models.Model):
    """What one buyer agreed to pay at one moment, to one or several shops, with one payment."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=20, unique=True)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    goods = models.BigIntegerField()
    delivery = models.BigIntegerField()
    total = models.BigIntegerField()
    address = models.JSONField()
    channel = models.CharField(max_length=40)
    state = models.CharField(max_length=10)
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(goods__gt=0, delivery__gte=0), name="orders_purchase_amounts"),
            models.CheckConstraint(condition=Q(total=F("goods") + F("delivery")), name="orders_purchase_total"),
            models.CheckConstraint(condition=Q(state__in=PURCHASE_STATES), name="orders_purchase_state"),
            models.CheckConstraint(
                condition=Q(state="paid", paid_at__isnull=False) | (~Q(state="paid") & Q(paid_at=None)),
                name="orders_purchase_paid_at",
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-id"], name="orders_purchase_buyer"),
            models.Index(fields=["buyer"], condition=Q(state="placed"), name="orders_purchase_open"),
            models.Index(fields=["expires_at"], condition=Q(state="placed"), name="orders_purchase_due"),
        ]


class Farewell(models.Model):
    """A buyer has left, and perhaps a purchase still needs its address: when to look again (I-35)."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    due_at = models.DateTimeField(db_index=True)


class Payment(models.Model):
    """One capture that arrived for a purchase, and whether it was taken. The row makes the reaction idempotent."""

    intent_id = models.UUIDField(primary_key=True)
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    verdict = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purchase"], condition=Q(verdict__in=("take", "late")), name="orders_paid_once"
            ),
        ]


class Order(models.Model):
    """What one shop is to deliver of a purchase. `position` counts the orders of the purchase from 1."""

    id = models.UUIDField(primary_key=True)
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="orders", db_index=False)
    position = models.PositiveSmallIntegerField()
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10)
    goods = models.BigIntegerField()
    delivery = models.BigIntegerField()
    refunded = models.BigIntegerField(default=0)
    return_days = models.PositiveSmallIntegerField()
    receive_by = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    received_automatically = models.BooleanField(default=False)
    return_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(goods__gt=0, delivery__gte=0), name="orders_order_amounts"),
            models.CheckConstraint(condition=Q(refunded__gte=0), name="orders_order_refunded"),
            models.CheckConstraint(
                condition=Q(refunded__lte=F("goods") + F("delivery")), name="orders_order_refunded_most"
            ),
            models.CheckConstraint(condition=Q(state__in=ORDER_STATES), name="orders_order_state"),
            models.CheckConstraint(
                condition=Q(state="received", received_at__isnull=False, return_until__isnull=False)
                | (~Q(state="received") & Q(received_at=None, return_until=None)),
                name="orders_order_received",
            ),
            models.UniqueConstraint(fields=["purchase", "shop"], name="orders_one_order_per_shop"),
        ]
        indexes = [
            models.Index(fields=["shop", "state", "-id"], name="orders_order_shop_state"),
            models.Index(fields=["shop", "-id"], name="orders_order_shop"),
            models.Index(fields=["receive_by"], condition=Q(state="dispatched"), name="orders_order_due"),
        ]


class Line(models.Model):
    """One offer in an order: what it was called and what it cost when agreed, and who recommended it."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+", db_index=False)
    product_id = models.UUIDField()
    title = models.CharField(max_length=TEXT_SHORT)
    variant_title = models.CharField(max_length=TEXT_SHORT, blank=True)
    quantity = models.PositiveIntegerField()
    unit_price = models.BigIntegerField()
    returned = models.PositiveIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    post_id = models.UUIDField(null=True)
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    rate_bp = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=LINE_QUANTITY), name="orders_line_quantity"
            ),
            models.CheckConstraint(condition=Q(unit_price__gte=1, unit_price__lte=PRICE_MAX), name="orders_line_price"),
            models.CheckConstraint(condition=Q(returned__lte=F("quantity")), name="orders_line_returned"),
            models.CheckConstraint(condition=Q(refunded__gte=0), name="orders_line_refunded"),
            models.CheckConstraint(
                condition=Q(refunded__lte=F("quantity") * F("unit_price")), name="orders_line_refunded_most"
            ),
            models.CheckConstraint(condition=Q(rate_bp__lte=10_000), name="orders_line_rate"),
            models.CheckConstraint(
                condition=Q(expert__isnull=False) | Q(rate_bp=0), name="orders_line_rate_needs_expert"
            ),
            models.UniqueConstraint(fields=["order", "offer"], name="orders_offer_once"),
        ]
        indexes = [
            models.Index(fields=["post_id"], condition=Q(post_id__isnull=False), name="orders_line_post"),
        ]


class Dispatch(models.Model):
    """The parcel of an order, handed to a carrier."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="parcel")
    carrier = models.CharField(max_length=CARRIER_LENGTH)
    number = models.CharField(max_length=CARRIER_LENGTH, blank=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()


class Cancellation(models.Model):
    """An order was given up: by whom, when and why."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    by_shop = models.BooleanField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()


class Return(models.Model):
    """The buyer's wish to send goods back, the shop's word on it, and their arrival.

    `ground` is one of `rules.GROUNDS`; `pictures` are what the buyer showed, as {file, width, height} in the private
    storage.
    """

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="returns")
    state = models.CharField(max_length=10)
    ground = models.CharField(max_length=20, default="other")
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    pictures = models.JSONField(default=list)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    answer = models.CharField(max_length=REASON_LENGTH, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    received_by = models.UUIDField(null=True)
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RETURN_STATES), name="orders_return_state"),
            models.CheckConstraint(condition=Q(ground__in=GROUNDS), name="orders_return_ground"),
            models.CheckConstraint(
                condition=~Q(ground=WITHDRAWAL, state__in=("asked", "refused")), name="orders_withdrawal_is_a_right"
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "order"], condition=Q(state__in=("asked", "accepted")), name="orders_return_open"
            )
        ]


class ReturnLine(models.Model):
    """How many of a line come back."""

    asked = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="lines", db_index=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="return_lines")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked", "line"], name="orders_return_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_return_quantity"),
        ]


class RefundAgreement(models.Model):
    """Money agreed to go back: the whole `amount`, of which `delivery` is not for a line. Never changed."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refunds")
    kind = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    delivery = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0, delivery__gte=0), name="orders_refund_amount"),
            models.CheckConstraint(condition=Q(delivery__lte=F("amount")), name="orders_refund_delivery"),
            models.CheckConstraint(
                condition=Q(kind__in=("cancellation", "return", "partial")), name="orders_refund_kind"
            ),
        ]


class RefundLine(models.Model):
    """What of an agreed refund is for one line."""

    refund = models.ForeignKey(RefundAgreement, on_delete=models.PROTECT, related_name="lines", db_index=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="refund_lines")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["refund", "line"], name="orders_refund_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="orders_refund_line_amount"),
        ]
