"""Asking a payer for money."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from goodword.kit.acts import act
from goodword.kit.ids import new_id
from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.payments.actions import sending
from goodword.payments.actions.reports import believe, disagreement, fail_intent
from goodword.payments.models import Intent
from goodword.payments.providers import provider as adapter_of
from goodword.payments.providers.interface import (
    Kind,
    Known,
    Provider,
    ProviderRefused,
    ProviderSilent,
    Report,
    Status,
)
from goodword.payments.queries import NoSuchIntent
from goodword.payments.rules import FIRST_CHECK, IntentState, Mode, wait_after

OPEN_INTENT = """
    INSERT INTO payments_intent (id, purpose, payer_id, channel_id, amount, currency, captured, refunded, state,
                                 reference, pay_url, return_url, opened_at, expires_at, due_at, tries)
    SELECT %(id)s, %(purpose)s, %(payer)s, channel.key, %(amount)s, %(currency)s, 0, 0, 'new',
           '', '', %(return_url)s, %(now)s, %(expires_at)s, %(expires_at)s, 0
    FROM payments_channel channel
    JOIN payments_channelcurrency taken ON taken.channel_id = channel.key AND taken.currency = %(currency)s
    WHERE channel.key = %(channel)s AND channel.opens_at <= %(now)s
      AND (channel.closes_at IS NULL OR channel.closes_at > %(now)s)
      AND NOT EXISTS (SELECT 1 FROM payments_intent paid WHERE paid.purpose = %(purpose)s AND paid.state = 'captured')
