"""Goodword and the real sandbox process: every misbehaviour ends with the money where it belongs."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from goodword.kit import egress
from goodword.kit.clock import now
from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.payments import actions, jobs, queries
from goodword.payments.actions.intents import ProviderDeclined
from goodword.payments.events import NoticeSuspected, PaymentCaptured, PayoutFailed, PayoutPaid, RefundPaid
from goodword.payments.models import Intent, Payout, Refund
from goodword.payments.providers.sandbox.adapter import LiveKeyInSandbox, SandboxForbidden
from goodword.payments.providers.sandbox.process import SandboxProcess
from goodword.payments.providers.sandbox.tests.receiver import Receiver, wait_until
from goodword.payments.rules import Mode, key_fits
from goodword.payments.tests.conftest import ask_for, facts

pytestmark = pytest.mark.django_db


class Shop(Receiver):
    """Takes notices into Goodword, in the test's own thread: `take_all` is the worker's hand on the door."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[int] = []
        self._taken = 0

    def take_all(self, count: int) -> None:
        """Waits for `count` notices in all and takes the new ones."""
        for headers, body in self.wait_for(count)[self._taken :]:
            try:
                actions.take_notice(provider="sandbox", headers=headers, body=body, now=now())
            except Refusal as refusal:
                self.refused.append(refusal.status)
        self._taken = count


@pytest.fixture
def shop(sandbox: SandboxProcess, settings: object) -> Iterator[Shop]:
    with Shop() as receiver:
        settings.BASE_URL = receiver.url
        yield receiver


def start(sandbox: SandboxProcess, script: str = "", amount: int = 100) -> UUID:
    intent = ask_for(amount, now())
    sandbox.script(script)
    actions.start_intent(intent_id=intent, now=now())
    return intent


def pay(sandbox: SandboxProcess, intent: UUID) -> None:
    sandbox.pay(queries.intent(intent).pay_url)


def ask_now(intent: UUID) -> None:
    """The job's next question, without the wait."""
    Intent.objects.filter(id=intent).update(due_at=now())
    jobs.check_intents(now(), 10)


def test_a_payment_through_the_real_process(channel: str, sandbox: SandboxProcess, shop: Shop) -> None:
    intent = start(sandbox)
    pay(sandbox, intent)
    shop.take_all(1)
    view = queries.intent(intent)
    assert (view.state, view.captured, view.pay_url[: len(sandbox.url)]) == ("captured", 100, sandbox.url)


@pytest.mark.parametrize(
    ("script", "notices", "refused", "suspicious"),
    [
        ("dup(3)", 3, [], []),
        ("reorder", 2, [], []),
        ("late(0.2), dup(2)", 2, [], []),
        ("unknown_fields", 1, [], []),
        ("replay_old", 2, [400], []),
    ],
)
def test_i18_a_capture_counts_once(
    script: str,
    notices: int,
    refused: list[int],
    suspicious: list[str],
    channel: str,
    sandbox: SandboxProcess,
    shop: Shop,
) -> None:
    intent = start(sandbox, script)
    pay(sandbox, intent)
    shop.take_all(notices)
    assert queries.intent(intent).captured == 100
    assert len(facts(PaymentCaptured)) == 1
    assert (shop.refused, [fact.why for fact in facts(NoticeSuspected)]) == (refused, suspicious)


@pytest.mark.parametrize(
    ("script", "refused", "suspicious"),
    [
        ("amount(+1)", [], ["amount"]),
        ("amount(-1), dup(2)", [], ["amount"]),
        ("currency(EUR)", [], ["currency"]),
        ("payee(somebody)", [], ["payee"]),
        ("live", [], ["mode"]),
        ("wrong_key", [401], []),
        ("other_route", [401], []),
    ],
)
def test_s20_an_untrue_notice_captures_nothing_and_the_question_finds_the_truth(
    script: str, refused: list[int], suspicious: list[str], channel: str, sandbox: SandboxProcess, shop: Shop
) -> None:
    intent = start(sandbox, script)
    pay(sandbox, intent)
    shop.take_all(2 if "dup" in script else 1)
    assert queries.intent(intent).captured == 0
    assert (shop.refused, [fact.why for fact in facts(NoticeSuspected)]) == (refused, suspicious)
    ask_now(intent)
    assert queries.intent(intent).captured == 100


def test_a_dropped_notice_is_made_good_by_asking(channel: str, sandbox: SandboxProcess, shop: Shop) -> None:
    intent = start(sandbox, "drop")
    pay(sandbox, intent)
    ask_now(intent)
    assert queries.intent(intent).captured == 100
    assert shop.notices == []


