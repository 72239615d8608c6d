"""What a provider's word does, whether it came as a notice or as an answer. Each effect happens once, whatever the
order: every change is one conditional UPDATE that also compares amount, currency, payee and mode (S-20)."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from goodword.journal.actions import record
from goodword.kit.acts import act
from goodword.payments.events import (
    PaymentCaptured,
    PaymentFailed,
    PayoutFailed,
    PayoutPaid,
    RefundFailed,
    RefundPaid,
)
from goodword.payments.models import Channel, Intent, Payout, Refund
from goodword.payments.providers.interface import Kind, Report, Status
from goodword.payments.rules import UNDER_WAY, UNPAID, IntentState, Outcome, SendState

Verdict = tuple[Outcome, str]
TAKEN: Verdict = (Outcome.TAKEN, "")
NOTHING: Verdict = (Outcome.IGNORED, "")

CAPTURE = """
    UPDATE payments_intent SET state = 'captured', captured = amount, reference = %s, due_at = NULL
    WHERE id = %s AND captured = 0 AND amount = %s AND currency = %s AND reference IN ('', %s)
      AND channel_id IN (SELECT key FROM payments_channel WHERE provider = %s AND merchant = %s AND mode = %s)
    RETURNING purpose, channel_id
"""


@act
def believe(report: Report, *, provider: str, now: datetime) -> Verdict:
    """Does what `report` says has happened, if it agrees with our books, and says what it did."""
    if report.kind == Kind.INTENT:
        return _intent(report, provider, now)
    if report.kind == Kind.REFUND:
        return _refund(report, provider, now)
    return _payout(report, provider, now)


def _intent(report: Report, provider: str, now: datetime) -> Verdict:
    if report.status == Status.DONE and _capture(report, provider, now):
        return TAKEN
    row = Intent.objects.select_related("channel").filter(id=report.key).first()
    breach = disagreement(report, provider, row, row.channel if row else None)
    if row is None or breach:
        return Outcome.SUSPICIOUS, breach
    if report.status in {Status.FAILED, Status.CANCELLED} and row.state in UNPAID:
        state = IntentState.FAILED if report.status == Status.FAILED else IntentState.CLOSED
        return TAKEN if _end_unpaid(row, state, report.why or state.value, now) else NOTHING
    return NOTHING


def _capture(report: Report, provider: str, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            CAPTURE,
            [
                report.reference,
                report.key.hex,
                report.amount,
                report.currency,
                report.reference,
                provider,
                report.merchant,
                report.mode.value,
            ],
        )
        row = cursor.fetchone()
    if row is None:
        return False
    purpose, channel = row
    record(
        PaymentCaptured(
            intent_id=report.key,
            purpose=purpose if isinstance(purpose, UUID) else UUID(purpose),
            amount=report.amount,
            currency=report.currency,
            channel=channel,
        ),
        by=None,
        now=now,
    )
    return True


def _end_unpaid(row: Intent, state: IntentState, why: str, now: datetime) -> bool:
    ended = Intent.objects.filter(id=row.id, state__in=UNPAID).update(state=state, due_at=None)
    if ended:
        record(PaymentFailed(intent_id=row.id, purpose=row.purpose, why=why[:200]), by=None, now=now)
    return bool(ended)


def _refund(report: Report, provider: str, now: datetime) -> Verdict:
    row = Refund.objects.select_related("intent__channel").filter(id=report.key).first()
    breach = disagreement(report, provider, row, row.intent.channel if row else None)
    if row is None or breach:
        return Outcome.SUSPICIOUS, breach
    if report.status == Status.DONE:
        if not _end_sending(row, SendState.PAID, report, now):
            return _after_the_end(row, SendState.PAID)
        about = (row.id, row.intent_id, row.intent.purpose, row.amount, row.currency)
        record(RefundPaid(*about), by=None, now=now)
        return TAKEN
    if report.status in {Status.FAILED, Status.CANCELLED}:
        return TAKEN if fail_refund(row, report.why, now=now) else _after_the_end(row, SendState.FAILED)
    return _sent(row, report)


def _payout(report: Report, provider: str, now: datetime) -> Verdict:
    row = Payout.objects.select_related("destination__channel").filter(id=report.key).first()
    breach = disagreement(report, provider, row, row.destination.channel if row else None)
    if row is None or breach:
        return Outcome.SUSPICIOUS, breach
    if report.status == Status.DONE:
        if not _end_sending(row, SendState.PAID, report, now):
            return _after_the_end(row, SendState.PAID)
        record(PayoutPaid(row.id, row.payee, row.amount, row.currency), by=None, now=now)
        return TAKEN
    if report.status in {Status.FAILED, Status.CANCELLED}:
        return TAKEN if fail_payout(row, report.why, now=now) else _after_the_end(row, SendState.FAILED)
    return _sent(row, report)


def _end_sending(row: Refund | Payout, state: SendState, report: Report, now: datetime) -> bool:
    return bool(
        type(row)
        ._default_manager.filter(id=row.id, state__in=UNDER_WAY)
        .update(state=state, reference=report.reference, ended_at=now, due_at=None)
    )


def _sent(row: Refund | Payout, report: Report) -> Verdict:
    sent = type(row)._default_manager.filter(id=row.id, state=SendState.ASKED)
    return TAKEN if sent.update(state=SendState.SENT, reference=report.reference) else NOTHING


def _after_the_end(row: Refund | Payout, said: SendState) -> Verdict:
    """A repetition does nothing; paid after failed, or failed after paid, is for a person to look at."""
    state = type(row)._default_manager.values_list("state", flat=True).get(id=row.id)
    return NOTHING if state == said else (Outcome.SUSPICIOUS, f"{said}_after_{state}")


@transaction.atomic
def fail_intent(intent_id: UUID, why: str, *, now: datetime) -> bool:
    """The provider will not take this payment. False when the intent had ended before."""
    row = Intent.objects.get(id=intent_id)
    return _end_unpaid(row, IntentState.FAILED, why, now)


@transaction.atomic
def fail_refund(row: Refund, why: str, *, now: datetime) -> bool:
    """The provider will not give the money back: it counts as captured again. False when it had ended before."""
    failed = Refund.objects.filter(id=row.id, state__in=UNDER_WAY).update(
        state=SendState.FAILED, why=why[:200], ended_at=now, due_at=None
    )
    if failed:
        Intent.objects.filter(id=row.intent_id).update(refunded=F("refunded") - row.amount)
        about = (row.id, row.intent_id, row.intent.purpose, row.amount, row.currency)
        record(RefundFailed(*about, why=why[:200]), by=None, now=now)
    return bool(failed)


@transaction.atomic
def fail_payout(row: Payout, why: str, *, now: datetime) -> bool:
    """The provider will not pay it out. False when it had ended before."""
    failed = Payout.objects.filter(id=row.id, state__in=UNDER_WAY).update(
        state=SendState.FAILED, why=why[:200], ended_at=now, due_at=None
    )
    if failed:
        record(PayoutFailed(row.id, row.payee, row.amount, row.currency, why=why[:200]), by=None, now=now)
    return bool(failed)


def disagreement(report: Report, provider: str, row: Intent | Refund | Payout | None, channel: Channel | None) -> str:
    """In what the provider's word differs from our books: "" when in nothing (S-20)."""
    if row is None or channel is None:
        return "unknown"
    compared = {
        "provider": (provider, channel.provider),
        "payee": (report.merchant, channel.merchant),
        "mode": (report.mode, channel.mode),
        "currency": (report.currency, row.currency),
        "amount": (report.amount, row.amount),
        "reference": (report.reference, row.reference or report.reference),
    }
    return next((name for name, (said, ours) in compared.items() if said != ours), "")
