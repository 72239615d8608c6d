"""Money that goes back to buyers, and what payees owe because of it."""

from django.db import models
from django.db.models import F, Q

from goodword.orders.models import Purchase
from goodword.settlement.models.escrows import Escrow, Share, not_negative
from goodword.settlement.rules import REPAYMENT_STATES


class Repayment(models.Model):
    """Money on its way back to a buyer: for an agreed refund of an order, or for a payment that came too late.

    `delivery` of it is delivery cost. `attempt` is the provider's refund that is or was last tried.
    """

    id = models.UUIDField(primary_key=True)
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="+")
    escrow = models.ForeignKey(Escrow, on_delete=models.PROTECT, null=True, related_name="repayments")
    intent = models.UUIDField()
    amount = models.BigIntegerField()
    delivery = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    after_release = models.BooleanField(default=False)
    attempt = models.UUIDField(unique=True)
    state = models.CharField(max_length=6, default="asked")
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intent"], condition=Q(escrow__isnull=True), name="settlement_too_late_once"
            ),
            models.CheckConstraint(condition=Q(state__in=REPAYMENT_STATES), name="settlement_repayment_state"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, delivery__gte=0, delivery__lte=F("amount")),
                name="settlement_repayment_amount",
            ),
        ]
        indexes = [models.Index(fields=["state"], condition=~Q(state="paid"), name="settlement_repayment_open")]


class Reduction(models.Model):
    """What one repayment took from one line's share."""

    id = models.BigAutoField(primary_key=True)
    repayment = models.ForeignKey(Repayment, on_delete=models.PROTECT, related_name="reductions")
    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="reductions")
    expert = models.BigIntegerField()
    platform = models.BigIntegerField()
    shop = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["repayment", "share"], name="settlement_reduction_once"),
            models.CheckConstraint(
                condition=not_negative("expert", "platform", "shop"), name="settlement_reduction_amounts"
            ),
        ]


class Debt(models.Model):
    """What a payee owes because goods it was already credited for came back (I-12). `recovered` of it is paid."""

    id = models.BigAutoField(primary_key=True)
    repayment = models.ForeignKey(Repayment, on_delete=models.PROTECT, related_name="debts")
    kind = models.CharField(max_length=8)
    payee = models.UUIDField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    recovered = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["repayment", "kind", "payee"], name="settlement_debt_once"),
            models.CheckConstraint(condition=Q(kind__in=("shop", "expert")), name="settlement_debt_kind"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, recovered__gte=0, recovered__lte=F("amount")),
                name="settlement_i12_debt",
            ),
        ]
        indexes = [
            models.Index(fields=["payee", "currency", "at"], name="settlement_debt_payee"),
            models.Index(
                fields=["payee", "currency"], condition=Q(recovered__lt=F("amount")), name="settlement_debt_open"
            ),
        ]
