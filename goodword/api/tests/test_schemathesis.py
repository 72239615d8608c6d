"""Whatever is sent, the API answers as it is described, and never with a fault of its own."""

from collections.abc import Generator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from goodword.api.tests.scene import Town

EXAMPLES = 8


@pytest.fixture
def one_connection() -> Generator[None, None, None]:
    """Requests leave the test's connection, and so its transaction, open; Django's own test client does the same."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
@pytest.mark.timeout(120)
@pytest.mark.parametrize("who", ["fang", "meijia"])
def test_s71_whatever_is_sent_is_answered_as_described(who: str, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goodword.payments.actions.start_intent", lambda **_told: "https://pay.example/1")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    headers = {"Authorization": f"Bearer {town.tokens[who]}"}
    checks = [not_a_server_error, response_schema_conformance]
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 60

    def answers(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=checks)

    for operation in operations:
        run = hypothesis.given(case=operation.as_strategy())(answers)
        quick = hypothesis.settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(hypothesis.HealthCheck),
            phases=[hypothesis.Phase.generate],
        )
        quick(run)()
