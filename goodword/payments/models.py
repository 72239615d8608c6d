"""The tables of payments. Amounts are whole minor units of `currency`."""

from django.db import models
from django.db.models import F, Q

from goodword.payments.rules import PAY_URL_MAX, IntentState, Mode, Outcome, SendState
from goodword.people.models import Person


def _one_of(field: str, *states: str) -> Q:
    return Q(**{f"{field}__in": [str(state) for state in states]})


class Channel(models.Model):
    """A way to pay: one contract with one provider, open from one moment, perhaps until another."""

    key = models.SlugField(max_length=40, primary_key=True)
    name = models.CharField(max_length=80)
    provider = models.CharField(max_length=40)
    merchant = models.CharField(max_length=100)  # our account at the provider: the payee of every notice
    mode = models.CharField(max_length=4)
    note = models.CharField(max_length=200, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=_one_of("mode", *Mode), name="payments_channel_mode")]


class ChannelCurrency(models.Model):
    """A currency that a channel takes."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="currencies")
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "currency"], name="payments_currency_once")]


class Intent(models.Model):
    """One payer is asked for one amount for one purpose. Its id is its key at the provider."""

    id = models.UUIDField(primary_key=True)
    purpose = models.UUIDField(db_index=True)
    payer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, db_index=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, db_index=False)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    captured = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, default=IntentState.NEW)
    reference = models.CharField(max_length=100, blank=True)  # the provider's name for it
    pay_url = models.CharField(max_length=PAY_URL_MAX, blank=True)
    return_url = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # when to ask the provider about it; null: nothing is open
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("state", *IntentState), name="payments_intent_state"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_intent_amount"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("captured"), captured__lte=F("amount")),
                name="payments_i08_refunded_within_captured",
            ),
            models.CheckConstraint(
                condition=Q(captured=0) ^ Q(state=IntentState.CAPTURED.value), name="payments_intent_captured_state"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="payments_intent_due"),
        ]


class Refund(models.Model):
    """Part of a captured intent goes back to its payer. Its id is its key at the provider."""

    id = models.UUIDField(primary_key=True)
    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=8, default=SendState.ASKED)
    reference = models.CharField(max_length=100, blank=True)
    why = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("state", *SendState), name="payments_refund_state"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_refund_amount"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="payments_refund_due"),
        ]


class PayoutDestination(models.Model):
    """Where a payee's money goes. A new one replaces the old, which stays on record."""

    payee = models.UUIDField()
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    reference = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, db_index=True)
    set_at = models.DateTimeField()
    set_by = models.UUIDField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payee"], condition=Q(replaced_at__isnull=True), name="payments_destination_current"
            ),
        ]
        indexes = [models.Index(fields=["payee"], name="payments_destination_payee")]


class Payout(models.Model):
    """Money goes out to a payee. Its id is its key at the provider (I-11)."""

    id = models.UUIDField(primary_key=True)
    payee = models.UUIDField(db_index=True)
    destination = models.ForeignKey(PayoutDestination, on_delete=models.PROTECT)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=8, default=SendState.ASKED)
    reference = models.CharField(max_length=100, blank=True)
    why = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("state", *SendState), name="payments_payout_state"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_payout_amount"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="payments_payout_due"),
        ]


class Notice(models.Model):
    """What a provider told us, once per notice id, kept as it came (S-20)."""

    id = models.UUIDField(primary_key=True)
    provider = models.CharField(max_length=40)
    notice_id = models.CharField(max_length=100)
    body = models.TextField()
    outcome = models.CharField(max_length=10, default=Outcome.TAKEN)
    why = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "notice_id"], name="payments_notice_once"),
            models.CheckConstraint(condition=_one_of("outcome", *Outcome), name="payments_notice_outcome"),
        ]
