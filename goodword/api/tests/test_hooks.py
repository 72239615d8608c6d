"""The door for providers' notices."""

import json
import time
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from goodword.kit.clock import now
from goodword.kit.limits import NOTICE_BYTES
from goodword.kit.money import Money
from goodword.payments import actions, queries
from goodword.payments.models import Notice
from goodword.payments.providers.interface import notice_path
from goodword.payments.providers.sandbox.process import SandboxProcess
from goodword.payments.providers.sandbox.signing import headers_for
from goodword.payments.rules import Mode

URL, SECRET = "/api/hooks/sandbox", "sandbox-notice-secret"


@pytest.fixture
def door() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def intent() -> UUID:
    """An intent for 100 fen."""
    actions.open_channel(
        key="card",
        name="Card",
        provider="sandbox",
        merchant="goodword",
        mode=Mode.TEST,
        currencies=["CNY"],
        note="",
        now=now(),
        by=None,
    )
    return actions.open_intent(
        purpose=uuid4(),
        payer=None,
        amount=Money(100, "CNY"),
        channel="card",
        return_url="http://shop.test/",
        expires_at=now() + timedelta(minutes=30),
        now=now(),
        by=None,
    )


def post(door: Client, intent: UUID, *, url: str = URL, secret: str = SECRET, age: int = 0, **changed: object):
    said = {
        "kind": "intent",
        "key": str(intent),
        "status": "done",
        "reference": "r",
        "amount": 100,
        "currency": "CNY",
        "merchant": "goodword",
        "mode": "test",
        **changed,
    }
    body = json.dumps(said).encode()
    headers = headers_for(secret, URL, "msg_1", int(now().timestamp()) - age, body)
    headers.pop("content-type")
    return door.post(url, body, content_type="application/json", headers=headers)


def test_s21_the_signed_route_is_the_served_route() -> None:
    assert reverse("hooks", args=["sandbox"]) == notice_path("sandbox") == URL


@pytest.mark.django_db
def test_s20_a_true_notice_is_answered_204(door: Client, intent: UUID) -> None:
    answer = post(door, intent)
    assert (answer.status_code, answer.content) == (204, b"")
    assert queries.intent(intent).captured == 100


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"secret": "another"}, 401, "payments.notice_not_signed"),
        ({"age": 302}, 400, "payments.bad_notice"),
        ({"url": "/api/hooks/nobody"}, 404, "payments.no_such_provider"),
        ({"filler": "x" * NOTICE_BYTES}, 413, "api.notice_too_long"),
        ({"kind": "order"}, 400, "payments.bad_notice"),
    ],
)
def test_s20_a_refusal_is_problem_json_and_changes_nothing(
    changed: dict[str, object], status: int, code: str, door: Client, intent: UUID
) -> None:
    answer = post(door, intent, **changed)
    assert answer.status_code == status
    assert answer["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["detail"]
    assert (queries.intent(intent).captured, Notice.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_s20_only_post_is_taken(door: Client) -> None:
    assert {door.generic(method, URL).status_code for method in ("GET", "PUT", "DELETE")} == {405}


@pytest.mark.django_db(transaction=True)
def test_s20_no_2xx_before_the_commit(door: Client, intent: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commit itself fails. Red when the answer is made inside the transaction."""

    def lost() -> None:
        raise OperationalError("the database went away")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "_commit", lost)
        assert post(door, intent).status_code == 500
    assert (queries.intent(intent).captured, Notice.objects.count()) == (0, 0)
    assert post(door, intent).status_code == 204
    assert queries.intent(intent).captured == 100


@pytest.mark.django_db(transaction=True)
def test_s20_the_real_process_tells_the_real_server(intent: UUID, live_server: object, settings: object) -> None:
    """Over HTTP both ways: the sandbox process is asked, the payer pays, the notice comes in at the door."""
    with SandboxProcess() as sandbox:
        settings.SANDBOX_URL, settings.BASE_URL = sandbox.url, live_server.url
        sandbox.pay(actions.start_intent(intent_id=intent, now=now()))
        until = time.monotonic() + 10
        while not sandbox.deliveries() and time.monotonic() < until:
            time.sleep(0.02)
        assert [one["answer"] for one in sandbox.deliveries()] == [204]
    assert queries.intent(intent).captured == 100
