"""Money sent out."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.payments.actions import sending
from goodword.payments.actions.channels import NoPayoutDestination
from goodword.payments.models import Payout, PayoutDestination
from goodword.payments.providers.interface import Known, Provider, Report, Status


class PayoutDiffers(Refusal):
    """A payout of this id was asked for before, with another amount or payee."""

    status = 422
    code = "payments.payout_differs"
    sentence = _("This payout was already asked for with another amount.")


@transaction.atomic
def ask_payout(*, payout_id: UUID, payee: UUID, amount: Money, now: datetime, by: UUID | None) -> None:
    """`amount` is to go out to `payee`'s current account; a job sends it, PayoutPaid or PayoutFailed tells the end.

    Asking again with the same id and amount changes nothing (I-11). Refuses NoPayoutDestination, PayoutDiffers.
    """
    destination = PayoutDestination.objects.filter(payee=payee, replaced_at=None).first()
    if destination is None:
        raise NoPayoutDestination
    payout, new = Payout.objects.get_or_create(
        id=payout_id,
        defaults={
            "payee": payee,
            "destination": destination,
            "amount": amount.amount,
            "currency": amount.currency,
            "asked_at": now,
            "due_at": now,
        },
    )
    if not new and (payout.payee, payout.amount, payout.currency) != (payee, amount.amount, amount.currency):
        raise PayoutDiffers


def send_due_payouts(*, now: datetime, limit: int) -> int:
    """Payouts that are due go to their providers, or are asked about; says how many were worked on."""
    rows = Payout.objects.select_related("destination__channel")
    return sending.send_due(
        rows,
        lambda row: row.destination.channel.provider,
        _send,
        again=sending.later(now),
        now=now,
        limit=limit,
    )


def _send(provider: Provider, row: Payout) -> Report:
    if row.tries:
        known = provider.query_payout(Known(row.id, row.reference))
        if known.status != Status.UNKNOWN:
            return known
    return provider.payout(row.id, row.destination.reference, Money(row.amount, row.currency))
