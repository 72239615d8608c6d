"""Addresses where payers pay: some are told once, some live for minutes."""

from dataclasses import replace
from datetime import datetime

import pytest

from goodword.payments import actions
from goodword.payments.tests.conftest import Paper, ask_for, silent

pytestmark = pytest.mark.django_db


def test_i18_a_provider_that_says_where_to_pay_only_once_is_told_again(
    channel: str, paper: Paper, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    """Its answer was lost and a question does not bring the address. Red when the question's answer is enough."""
    intent, paper.after = ask_for(100, now), silent("create")
    with pytest.raises(actions.ProviderDown):
        actions.start_intent(intent_id=intent, now=now)
    paper.after = silent()
    monkeypatch.setattr(paper, "query_intent", lambda asked: replace(paper.things[asked.key], pay_url=""))
    assert actions.start_intent(intent_id=intent, now=now) == "http://pay.test/x"
    assert paper.calls == [("create", intent), ("create", intent)]