@pytest.mark.parametrize("script", ["timeout(1)", "fail_after_doing"])
def test_i18_an_answer_that_is_lost_makes_no_second_intent(
    script: str, channel: str, sandbox: SandboxProcess, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    intent = ask_for(100, now())
    sandbox.script(script)
    with monkeypatch.context() as hurried:
        hurried.setattr(egress, "TOTAL_SECONDS", 0.3)
        with pytest.raises(actions.ProviderDown):
            actions.start_intent(intent_id=intent, now=now())
    pay_url = actions.start_intent(intent_id=intent, now=now())
    assert sandbox.pay(pay_url) == "http://shop.test/back"
    shop.take_all(1)
    assert queries.intent(intent).captured == 100


def test_a_provider_that_is_down_or_refuses_says_so(channel: str, sandbox: SandboxProcess, shop: Shop) -> None:
    intent = ask_for(100, now())
    sandbox.script("down")
    with pytest.raises(actions.ProviderDown):
        actions.start_intent(intent_id=intent, now=now())
    sandbox.script("refuse")
    with pytest.raises(ProviderDeclined):
        actions.start_intent(intent_id=intent, now=now())
    assert queries.intent(intent).state == "failed"


def test_a_key_the_provider_does_not_know_is_silence_not_a_refusal(
    channel: str, sandbox: SandboxProcess, shop: Shop, settings: object
) -> None:
    """A wrong key in the settings must not fail anybody's refund."""
    settings.SANDBOX_KEY = "sandbox-unknown"
    intent = ask_for(100, now())
    with pytest.raises(actions.ProviderDown):
        actions.start_intent(intent_id=intent, now=now())
    assert queries.intent(intent).state == "new"


def test_a_refused_payment_and_a_closed_one_end_unpaid(channel: str, sandbox: SandboxProcess, shop: Shop) -> None:
    refused, closed = start(sandbox), start(sandbox)
    sandbox.pay(queries.intent(refused).pay_url, "refuse")
    shop.take_all(1)
    actions.close_intent(purpose=queries.intent(closed).purpose, now=now(), by=None)
    jobs.check_intents(now(), 10)
    assert [queries.intent(one).state for one in (refused, closed)] == ["failed", "closed"]


@pytest.mark.parametrize("script", ["", "dup(2)", "fail_after_doing", "drop"])
def test_i08_refunds_through_the_real_process_are_paid_once(
    script: str, channel: str, sandbox: SandboxProcess, shop: Shop
) -> None:
    intent = start(sandbox)
    pay(sandbox, intent)
    shop.take_all(1)
    refund = uuid4()
    actions.ask_refund(refund_id=refund, intent_id=intent, amount=Money(60, "CNY"), now=now(), by=None)
    sandbox.script(script)
    jobs.send_refunds(now(), 10)
    if script == "drop":
        wait_until(lambda: sandbox.ask("GET", f"/v1/refunds/{refund}")[1]["status"] == "done")
        Refund.objects.update(due_at=now())
        jobs.send_refunds(now(), 10)
    else:
        shop.take_all(3 if "dup" in script else 2)
    assert [(fact.refund_id, fact.amount) for fact in facts(RefundPaid)] == [(refund, 60)]
    assert queries.intent(intent).refunded == 60


@pytest.mark.parametrize(
    ("script", "fact"), [("", PayoutPaid), ("fail", PayoutFailed), ("fail_after_doing", PayoutPaid)]
)
def test_i11_payouts_through_the_real_process_end_once(
    script: str, fact: type, channel: str, sandbox: SandboxProcess, shop: Shop
) -> None:
    payee, payout = uuid4(), uuid4()
    actions.set_payout_destination(payee=payee, channel="card", reference="A1", now=now(), by=payee)
    actions.ask_payout(payout_id=payout, payee=payee, amount=Money(60, "CNY"), now=now(), by=None)
    sandbox.script(script)
    jobs.send_payouts(now(), 10)
    Payout.objects.filter(state="asked").update(due_at=now())
    jobs.send_payouts(now(), 10)
    shop.take_all(1)
    assert [type(one) for one in facts(PayoutPaid, PayoutFailed)] == [fact]


def test_s23_the_sandbox_cannot_be_used_where_real_money_moves(channel: str, settings: object) -> None:
    """Red without the check in the adapter."""
    settings.SANDBOX_ALLOWED = False
    intent = ask_for(100, now())
    with pytest.raises(SandboxForbidden):
        actions.start_intent(intent_id=intent, now=now())
    with pytest.raises(SandboxForbidden):
        actions.take_notice(provider="sandbox", headers={}, body=b"{}", now=now())
    terms = {"name": "Card", "provider": "sandbox", "merchant": "m", "currencies": ["CNY"], "note": "", "by": None}
    with pytest.raises(SandboxForbidden):
        actions.open_channel(key="second", mode=Mode.TEST, now=now(), **terms)
    settings.SANDBOX_ALLOWED = True
    with pytest.raises(actions.BadChannel):
        actions.open_channel(key="second", mode=Mode.LIVE, now=now(), **terms)
    assert [view.key for view in queries.channels("CNY", at=now())] == ["card"]


def test_s23_live_keys_are_refused_in_sandbox_mode_and_the_other_way_round(channel: str, settings: object) -> None:
    """Red without key_fits in the adapter."""
    settings.SANDBOX_KEY = "live-key"
    with pytest.raises(LiveKeyInSandbox):
        actions.start_intent(intent_id=ask_for(100, now()), now=now())
    fits = {(mode, key): key_fits(mode, key) for mode in Mode for key in ("sandbox-a", "test-a", "live-a", "")}
    assert [pair for pair, fit in fits.items() if fit] == [
        (Mode.TEST, "sandbox-a"),
        (Mode.TEST, "test-a"),
        (Mode.LIVE, "live-a"),
        (Mode.LIVE, ""),
    ]
