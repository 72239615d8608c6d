"""Notices: what is believed, what is refused, and how often it counts."""

import json
import threading
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from goodword.payments import actions, queries
from goodword.payments.events import NoticeSuspected, PaymentCaptured, PaymentFailed
from goodword.payments.models import Intent, Notice
from goodword.payments.providers import NoSuchProvider
from goodword.payments.providers.interface import BadNotice, NoticeNotSigned
from goodword.payments.providers.sandbox.signing import headers_for
from goodword.payments.tests.conftest import PATH, SECRET, ask_for, facts, tell, word

pytestmark = pytest.mark.django_db


def nothing_happened(intent: object) -> bool:
    view = queries.intent(intent)
    return (view.captured, view.state, Notice.objects.count(), facts()) == (0, "new", 0, [])


def test_s20_a_true_notice_captures_the_payment(channel: str, now: datetime) -> None:
    purpose = uuid4()
    intent = ask_for(12800, now, purpose=purpose)
    tell(word(intent, 12800), now)
    view = queries.intent(intent)
    assert (view.state, view.captured, view.refunded) == ("captured", 12800, 0)
    assert facts() == [PaymentCaptured(intent, purpose, 12800, "CNY", "card")]
    assert Notice.objects.values_list("notice_id", "outcome").get() == ("msg_1", "taken")


def test_s20_a_notice_is_three_statements(channel: str, now: datetime, django_assert_num_queries: object) -> None:
    """Keep the notice, capture, record; the other two are the savepoint that stands for the transaction."""
    intent = ask_for(100, now)
    with django_assert_num_queries(5) as seen:
        tell(word(intent, 100), now)
    assert len([query for query in seen if "SAVEPOINT" not in query["sql"]]) == 3


@pytest.mark.parametrize("header", ["webhook-id", "webhook-timestamp", "webhook-signature"])
@pytest.mark.parametrize("value", [None, "", "x" * 300, "v1,", "v1,AAAA", "v2,AAAA", "1e9", "-1", "١٧", "a\nb"])
def test_s20_a_notice_with_a_broken_header_is_refused(
    header: str, value: str | None, channel: str, now: datetime
) -> None:
    """Red without the header checks or without the signature."""
    intent = ask_for(100, now)
    body = json.dumps(word(intent, 100)).encode()
    headers = headers_for(SECRET, PATH, "msg_1", int(now.timestamp()), body)
    headers.pop(header)
    if value is not None:
        headers[header] = value
    with pytest.raises((BadNotice, NoticeNotSigned)):
        actions.take_notice(provider="sandbox", headers=headers, body=body, now=now)
    assert nothing_happened(intent)


def test_s20_the_signature_is_over_the_raw_body(channel: str, now: datetime) -> None:
    """The same JSON with another space is another body. Red when the body is parsed and written anew."""
    intent = ask_for(100, now)
    body = json.dumps(word(intent, 100)).encode()
    headers = headers_for(SECRET, PATH, "msg_1", int(now.timestamp()), body)
    for altered in (body + b" ", body.replace(b": ", b":"), body.replace(b"100", b"101"), b""):
        with pytest.raises(NoticeNotSigned):
            actions.take_notice(provider="sandbox", headers=headers, body=altered, now=now)
    assert nothing_happened(intent)


def test_s20_nothing_unsigned_is_parsed(channel: str, now: datetime) -> None:
    """A body that is no JSON at all is refused for its signature, not for its form."""
    headers = headers_for("wrong", PATH, "msg_1", int(now.timestamp()), b"{")
    with pytest.raises(NoticeNotSigned):
        actions.take_notice(provider="sandbox", headers=headers, body=b"{", now=now)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"kind":"intent"}', b"[" * 5000],
)
def test_s20_a_signed_body_that_is_not_a_notice_is_refused(body: bytes, now: datetime) -> None:
    headers = headers_for(SECRET, PATH, "msg_1", int(now.timestamp()), body)
    with pytest.raises(BadNotice):
        actions.take_notice(provider="sandbox", headers=headers, body=body, now=now)
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": "100"},
        {"amount": 100.0},
        {"amount": True},
        {"amount": None},
        {"amount": -100},
        {"amount": 2**63},
        {"key": "1"},
        {"kind": "order"},
        {"mode": "other"},
        {"status": "great"},
        {"reference": "\0"},
        {"currency": None},
    ],
)
def test_s20_values_of_another_type_are_refused(changed: dict[str, object], channel: str, now: datetime) -> None:
    """Red without strict types."""
    intent = ask_for(100, now)
    with pytest.raises(BadNotice):
        tell(word(intent, 100, **changed), now)
    assert nothing_happened(intent)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"amount": 101}, "amount"),
        ({"amount": 99}, "amount"),
        ({"amount": 0}, "amount"),
        ({"currency": "EUR"}, "currency"),
        ({"merchant": "somebody-else"}, "payee"),
        ({"mode": "live"}, "mode"),
    ],
)
def test_s20_a_notice_that_does_not_agree_captures_nothing_and_is_told(
    changed: dict[str, object], why: str, channel: str, now: datetime
) -> None:
    """Red without that comparison in the capturing statement."""
    intent = ask_for(100, now)
    tell(word(intent, 100, **changed), now)
    view = queries.intent(intent)
    assert (view.state, view.captured) == ("new", 0)
    kept = Notice.objects.get()
    assert (kept.outcome, kept.why) == ("suspicious", why)
    assert facts() == [NoticeSuspected(kept.id, "sandbox", intent, why)]