"""


class ChannelClosed(Refusal):
    """The channel is not open now, or does not take this currency (I-22)."""

    status = 409
    code = "payments.channel_closed"
    sentence = _("This way to pay is not open for %(currency)s. Choose another one.")


class AlreadyPaid(Refusal):
    """The purpose was paid for before."""

    status = 409
    code = "payments.already_paid"
    sentence = _("This was already paid. You do not need to pay again.")


class IntentClosed(Refusal):
    """The time to pay is over, or the payment has failed."""

    status = 409
    code = "payments.intent_closed"
    sentence = _("The time to pay is over. Nothing was charged; place the purchase again if you still want it.")


class ProviderDown(Refusal):
    """The provider gave no usable answer."""

    status = 503
    code = "payments.provider_down"
    sentence = _("The payment service does not answer. Try again in a moment; you will not be charged twice.")


class ProviderDeclined(Refusal):
    """The provider will not take this payment."""

    status = 409
    code = "payments.provider_declined"
    sentence = _("The payment service has refused this payment. Choose another way to pay.")


@act
def open_intent(
    *,
    purpose: UUID,
    payer: UUID | None,
    amount: Money,
    channel: str,
    return_url: str,
    expires_at: datetime,
    now: datetime,
    by: UUID | None,
) -> UUID:
    """`payer` is to pay `amount` for `purpose` by `channel` before `expires_at`; says the intent's id.

    One statement, a row only, in the caller's transaction: the provider hears of it in `start_intent`. Refuses
    ChannelClosed (I-22) and AlreadyPaid.
    """
    intent, moment = new_id(now), connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            OPEN_INTENT,
            {
                "id": intent.hex,
                "purpose": purpose.hex,
                "payer": payer.hex if payer else None,
                "amount": amount.amount,
                "currency": amount.currency,
                "return_url": return_url,
                "now": moment(now),
                "expires_at": moment(expires_at),
                "channel": channel,
            },
        )
        opened = cursor.rowcount
    if opened:
        return intent
    if Intent.objects.filter(purpose=purpose, state=IntentState.CAPTURED).exists():
        raise AlreadyPaid
    raise ChannelClosed(currency=amount.currency)


def start_intent(*, intent_id: UUID, now: datetime, payer_ip: str = "") -> str:
    """Tells the provider of a new intent; says the address where the payer pays. May be repeated.

    `payer_ip` is where the payer calls from, for providers that must be told; it is not kept. Must be called outside
    transactions. The intent's id is the idempotency key, and after a silence it is asked about before it is sent
    again. Refuses NoSuchIntent, AlreadyPaid, IntentClosed, ProviderDown, ProviderDeclined.
    """
    row = _claim_start(intent_id, now)
    provider = adapter_of(row.channel.provider)
    if row.state == IntentState.OPEN and provider.capabilities.pay_url_lasts:
        return row.pay_url
    try:
        report = _create(provider, row, payer_ip)
    except ProviderSilent as silence:
        raise ProviderDown from silence
    except ProviderRefused as refused:
        fail_intent(row.id, str(refused), now=now)
        raise ProviderDeclined from refused
    return _started(row, report, now)


def _claim_start(intent_id: UUID, now: datetime) -> Intent:
    """The intent, noted as tried, so that a crash in the call is found by `check_due_intents`."""
    with transaction.atomic(durable=True):
        row = Intent.objects.select_related("channel").filter(id=intent_id).first()
        if row is None:
            raise NoSuchIntent
        if row.state == IntentState.CAPTURED:
            raise AlreadyPaid
        if row.state not in {IntentState.NEW, IntentState.OPEN} or row.expires_at <= now:
            raise IntentClosed
        Intent.objects.filter(id=intent_id, state=IntentState.NEW).update(
            tries=F("tries") + 1, due_at=now + FIRST_CHECK
        )
    return row


def _create(provider: Provider, row: Intent, payer_ip: str) -> Report:
    if row.tries:
        known = provider.query_intent(_known(row))
        if known.status != Status.UNKNOWN and (known.status != Status.PENDING or known.pay_url):
            return known
    return provider.create_intent(
        row.id,
        Money(row.amount, row.currency),
        return_url=row.return_url,
        expires_at=row.expires_at,
        payer_ip=payer_ip,
    )


def _known(row: Intent) -> Known:
    return Known(row.id, row.reference)


def _started(row: Intent, report: Report, now: datetime) -> str:
    if report.status != Status.PENDING:
        believe(report, provider=row.channel.provider, now=now)
        return row.return_url
    if disagreement(report, row.channel.provider, row, row.channel):
        raise ProviderDown
    opened = Intent.objects.filter(id=row.id, state=IntentState.NEW).update(
        state=IntentState.OPEN, reference=report.reference, pay_url=report.pay_url, due_at=now + FIRST_CHECK
    )
    if not opened:  # somebody was quicker: a second start, the notice, or the end of the time to pay
        state = Intent.objects.values_list("state", flat=True).get(id=row.id)
        if state in {IntentState.CLOSING, IntentState.CLOSED}:
            Intent.objects.filter(id=row.id, captured=0).update(state=IntentState.CLOSING, due_at=now)
            raise IntentClosed
        Intent.objects.filter(id=row.id, state=IntentState.OPEN).update(pay_url=report.pay_url)
    return report.pay_url


@transaction.atomic
def close_intent(*, purpose: UUID, now: datetime, by: UUID | None) -> None:
    """Nobody may pay for `purpose` any more. A job asks the provider first: who has paid by then has paid."""
    Intent.objects.filter(purpose=purpose, state__in=[IntentState.NEW, IntentState.OPEN]).update(
        state=IntentState.CLOSING, due_at=now
    )


def check_due_intents(*, now: datetime, limit: int) -> int:
    """Asks about open intents no notice has come for, and closes those whose time is over; says how many."""

    def check(provider: Provider, row: Intent) -> Report:
        known = provider.query_intent(_known(row))
        over = row.state == IntentState.CLOSING or row.expires_at <= now
        if over and known.status == Status.PENDING:
            return provider.cancel_intent(_known(row))
        if over and known.status == Status.UNKNOWN:
            return _never_started(row)
        return known

    def again(row: Intent) -> datetime:
        later = now + max(wait_after(row.tries), timedelta(seconds=1))
        return min(later, row.expires_at) if row.expires_at > now else later

    rows = Intent.objects.select_related("channel")
    return sending.send_due(rows, lambda row: row.channel.provider, check, again=again, now=now, limit=limit)


def _never_started(row: Intent) -> Report:
    """What we say ourselves of an intent the provider has never heard of."""
    return Report(
        kind=Kind.INTENT,
        key=row.id,
        status=Status.CANCELLED,
        reference=row.reference,
        amount=row.amount,
        currency=row.currency,
        merchant=row.channel.merchant,
        mode=Mode(row.channel.mode),
    )
