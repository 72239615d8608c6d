"""A payment's whole way by Stripe, through our books, with Stripe's own package over HTTP."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from goodword.kit.ids import new_id
from goodword.kit.money import Money
from goodword.payments import actions, providers, queries
from goodword.payments.events import PaymentCaptured, RefundPaid
from goodword.payments.models import Notice, Payout, Refund
from goodword.payments.providers.interface import Kind
from goodword.payments.providers.stripe.harness import StripeHarness
from goodword.payments.rules import Mode
from goodword.payments.tests.conftest import MINUTES, facts

BACK = "https://shop.test/back"


@pytest.fixture
def stripe(now: datetime) -> Iterator[StripeHarness]:
    with StripeHarness() as harness:
        harness.server.desk.clock = lambda: int(now.timestamp())
        yield harness


@pytest.fixture
def channel(stripe: StripeHarness, monkeypatch: pytest.MonkeyPatch, now: datetime) -> str:
    monkeypatch.setitem(providers.PROVIDERS, "stripe", stripe.adapter)
    return actions.open_channel(
        key="card",
        name="Card",
        provider="stripe",
        merchant="acct_goodword",
        mode=Mode.TEST,
        currencies=["EUR"],
        note="",
        now=now - timedelta(days=1),
        by=None,
    )


def asked(now: datetime) -> UUID:
    terms = {"purpose": uuid4(), "payer": None, "amount": Money(12800, "EUR"), "channel": "card"}
    return actions.open_intent(**terms, return_url=BACK, expires_at=now + MINUTES, now=now, by=None)


def hear(stripe: StripeHarness, key: UUID, now: datetime) -> None:
    for notice in stripe.sent(key):
        signed = stripe.resigned(notice, now)
        actions.take_notice(provider="stripe", headers=signed.headers, body=signed.body, now=now)


@pytest.mark.django_db(transaction=True)
def test_a_payment_is_made_paid_told_and_partly_given_back(stripe: StripeHarness, channel: str, now: datetime) -> None:
    intent = asked(now)
    assert actions.start_intent(intent_id=intent, now=now).startswith("https://checkout.stripe.com/c/pay/cs_test_")
    assert len(queries.intent(intent).pay_url) > 800
    stripe.pay(intent)
    for _time in range(2):
        hear(stripe, intent, now)
    assert (queries.intent(intent).state, queries.intent(intent).captured) == ("captured", 12800)
    assert len(facts(PaymentCaptured)) == 1
    assert Notice.objects.filter(body__icontains="jenny").count() == 0
    refund = new_id(now)
    actions.ask_refund(refund_id=refund, intent_id=intent, amount=Money(5000, "EUR"), now=now, by=None)
    actions.send_due_refunds(now=now, limit=5)
    stripe.settle()
    hear(stripe, refund, now)
    assert Refund.objects.get().state == "paid"
    assert [fact.amount for fact in facts(RefundPaid)] == [5000]


@pytest.mark.django_db(transaction=True)
def test_i19_a_payer_who_is_quicker_than_our_clock_has_paid(stripe: StripeHarness, channel: str, now: datetime) -> None:
    """Late success: every answer was lost, our time is over, and closing finds it paid."""
    intent = asked(now)
    with stripe.answers_lost(), pytest.raises(actions.ProviderDown):
        actions.start_intent(intent_id=intent, now=now)
    stripe.pay(intent)
    late = now + MINUTES + timedelta(seconds=1)
    actions.check_due_intents(now=late, limit=5)
    assert queries.intent(intent).state == "captured"
    hear(stripe, intent, late)
    assert len(facts(PaymentCaptured)) == 1


@pytest.mark.django_db(transaction=True)
def test_an_intent_whose_time_is_over_is_expired_at_stripe(stripe: StripeHarness, channel: str, now: datetime) -> None:
    intent = asked(now)
    actions.start_intent(intent_id=intent, now=now)
    actions.check_due_intents(now=now + MINUTES + timedelta(seconds=1), limit=5)
    assert queries.intent(intent).state == "closed"
    assert stripe.server.desk.made("checkout.session")[0]["status"] == "expired"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("to", "ends"), [("acct_payee", "paid"), ("acct_closed", "failed")])
def test_payouts_are_transfers(to: str, ends: str, stripe: StripeHarness, channel: str, now: datetime) -> None:
    payee, payout = uuid4(), new_id(now)
    actions.set_payout_destination(payee=payee, channel=channel, reference=to, now=now, by=None)
    actions.ask_payout(payout_id=payout, payee=payee, amount=Money(900, "EUR"), now=now, by=None)
    actions.send_due_payouts(now=now, limit=5)
    assert Payout.objects.get().state == ends
    assert stripe.made(Kind.PAYOUT) == (1 if ends == "paid" else 0)
