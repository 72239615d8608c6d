"""Money given back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.payments.actions import sending
from goodword.payments.models import Intent, Refund
from goodword.payments.providers.interface import Known, Provider, Report, Status


class RefundTooMuch(Refusal):
    """More would be given back than came in, or in another currency (I-08)."""

    status = 409
    code = "payments.refund_too_much"
    sentence = _("This is more than what is left of the payment. Ask for less.")


class RefundDiffers(Refusal):
    """A refund of this id was asked for before, with another amount or payment."""

    status = 422
    code = "payments.refund_differs"
    sentence = _("This refund was already asked for with another amount.")


@transaction.atomic
def ask_refund(*, refund_id: UUID, intent_id: UUID, amount: Money, now: datetime, by: UUID | None) -> None:
    """`amount` of a captured payment is to go back; a job sends it, RefundPaid or RefundFailed tells the end.

    Asking again with the same id and amount changes nothing. Refuses RefundTooMuch (I-08) and RefundDiffers.
    """
    refund, new = Refund.objects.get_or_create(
        id=refund_id,
        defaults={
            "intent_id": intent_id,
            "amount": amount.amount,
            "currency": amount.currency,
            "asked_at": now,
            "due_at": now,
        },
    )
    if not new:
        if (refund.intent_id, refund.amount, refund.currency) != (intent_id, amount.amount, amount.currency):
            raise RefundDiffers
        return
    enough = Intent.objects.filter(
        id=intent_id, currency=amount.currency, captured__gte=F("refunded") + amount.amount
    ).update(refunded=F("refunded") + amount.amount)
    if not enough:
        raise RefundTooMuch


def send_due_refunds(*, now: datetime, limit: int) -> int:
    """Refunds that are due go to their providers, or are asked about; says how many were worked on."""
    rows = Refund.objects.select_related("intent__channel")
    return sending.send_due(
        rows,
        lambda row: row.intent.channel.provider,
        _send,
        again=sending.later(now),
        now=now,
        limit=limit,
    )


def _send(provider: Provider, row: Refund) -> Report:
    intent = Known(row.intent_id, row.intent.reference)
    if row.tries:
        known = provider.query_refund(Known(row.id, row.reference), intent)
        if known.status != Status.UNKNOWN:
            return known
    return provider.refund(row.id, intent, Money(row.amount, row.currency))
