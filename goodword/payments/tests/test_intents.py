"""Opening, starting and closing intents."""

import threading
import time
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from goodword.kit.money import UnknownCurrency
from goodword.payments import actions, jobs, queries
from goodword.payments.actions import sending
from goodword.payments.actions.intents import ProviderDeclined
from goodword.payments.events import PaymentCaptured, PaymentFailed
from goodword.payments.models import Intent
from goodword.payments.providers.interface import ProviderRefused, Status
from goodword.payments.rules import CALL_LEASE, FIRST_CHECK, Mode
from goodword.payments.tests.conftest import MINUTES, Paper, ask_for, facts, paid, silent, tell, word

pytestmark = pytest.mark.django_db


def open_channel(now: datetime, **changed: object) -> str:
    terms = {
        "key": "card",
        "name": "Card",
        "provider": "sandbox",
        "merchant": "goodword",
        "mode": Mode.TEST,
        "currencies": ["CNY"],
        "note": "",
        "now": now,
        "by": None,
    }
    return actions.open_channel(**{**terms, **changed})


def test_channels_are_listed_for_the_currencies_they_take(channel: str, now: datetime) -> None:
    assert queries.channels("CNY", at=now) == [queries.ChannelView("card", "Card", True, "")]
    assert queries.channels("JPY", at=now) == []


def test_opening_a_channel_again_changes_its_terms(channel: str, now: datetime) -> None:
    open_channel(now, name="Other", currencies=["EUR", "USD"])
    assert queries.channels("CNY", at=now) == []
    assert [view.name for view in queries.channels("USD", at=now)] == ["Other"]
    with pytest.raises(UnknownCurrency):
        open_channel(now, currencies=["ABC"])
    with pytest.raises(actions.BadChannel):
        open_channel(now, currencies=[])


def test_i22_a_closed_channel_takes_no_new_intents_but_its_old_ones_still_end(channel: str, now: datetime) -> None:
    """Red without the closing time in the opening statement."""
    old = ask_for(100, now)
    with pytest.raises(actions.NoSuchChannel):
        actions.close_channel(key="none", closes_at=now, note="", now=now, by=None)
    actions.close_channel(key="card", closes_at=now + timedelta(seconds=1), note="The contract ends.", now=now, by=None)
    ask_for(100, now)
    later = now + timedelta(seconds=1)
    with pytest.raises(actions.ChannelClosed):
        ask_for(100, later)
    assert queries.channels("CNY", at=later) == [queries.ChannelView("card", "Card", False, "The contract ends.")]
    tell(word(old, 100), later)
    assert queries.intent(old).captured == 100


def test_an_intent_is_opened_with_one_statement(channel: str, now: datetime, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):  # a savepoint, the statement, the end of the savepoint
        intent = ask_for(12800, now)
    view = queries.intent(intent)
    assert (view.amount, view.currency, view.channel, view.state) == (12800, "CNY", "card", "new")
    assert (view.expires_at, view.pay_url) == (now + MINUTES, "")


def test_an_intent_is_refused_for_a_currency_the_channel_does_not_take(channel: str, now: datetime) -> None:
    with pytest.raises(actions.ChannelClosed):
        ask_for(100, now, currency="JPY")
    assert Intent.objects.count() == 0


def test_what_was_paid_is_not_asked_for_again(channel: str, now: datetime) -> None:
    purpose = uuid4()
    first = paid(100, now, purpose=purpose)
    with pytest.raises(actions.AlreadyPaid):
        ask_for(100, now, purpose=purpose)
    assert [view.id for view in queries.intents_for([purpose, uuid4()])[purpose]] == [first]