def test_s20_a_notice_about_an_intent_we_never_opened_is_suspicious(channel: str, now: datetime) -> None:
    stranger = uuid4()
    tell(word(stranger, 100), now)
    assert [(fact.about, fact.why) for fact in facts(NoticeSuspected)] == [(stranger, "unknown")]


def test_s20_a_second_capture_under_another_reference_is_suspicious(channel: str, now: datetime) -> None:
    """The provider took the money twice. Red without the comparison of references."""
    intent = ask_for(100, now)
    tell(word(intent, 100), now)
    tell(word(intent, 100, reference="other"), now, notice="msg_2")
    assert queries.intent(intent).captured == 100
    assert [fact.why for fact in facts(NoticeSuspected)] == ["reference"]
    assert len(facts(PaymentCaptured)) == 1


def test_s20_unknown_fields_are_ignored(channel: str, now: datetime) -> None:
    intent = ask_for(100, now)
    tell(word(intent, 100, colour="green", nested={"deep": [1, 2.5, None]}), now)
    assert queries.intent(intent).state == "captured"


def test_s20_the_same_notice_id_counts_once(channel: str, now: datetime) -> None:
    """Red without the UNIQUE notice id: the second would be told as suspicious or captured."""
    intent = ask_for(100, now)
    for _time in range(3):
        tell(word(intent, 100), now)
    tell(word(intent, 999), now)
    assert Notice.objects.count() == 1
    assert len(facts()) == 1


def test_s20_the_same_capture_under_another_notice_id_counts_once(channel: str, now: datetime) -> None:
    intent = ask_for(100, now)
    tell(word(intent, 100), now)
    tell(word(intent, 100), now, notice="msg_2")
    assert len(facts()) == 1
    assert list(Notice.objects.order_by("notice_id").values_list("outcome", flat=True)) == ["taken", "ignored"]


def test_s20_a_failure_that_arrives_after_the_capture_changes_nothing(channel: str, now: datetime) -> None:
    intent = ask_for(100, now)
    tell(word(intent, 100), now)
    tell(word(intent, 100, "failed"), now, notice="msg_2")
    assert queries.intent(intent).state == "captured"
    assert facts(PaymentFailed) == []


def test_s20_a_capture_that_arrives_after_the_failure_still_counts(channel: str, now: datetime) -> None:
    intent = ask_for(100, now)
    tell(word(intent, 100, "failed", why="no money"), now)
    assert queries.intent(intent).state == "failed"
    tell(word(intent, 100), now, notice="msg_2")
    assert queries.intent(intent).captured == 100
    assert [type(fact).__name__ for fact in facts()] == ["PaymentFailed", "PaymentCaptured"]


def test_s20_a_capture_after_expiry_is_recorded_for_its_opener_to_decide(channel: str, now: datetime) -> None:
    intent = ask_for(100, now)
    tell(word(intent, 100), now + timedelta(days=2))
    assert len(facts(PaymentCaptured)) == 1


def test_s20_when_the_books_fail_nothing_is_kept_and_the_next_try_counts(
    channel: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red without the one transaction around notice and effect."""
    intent = ask_for(100, now)
    with monkeypatch.context() as broken:
        broken.setattr("goodword.payments.actions.reports.record", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tell(word(intent, 100), now)
    assert nothing_happened(intent)
    tell(word(intent, 100), now)
    assert queries.intent(intent).state == "captured"


def test_a_notice_of_a_provider_that_is_not_built_in_is_refused(now: datetime) -> None:
    with pytest.raises(NoSuchProvider):
        actions.take_notice(provider="nobody", headers={}, body=b"{}", now=now)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_id", [True, False])
def test_s20_fifty_copies_at_once_capture_once(same_id: bool, channel: str, now: datetime) -> None:
    """Red without `captured = 0` in the capturing statement (other ids) or without the UNIQUE notice id (same id)."""
    intent = ask_for(100, now)
    gate = threading.Barrier(50)

    def send(number: int) -> None:
        try:
            gate.wait()
            tell(word(intent, 100), now, notice="msg" if same_id else f"msg_{number}")
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[number]) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(facts(PaymentCaptured)) == 1
    assert Notice.objects.filter(outcome="taken").count() == 1
    assert Notice.objects.count() == (1 if same_id else 50)
    assert Intent.objects.get().captured == 100
