"""Held money: an escrow, how its lines are divided, who waits for what, and its release."""

from django.db import models
from django.db.models import F, Q

from goodword.orders.models import Line, Order, Purchase
from goodword.people.models import Person
from goodword.settlement.rules import ESCROW_STATES, KINDS, REASONS


def not_negative(*names: str) -> Q:
    """The condition that none of these columns is below zero."""
    return Q(**{f"{name}__gte": 0 for name in names})


class Escrow(models.Model):
    """The money of one paid order. Held is what is neither released nor returned to the buyer (I-09).

    `refunded` went back before the release, `clawed` after it. `release_at` ends the return window once goods arrived.
    """

    order = models.OneToOneField(Order, on_delete=models.PROTECT, primary_key=True, related_name="+")
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="+")
    shop = models.UUIDField()
    intent = models.UUIDField()
    currency = models.CharField(max_length=3)
    delivery = models.BigIntegerField()
    captured = models.BigIntegerField()
    refunded = models.BigIntegerField(default=0)
    released = models.BigIntegerField(default=0)
    clawed = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, default="held")
    release_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ESCROW_STATES), name="settlement_escrow_state"),
            models.CheckConstraint(
                condition=not_negative("delivery", "refunded", "released", "clawed") & Q(captured__gt=0),
                name="settlement_escrow_amounts",
            ),
            models.CheckConstraint(
                condition=Q(state="held", released=0, refunded__lt=F("captured"))
                | Q(state="released", released=F("captured") - F("refunded"))
                | Q(state="returned", released=0, refunded=F("captured")),
                name="settlement_i09_escrow",
            ),
            models.CheckConstraint(condition=Q(clawed__lte=F("released")), name="settlement_escrow_clawed"),
        ]
        indexes = [
            models.Index(
                fields=["release_at"],
                condition=Q(state="held", release_at__isnull=False),
                name="settlement_escrow_due",
            ),
            models.Index(fields=["shop", "held_at"], name="settlement_escrow_shop"),
        ]


class Share(models.Model):
    """How one line's price is divided. The line is the key: it pays at most one expert, and nobody behind (I-13)."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, primary_key=True, related_name="+")
    escrow = models.ForeignKey(Escrow, on_delete=models.PROTECT, related_name="shares")
    expert = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.UUIDField(null=True)
    rate_bp = models.PositiveIntegerField()
    goods = models.BigIntegerField()
    expert_amount = models.BigIntegerField()
    platform_amount = models.BigIntegerField()
    shop_amount = models.BigIntegerField()
    expert_reduced = models.BigIntegerField(default=0)
    platform_reduced = models.BigIntegerField(default=0)
    shop_reduced = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(goods=F("expert_amount") + F("platform_amount") + F("shop_amount")),
                name="settlement_i07_share",
            ),
            models.CheckConstraint(
                condition=not_negative("expert_amount", "platform_amount", "shop_amount")
                & not_negative("expert_reduced", "platform_reduced", "shop_reduced")
                & Q(
                    expert_reduced__lte=F("expert_amount"),
                    platform_reduced__lte=F("platform_amount"),
                    shop_reduced__lte=F("shop_amount"),
                ),
                name="settlement_share_amounts",
            ),
            models.CheckConstraint(
                condition=Q(expert__isnull=False) | Q(expert_amount=0), name="settlement_share_without_expert"
            ),
        ]
        indexes = [
            models.Index(fields=["post"], condition=Q(post__isnull=False), name="settlement_share_post"),
        ]


class Denial(models.Model):
    """An expert earns nothing on a line, because it would be dealing with themselves (I-14); the shop keeps it."""

    share = models.OneToOneField(Share, on_delete=models.PROTECT, primary_key=True, related_name="denial")
    expert = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=REASONS), name="settlement_denial_reason"),
            models.CheckConstraint(condition=not_negative("amount"), name="settlement_denial_amount"),
        ]
        indexes = [models.Index(fields=["expert", "at"], name="settlement_denial_expert")]


class Holding(models.Model):
    """What one payee waits for in one escrow: the live pending transfer, then the posted one.

    `payee` is a shop, a person, or the zero id for the platform. `payout` is where the money went out.
    """

    id = models.BigAutoField(primary_key=True)
    escrow = models.ForeignKey(Escrow, on_delete=models.PROTECT, related_name="holdings")
    kind = models.CharField(max_length=8)
    payee = models.UUIDField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    transfer = models.UUIDField(null=True)
    released_at = models.DateTimeField(null=True)
    payout = models.ForeignKey("Payout", on_delete=models.PROTECT, null=True, related_name="holdings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escrow", "kind", "payee"], name="settlement_holding_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="settlement_holding_kind"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, transfer__isnull=False) | Q(amount=0, transfer__isnull=True),
                name="settlement_holding_amount",
            ),
            models.CheckConstraint(
                condition=Q(payout__isnull=True) | Q(released_at__isnull=False), name="settlement_holding_payout"
            ),
        ]
        indexes = [
            models.Index(fields=["payee", "currency", "released_at"], name="settlement_holding_payee"),
            models.Index(
                fields=["released_at"],
                condition=Q(released_at__isnull=False, payout__isnull=True, amount__gt=0) & ~Q(kind="platform"),
                name="settlement_holding_unpaid",
            ),
        ]


class Release(models.Model):
    """An escrow's holdings became their payees': once (I-10)."""

    escrow = models.OneToOneField(Escrow, on_delete=models.PROTECT, primary_key=True, related_name="release")
    amount = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="settlement_release_amount")]
