"""Money that goes out to payees, and what keeps it from going."""

from django.db import models
from django.db.models import F, Q

from goodword.settlement.models.repayments import Debt
from goodword.settlement.rules import FREEZE_REASON, PAYOUT_STATES


class Payout(models.Model):
    """A payee's money of one period (I-11): `amount` goes out, `recovered` goes into older debts.

    netted: nothing was left to go out. failed: all of it is the payee's again, and the debts are open again.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=8)
    payee = models.UUIDField()
    period = models.DateField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    recovered = models.BigIntegerField()
    transfer = models.UUIDField(null=True)
    recovery_transfer = models.UUIDField(null=True)
    state = models.CharField(max_length=6)
    why = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payee", "period", "currency"], name="settlement_i11_payout_once"),
            models.CheckConstraint(condition=Q(kind__in=("shop", "expert")), name="settlement_payout_kind"),
            models.CheckConstraint(condition=Q(state__in=PAYOUT_STATES), name="settlement_payout_state"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, recovered__gte=0, transfer__isnull=False) & ~Q(state="netted")
                | Q(amount=0, recovered__gt=0, transfer__isnull=True, state="netted"),
                name="settlement_payout_amount",
            ),
            models.CheckConstraint(
                condition=Q(recovered=0, recovery_transfer__isnull=True)
                | Q(recovered__gt=0, recovery_transfer__isnull=False),
                name="settlement_payout_recovered",
            ),
        ]


class Recovery(models.Model):
    """The part of a payout that went into a debt, unless the payout failed."""

    id = models.BigAutoField(primary_key=True)
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="recoveries")
    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="recoveries")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payout", "debt"], name="settlement_recovery_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="settlement_recovery_amount"),
        ]


class Freeze(models.Model):
    """Nothing is paid out to a payee from `at` until `review_at`, unless lifted before; the payee reads why (G7).

    Renewing is another row with a reason of its own (row 97). `by` and `lifted_by` are operators.
    """

    id = models.UUIDField(primary_key=True)
    payee = models.UUIDField()
    reason = models.CharField(max_length=FREEZE_REASON)
    by = models.UUIDField()
    at = models.DateTimeField()
    review_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_reason = models.CharField(max_length=FREEZE_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="settlement_freeze_reason"),
            models.CheckConstraint(condition=Q(review_at__gt=F("at")), name="settlement_freeze_ends"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_reason="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_reason=""),
                name="settlement_freeze_lifted",
            ),
        ]
        indexes = [
            models.Index(fields=["payee", "-id"], name="settlement_freeze_payee"),
            models.Index(fields=["review_at"], condition=Q(lifted_at=None), name="settlement_freeze_on"),
        ]
