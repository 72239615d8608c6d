"""Notices that were true once, somewhere else, or under another secret."""

import json
from datetime import datetime, timedelta

import pytest

from goodword.payments import actions, queries
from goodword.payments.events import PaymentCaptured
from goodword.payments.models import Notice
from goodword.payments.providers.interface import BadNotice, NoticeNotSigned
from goodword.payments.providers.sandbox.signing import headers_for, sign
from goodword.payments.tests.conftest import PATH, SECRET, ask_for, facts, tell, word

pytestmark = pytest.mark.django_db


def nothing_happened(intent: object) -> bool:
    view = queries.intent(intent)
    return (view.captured, view.state, Notice.objects.count(), facts()) == (0, "new", 0, [])


@pytest.mark.parametrize("seconds", [-299, 299, -300, 300])
def test_s21_a_replay_within_300_seconds_has_no_effect(seconds: int, channel: str, now: datetime) -> None:
    intent = ask_for(100, now)
    tell(word(intent, 100), now)
    tell(word(intent, 100), now + timedelta(seconds=seconds), sent_at=now)
    assert (Notice.objects.count(), len(facts())) == (1, 1)


@pytest.mark.parametrize("seconds", [-301, 301, 86400, 10**9])
def test_s21_a_notice_301_seconds_away_is_refused(seconds: int, channel: str, now: datetime) -> None:
    """Red without the check of the age."""
    intent = ask_for(100, now)
    with pytest.raises(BadNotice) as refused:
        tell(word(intent, 100), now, sent_at=now + timedelta(seconds=seconds))
    assert refused.value.status == 400
    assert nothing_happened(intent)


def test_s21_another_tenants_valid_signature_is_refused(channel: str, now: datetime) -> None:
    """Red without the comparison of signatures."""
    intent = ask_for(100, now)
    with pytest.raises(NoticeNotSigned) as refused:
        tell(word(intent, 100), now, secret="another-tenants-secret")
    assert refused.value.status == 401
    assert nothing_happened(intent)


@pytest.mark.parametrize("path", ["/api/hooks/other", "/api/hooks/sandbox/", "/api/hooks", ""])
def test_s21_a_signature_made_for_another_route_is_refused(path: str, channel: str, now: datetime) -> None:
    """Red when the secret is not bound to the address."""
    intent = ask_for(100, now)
    with pytest.raises(NoticeNotSigned):
        tell(word(intent, 100), now, path=path)
    assert nothing_happened(intent)


def test_s21_during_a_rotation_both_secrets_hold_and_afterwards_the_old_does_not(
    channel: str, now: datetime, settings: object
) -> None:
    """Red when only the first secret is tried."""
    settings.SANDBOX_SECRETS = ["new-secret", SECRET]
    for number, secret in enumerate(settings.SANDBOX_SECRETS):
        tell(word(ask_for(100, now), 100), now, notice=f"msg_{number}", secret=secret)
    assert len(facts(PaymentCaptured)) == 2
    settings.SANDBOX_SECRETS = ["new-secret"]
    intent = ask_for(100, now)
    with pytest.raises(NoticeNotSigned):
        tell(word(intent, 100), now, notice="msg_3")
    assert queries.intent(intent).captured == 0


def test_s21_one_good_signature_among_several_is_enough(channel: str, now: datetime) -> None:
    intent = ask_for(100, now)
    body, at = json.dumps(word(intent, 100)).encode(), int(now.timestamp())
    headers = headers_for(SECRET, PATH, "msg_1", at, body)
    headers["webhook-signature"] = f"{sign('other', PATH, 'msg_1', at, body)} {headers['webhook-signature']}"
    actions.take_notice(provider="sandbox", headers=headers, body=body, now=now)
    assert queries.intent(intent).captured == 100


def test_s21_without_any_secret_nothing_is_believed(channel: str, now: datetime, settings: object) -> None:
    settings.SANDBOX_SECRETS = []
    with pytest.raises(NoticeNotSigned):
        tell(word(ask_for(100, now), 100), now, secret="")
