"""Money given back: never more than came in, and once."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from goodword.kit.money import Money
from goodword.kit.verification import verify_all
from goodword.payments import actions, jobs, queries
from goodword.payments.events import NoticeSuspected, RefundFailed, RefundPaid
from goodword.payments.models import Intent, Refund
from goodword.payments.providers.interface import ProviderRefused, Status
from goodword.payments.tests.conftest import Paper, ask_for, facts, paid, silent, tell

pytestmark = pytest.mark.django_db


def ask(intent: object, amount: int, now: datetime, *, refund: object = None, currency: str = "CNY") -> object:
    refund = refund or uuid4()
    actions.ask_refund(refund_id=refund, intent_id=intent, amount=Money(amount, currency), now=now, by=None)
    return refund


def said(refund: object, amount: int, status: str = "done", /, **changed: object) -> dict[str, object]:
    return {
        "kind": "refund",
        "key": str(refund),
        "status": status,
        "reference": f"ref-{refund.hex[-8:]}",
        "amount": amount,
        "currency": "CNY",
        "merchant": "goodword",
        "mode": "test",
        **changed,
    }


def test_i08_parts_are_given_back_until_nothing_is_left(channel: str, now: datetime) -> None:
    """Red without the condition of the counting UPDATE."""
    intent = paid(100, now)
    ask(intent, 60, now)
    ask(intent, 40, now)
    with pytest.raises(actions.RefundTooMuch):
        ask(intent, 1, now)
    assert queries.intent(intent).refunded == 100
    assert Refund.objects.count() == 2


def test_i08_what_has_not_come_in_is_not_given_back(channel: str, now: datetime) -> None:
    intent = ask_for(100, now)
    for asked in (intent, uuid4()):
        with pytest.raises((actions.RefundTooMuch, IntegrityError)), transaction.atomic():
            ask(asked, 1, now)
    with pytest.raises(actions.RefundTooMuch):
        ask(paid(100, now), 1, now, currency="EUR")
    assert Refund.objects.count() == 0


def test_i08_the_table_itself_refuses_more_than_was_captured(channel: str, now: datetime) -> None:
    """Red without the CHECK."""
    intent = paid(100, now)
    for values in ({"refunded": 101}, {"refunded": -1}, {"captured": 101}, {"captured": 0}, {"state": "open"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Intent.objects.filter(id=intent).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        ask(intent, -5, now)


def test_i18_the_same_refund_asked_for_again_changes_nothing(channel: str, now: datetime) -> None:
    intent = paid(100, now)
    refund = ask(intent, 60, now)
    ask(intent, 60, now, refund=refund)
    for amount in (59, 40):
        with pytest.raises(actions.RefundDiffers):
            ask(intent, amount, now, refund=refund)
    assert queries.intent(intent).refunded == 60


def test_a_refund_is_sent_and_its_end_is_told_by_the_notice(channel: str, paper: Paper, now: datetime) -> None:
    intent = paid(100, now)
    refund = ask(intent, 60, now)
    assert jobs.send_refunds(now, 10) == 1
    assert paper.calls == [("refund", refund)]
    assert Refund.objects.get().state == "sent"
    assert facts(RefundPaid) == []


def test_a_notice_ends_a_refund_once(channel: str, now: datetime) -> None:
    purpose = uuid4()
    intent = paid(100, now, purpose=purpose)
    refund = ask(intent, 60, now)
    tell(said(refund, 60), now, notice="a")
    tell(said(refund, 60), now, notice="a")
    tell(said(refund, 60), now, notice="b")
    assert facts(RefundPaid) == [RefundPaid(refund, intent, purpose, 60, "CNY")]
    assert jobs.send_refunds(now + timedelta(days=1), 10) == 0


def test_i08_a_failed_refund_counts_as_captured_again_once(channel: str, now: datetime) -> None:
    """Red without the state in the failing UPDATE: the second notice would give the amount back again."""
    intent = paid(100, now)
    first, second = ask(intent, 60, now), ask(intent, 40, now)
    tell(said(first, 60, "failed", why="account closed"), now, notice="a")
    tell(said(first, 60, "failed", why="account closed"), now, notice="b")
    assert queries.intent(intent).refunded == 40
    assert [(fact.refund_id, fact.why) for fact in facts(RefundFailed)] == [(first, "account closed")]
    assert Refund.objects.get(id=second).state == "asked"


@pytest.mark.parametrize("order", [("done", "failed"), ("failed", "done")])
def test_a_refund_that_ends_both_ways_is_for_a_person(order: tuple[str, str], channel: str, now: datetime) -> None:
    refund = ask(paid(100, now), 60, now)
    for status in order:
        tell(said(refund, 60, status), now, notice=status)
    words = {"done": "paid", "failed": "failed"}
    assert [fact.why for fact in facts(NoticeSuspected)] == [f"{words[order[1]]}_after_{words[order[0]]}"]
    assert Refund.objects.get().state == words[order[0]]


def test_s20_a_refund_notice_over_another_amount_is_suspicious(channel: str, now: datetime) -> None:
    refund = ask(paid(100, now), 60, now)
    tell(said(refund, 61), now)
    assert [fact.why for fact in facts(NoticeSuspected)] == ["amount"]
    assert Refund.objects.get().state == "asked"


def test_i18_a_refund_whose_answer_was_lost_is_not_sent_twice(channel: str, paper: Paper, now: datetime) -> None:
    """500 after doing it. Red without the question by key before the second try."""
    refund = ask(paid(100, now), 60, now)
    paper.after = silent("refund")
    jobs.send_refunds(now, 10)
    paper.becomes(refund, Status.DONE)
    assert jobs.send_refunds(now + timedelta(seconds=4), 10) == 0
    assert jobs.send_refunds(now + timedelta(seconds=5), 10) == 1
    assert paper.calls == [("refund", refund), ("query", refund)]
    assert len(facts(RefundPaid)) == 1


def test_i18_a_crash_after_the_provider_said_yes_is_made_good(channel: str, paper: Paper, now: datetime) -> None:
    refund = ask(paid(100, now), 60, now)

    def crash(call: str) -> None:
        raise SystemExit

    paper.after = crash
    with pytest.raises(SystemExit):
        jobs.send_refunds(now, 10)
    paper.after = lambda call: None
    jobs.send_refunds(now + timedelta(minutes=2), 10)
    assert paper.calls == [("refund", refund), ("query", refund)]
    assert Refund.objects.get().state == "sent"


def test_a_silent_provider_is_tried_ever_more_rarely(channel: str, paper: Paper, now: datetime) -> None:
    ask(paid(100, now), 60, now)
    paper.before = silent("refund", "query")
    tried = [second for second in range(700) if jobs.send_refunds(now + timedelta(seconds=second), 10)]
    assert tried == [0, 5, 15, 35, 75, 155, 315, 635]


def test_a_refund_the_provider_refuses_has_failed(channel: str, paper: Paper, now: datetime) -> None:
    def no(call: str) -> None:
        raise ProviderRefused("too old")

    intent = paid(100, now)
    ask(intent, 60, now)
    paper.before = no
    jobs.send_refunds(now, 10)
    assert [fact.why for fact in facts(RefundFailed)] == ["too old"]
    assert queries.intent(intent).refunded == 0


@pytest.mark.breaks_books
def test_i08_verification_finds_a_counter_that_does_not_fit_its_refunds(channel: str, now: datetime) -> None:
    intent = paid(100, now)
    refund = ask(intent, 60, now)
    assert verify_all() == []
    Refund.objects.filter(id=refund).update(amount=50, currency="EUR")
    assert len([breach for breach in verify_all() if breach.startswith("I-08")]) == 2


def at_once(count: int, do: Callable[[int], None]) -> list[Exception]:
    gate, failures = threading.Barrier(count), []

    def run(number: int) -> None:
        try:
            gate.wait()
            do(number)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_i08_fifty_refunds_at_once_give_back_what_came_in(channel: str, now: datetime) -> None:
    """Red without the conditional UPDATE (a read before a write) and without the CHECK."""
    intent = paid(100, now)
    failures = at_once(50, lambda number: ask(intent, 7, now) and None)
    assert (queries.intent(intent).refunded, Refund.objects.count()) == (98, 14)
    assert {type(failure) for failure in failures} == {actions.RefundTooMuch}
    assert len(failures) == 36


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_i08_the_same_refund_fifty_times_at_once_counts_once(channel: str, now: datetime) -> None:
    intent, refund = paid(100, now), uuid4()
    failures = at_once(50, lambda number: ask(intent, 7, now, refund=refund) and None)
    assert (failures, queries.intent(intent).refunded) == ([], 7)
