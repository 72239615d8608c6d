"""What is told, and to whom, for tests."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from goodword.journal.facts import Fact, Recorded, subscriptions
from goodword.journal.tests import hearing
from goodword.outreach import queries
from goodword.outreach.models import Notice
from goodword.people.models import Person


def hear(now: datetime) -> None:
    """Outreach hears everything that happened, twice."""
    hearing.hear(now, ["outreach"])
    before = snapshot()
    hearing.hear(now, ["outreach"])
    assert snapshot() == before


def deliver(facts: Sequence[Fact], now: datetime, at: datetime | None = None) -> None:
    """Outreach hears these facts of one kind at once, twice."""
    recorded = [Recorded(uuid4(), fact, at or now, None) for fact in facts]
    react = subscriptions["outreach"][facts[0].name()].react
    react(recorded, now)
    before = snapshot()
    react(recorded, now)
    assert snapshot() == before


def snapshot() -> list[dict[str, Any]]:
    return list(Notice.objects.order_by("id").values())


def told(person: UUID) -> list[tuple[str, dict[str, str | int]]]:
    """What stands in a person's inbox, by kind; and the count in their row agrees with it."""
    rows = queries.notices_of(person).rows
    assert waiting(person) == sum(not row.read for row in rows)
    return sorted(((row.kind.value, row.facts) for row in rows), key=str)


def waiting(person: UUID) -> int:
    return Person.objects.get(id=person).waiting
