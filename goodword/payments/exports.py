"""What of payments a person takes along."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit.exports import Rows, exports, told
from goodword.payments.models import Intent, PayoutDestination, Refund


@exports("payments", _("Your payments."))
def payments(person_id: UUID) -> Rows:
    """What the person paid or was asked to pay."""
    return told(
        Intent.objects.filter(payer_id=person_id),
        "id",
        "amount",
        "currency",
        "captured",
        "refunded",
        "state",
        "opened_at",
        channel="channel__name",
        purchase="purpose",
    )


@exports("refunds", _("Money that went back to you."))
def refunds(person_id: UUID) -> Rows:
    """Refunds by the provider."""
    return told(
        Refund.objects.filter(intent__payer_id=person_id),
        "amount",
        "currency",
        "state",
        "asked_at",
        "ended_at",
        payment="intent_id",
    )


@exports("payout_accounts", _("Where your earnings were sent."))
def payout_accounts(person_id: UUID) -> Rows:
    """Where money goes to."""
    return told(
        PayoutDestination.objects.filter(payee=person_id), "reference", "set_at", "replaced_at", channel="channel__name"
    )
