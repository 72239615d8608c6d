"""Whatever is sent, the API answers as it is described, and never with a fault of its own."""

from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from goodword.api.tests.scene import Town

EXAMPLES = 8


@pytest.mark.slow
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