@pytest.mark.parametrize("amount", [0, -1])
def test_an_intent_is_for_something(amount: int, channel: str, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ask_for(amount, now)


def test_i18_starting_twice_makes_one_intent_at_the_provider(channel: str, paper: Paper, now: datetime) -> None:
    intent = ask_for(100, now)
    first = actions.start_intent(intent_id=intent, now=now)
    assert actions.start_intent(intent_id=intent, now=now) == first == "http://pay.test/x"
    assert paper.calls == [("create", intent)]
    assert queries.intent(intent).state == "open"


def test_i18_after_a_silence_the_provider_is_asked_before_it_is_told_again(
    channel: str, paper: Paper, now: datetime
) -> None:
    """It had done it, its answer was lost. Red without the question by key."""
    intent = ask_for(100, now)
    paper.after = silent("create")
    with pytest.raises(actions.ProviderDown) as refused:
        actions.start_intent(intent_id=intent, now=now)
    assert refused.value.status == 503
    assert queries.intent(intent).state == "new"
    assert actions.start_intent(intent_id=intent, now=now) == "http://pay.test/x"
    assert paper.calls == [("create", intent), ("query", intent)]


def test_no_provider_is_called_while_a_transaction_is_open(channel: str, paper: Paper, now: datetime) -> None:
    """Red without durable=True."""
    intent = ask_for(100, now)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        actions.start_intent(intent_id=intent, now=now)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        actions.check_due_intents(now=now, limit=10)
    assert paper.calls == []


def test_a_refusal_of_the_provider_ends_the_intent(channel: str, paper: Paper, now: datetime) -> None:
    def no(call: str) -> None:
        raise ProviderRefused("amount too small")

    intent, paper.before = ask_for(100, now), no
    with pytest.raises(ProviderDeclined):
        actions.start_intent(intent_id=intent, now=now)
    assert queries.intent(intent).state == "failed"
    assert [fact.why for fact in facts(PaymentFailed)] == ["amount too small"]


def test_an_answer_about_other_terms_does_not_open_the_intent(channel: str, paper: Paper, now: datetime) -> None:
    intent = ask_for(100, now)
    actions.start_intent(intent_id=intent, now=now)
    other = ask_for(100, now)
    paper.things[other] = paper.becomes(intent, Status.PENDING, amount=1)
    with pytest.raises(actions.ProviderDown):
        actions.start_intent(intent_id=other, now=now)
    assert queries.intent(other).state == "new"


def test_an_intent_cannot_be_started_after_its_end(channel: str, paper: Paper, now: datetime) -> None:
    with pytest.raises(queries.NoSuchIntent):
        actions.start_intent(intent_id=uuid4(), now=now)
    intent = ask_for(100, now)
    with pytest.raises(actions.IntentClosed):
        actions.start_intent(intent_id=intent, now=now + MINUTES)
    with pytest.raises(actions.AlreadyPaid):
        actions.start_intent(intent_id=paid(100, now), now=now)
    assert paper.calls == []


def test_a_start_that_ends_after_the_closing_is_closed_at_the_provider(
    channel: str, paper: Paper, now: datetime
) -> None:
    """The purchase was cancelled while the provider was being told. Red without the conditional change to open."""
    purpose = uuid4()
    intent = ask_for(100, now, purpose=purpose)
    paper.after = lambda call: actions.close_intent(purpose=purpose, now=now, by=None)
    with pytest.raises(actions.IntentClosed):
        actions.start_intent(intent_id=intent, now=now)
    jobs.check_intents(now, 10)
    assert paper.things[intent].status == Status.CANCELLED
    assert queries.intent(intent).state == "closed"


def started(now: datetime, **terms: object) -> object:
    intent = ask_for(100, now, **terms)
    actions.start_intent(intent_id=intent, now=now)
    return intent


def test_closing_asks_first_then_cancels(channel: str, paper: Paper, now: datetime) -> None:
    purpose = uuid4()
    intent = started(now, purpose=purpose)
    actions.close_intent(purpose=purpose, now=now, by=None)
    assert queries.intent(intent).state == "closing"
    assert jobs.check_intents(now, 10) == 1
    assert paper.calls[1:] == [("query", intent), ("cancel", intent)]
    assert queries.intent(intent).state == "closed"
    assert facts() == [PaymentFailed(intent, purpose, "closed")]
    assert jobs.check_intents(now + timedelta(days=1), 10) == 0


def test_closing_an_intent_that_was_paid_meanwhile_captures_it(channel: str, paper: Paper, now: datetime) -> None:
    """Red when closing cancels without asking."""
    purpose = uuid4()
    intent = started(now, purpose=purpose)
    paper.becomes(intent, Status.DONE)
    actions.close_intent(purpose=purpose, now=now, by=None)
    jobs.check_intents(now, 10)
    assert ("cancel", intent) not in paper.calls
    assert facts() == [PaymentCaptured(intent, purpose, 100, "CNY", "card")]


def test_closing_an_intent_that_is_paid_between_question_and_cancel_captures_it(
    channel: str, paper: Paper, now: datetime
) -> None:
    purpose = uuid4()
    intent = started(now, purpose=purpose)

    def pays(call: str) -> None:
        if call == "cancel":
            paper.becomes(intent, Status.DONE)

    paper.before = pays
    actions.close_intent(purpose=purpose, now=now, by=None)
    jobs.check_intents(now, 10)
    assert [type(fact).__name__ for fact in facts()] == ["PaymentCaptured"]


def test_an_expired_intent_is_closed_by_the_job_alone(channel: str, paper: Paper, now: datetime) -> None:
    never_started, intent = ask_for(100, now), started(now)
    moment = now
    while moment <= now + MINUTES + timedelta(seconds=1):
        jobs.check_intents(moment, 10)
        assert queries.intent(intent).state == ("open" if moment < now + MINUTES else "closed")
        moment += timedelta(seconds=30)
    assert queries.intent(never_started).state == "closed"
    assert [call for call in paper.calls if call[0] == "cancel"] == [("cancel", intent)]


def test_a_lost_notice_is_made_good_by_asking(channel: str, paper: Paper, now: datetime) -> None:
    intent = started(now)
    paper.becomes(intent, Status.DONE)
    assert jobs.check_intents(now + FIRST_CHECK - timedelta(seconds=1), 10) == 0
    assert jobs.check_intents(now + FIRST_CHECK, 10) == 1
    assert queries.intent(intent).captured == 100


def test_a_silent_provider_is_left_alone_and_asked_again_later(channel: str, paper: Paper, now: datetime) -> None:
    for _number in range(3):
        started(now)
    paper.before, paper.calls = silent("query"), []
    moment = now + FIRST_CHECK
    assert jobs.check_intents(moment, 10) == 3
    assert len(paper.calls) == 1
    assert jobs.check_intents(moment, 10) == 0
    assert jobs.check_intents(moment + timedelta(minutes=1), 10) == 3


def test_a_crash_in_the_call_only_delays(channel: str, paper: Paper, now: datetime) -> None:
    """Red when a claimed row is not due again after its lease."""
    intent = started(now)

    def crash(call: str) -> None:
        raise SystemExit

    paper.before = crash
    with pytest.raises(SystemExit):
        jobs.check_intents(now + FIRST_CHECK, 10)
    paper.before = lambda call: None
    paper.becomes(intent, Status.DONE)
    assert jobs.check_intents(now + FIRST_CHECK, 10) == 0
    assert jobs.check_intents(now + FIRST_CHECK + CALL_LEASE, 10) == 1
    assert queries.intent(intent).captured == 100


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_take_the_same_row(
    channel: str, paper: Paper, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each worker pauses between reading and claiming. Red without the lock of the lease."""
    honest = sending.lease

    def slow(rows: object, limit: int) -> object:
        taken = honest(rows, limit)
        time.sleep(0.3)
        return taken

    monkeypatch.setattr(sending, "lease", slow)
    for _number in range(40):
        started(now)
    paper.calls = []
    gate = threading.Barrier(4)

    def work() -> None:
        try:
            gate.wait()
            jobs.check_intents(now + FIRST_CHECK, 10)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(paper.calls) == len(set(paper.calls)) == 40
