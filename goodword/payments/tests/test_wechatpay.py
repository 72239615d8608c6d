"""A payment's whole way by WeChat Pay, through our books, with its package over HTTP."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from goodword.kit import clock
from goodword.kit.ids import new_id
from goodword.kit.money import Money
from goodword.payments import actions, providers, queries
from goodword.payments.events import PaymentCaptured, RefundPaid
from goodword.payments.models import Notice, Refund
from goodword.payments.providers.wechatpay.harness import MCHID, WeChatPayHarness
from goodword.payments.rules import Mode
from goodword.payments.tests.conftest import MINUTES, facts

pytestmark = pytest.mark.django_db(transaction=True)
IP = "198.51.100.7"


@pytest.fixture
def wechat(monkeypatch: pytest.MonkeyPatch) -> Iterator[WeChatPayHarness]:
    with WeChatPayHarness() as harness:
        monkeypatch.setitem(providers.PROVIDERS, "wechatpay", harness.adapter)
        actions.open_channel(
            key="wechat",
            name="微信支付",
            provider="wechatpay",
            merchant=MCHID,
            mode=Mode.TEST,
            currencies=["CNY"],
            note="",
            now=clock.now() - timedelta(days=1),
            by=None,
        )
        yield harness


def asked(now: datetime) -> UUID:
    terms = {"purpose": uuid4(), "payer": None, "amount": Money(12800, "CNY"), "channel": "wechat"}
    back = "https://shop.test/back"
    return actions.open_intent(**terms, return_url=back, expires_at=now + MINUTES, now=now, by=None)


def hear(wechat: WeChatPayHarness, key: UUID, now: datetime) -> None:
    for notice in wechat.sent(key):
        signed = wechat.resigned(notice, now)
        actions.take_notice(provider="wechatpay", headers=signed.headers, body=signed.body, now=now)


def test_a_payment_is_made_paid_told_and_partly_given_back(wechat: WeChatPayHarness) -> None:
    now = clock.now()
    intent = asked(now)
    actions.start_intent(intent_id=intent, now=now, payer_ip=IP)
    wechat.pay(intent)
    for _time in range(2):
        hear(wechat, intent, now)
    assert (queries.intent(intent).state, queries.intent(intent).captured) == ("captured", 12800)
    assert len(facts(PaymentCaptured)) == 1
    assert Notice.objects.filter(body__contains="openid").count() == 0
    refund = new_id(now)
    actions.ask_refund(refund_id=refund, intent_id=intent, amount=Money(5000, "CNY"), now=now, by=None)
    actions.send_due_refunds(now=now, limit=5)
    wechat.settle()
    hear(wechat, refund, now)
    assert Refund.objects.get().state == "paid"
    assert [fact.amount for fact in facts(RefundPaid)] == [5000]


def test_a_payer_who_comes_back_gets_an_address_that_still_lives(wechat: WeChatPayHarness) -> None:
    """Red when an open intent's stored address is handed out: WeChat Pay's lives five minutes."""
    now = clock.now()
    intent = asked(now)
    first = actions.start_intent(intent_id=intent, now=now, payer_ip=IP)
    again = actions.start_intent(intent_id=intent, now=now, payer_ip="203.0.113.9")
    assert first != again == queries.intent(intent).pay_url
    assert len(wechat.desk.orders) == 1


def test_i19_a_payer_who_is_quicker_than_our_clock_has_paid(wechat: WeChatPayHarness) -> None:
    """Late success: every answer was lost, our time is over, and closing finds it paid."""
    now = clock.now()
    intent = asked(now)
    with wechat.answers_lost(), pytest.raises(actions.ProviderDown):
        actions.start_intent(intent_id=intent, now=now, payer_ip=IP)
    wechat.pay(intent)
    late = now + MINUTES + timedelta(seconds=1)
    actions.check_due_intents(now=late, limit=5)
    assert queries.intent(intent).state == "captured"
    hear(wechat, intent, late)
    assert len(facts(PaymentCaptured)) == 1


def test_an_intent_whose_time_is_over_is_closed_at_wechat_pay(wechat: WeChatPayHarness) -> None:
    now = clock.now()
    intent = asked(now)
    actions.start_intent(intent_id=intent, now=now, payer_ip=IP)
    actions.check_due_intents(now=now + MINUTES + timedelta(seconds=1), limit=5)
    assert queries.intent(intent).state == "closed"
    assert wechat.desk.order(intent.hex)["trade_state"] == "CLOSED"
