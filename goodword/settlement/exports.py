"""What of settlement a person takes along."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit.exports import Rows, exports, told
from goodword.settlement.models import Debt, Freeze, Holding, Payout, Repayment


@exports("earnings", _("What your words earned, order by order. Amounts are in the smallest unit of the currency."))
def earnings(person_id: UUID) -> Rows:
    """Commission."""
    return told(
        Holding.objects.filter(payee=person_id),
        "amount",
        "currency",
        "released_at",
        order="escrow_id",
        payout="payout_id",
    )


@exports("payouts", _("What was paid out to you."))
def payouts(person_id: UUID) -> Rows:
    """Payouts."""
    return told(
        Payout.objects.filter(payee=person_id),
        "id",
        "period",
        "amount",
        "recovered",
        "currency",
        "state",
        "asked_at",
        "ended_at",
    )


@exports("debts", _("Commission that was taken back because goods came back."))
def debts(person_id: UUID) -> Rows:
    """Clawbacks."""
    return told(Debt.objects.filter(payee=person_id), "amount", "recovered", "currency", "at")


@exports("repayments", _("Money on its way back to you."))
def repayments(person_id: UUID) -> Rows:
    """Repayments."""
    return told(
        Repayment.objects.filter(purchase__buyer_id=person_id),
        "amount",
        "currency",
        "state",
        "at",
        "ended_at",
        purchase="purchase__number",
    )


@exports("payout_freezes", _("When your payouts were kept back, and why."))
def payout_freezes(person_id: UUID) -> Rows:
    """Freezes."""
    return told(Freeze.objects.filter(payee=person_id), "reason", "at", "review_at", "lifted_at", "lifted_reason")
