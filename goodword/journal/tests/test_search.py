"""Searching the journal at a fixed cost."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from goodword.journal import actions, queries
from goodword.journal.facts import Fact
from goodword.journal.models import Entry
from goodword.journal.queries import Sought
from goodword.kit import paging

pytestmark = pytest.mark.django_db
ANN, TEA, CUP = uuid4(), uuid4(), uuid4()


@dataclass(frozen=True, slots=True)
class Poured(Fact):
    """A test's own fact."""

    subject: ClassVar[str] = "cup_id"
    cup_id: UUID


@pytest.fixture
def written(now: datetime) -> datetime:
    """Sixty facts, one a day; every third by Ann, every second about the cup."""
    for day in range(60):
        fact = Poured(CUP if day % 2 else TEA)
        actions.record(fact, by=ANN if day % 3 == 0 else None, now=now + timedelta(days=day))
    return now


def days(found: list[Entry], start: datetime) -> list[int]:
    return [(entry.at - start).days for entry in found]


def everything(sought: Sought, start: datetime) -> list[int]:
    """All pages, one after another."""
    page = queries.search(sought)
    found = days(list(page.rows), start)
    while page.next:
        page = queries.search(sought, page.next)
        found += days(list(page.rows), start)
    return found


def test_each_filter_finds_exactly_its_own(written: datetime) -> None:
    asked = {
        "all": Sought(),
        "about": Sought(subject=CUP),
        "by": Sought(by=ANN),
        "named": Sought(name=Poured.name()),
        "other": Sought(name="no.Such"),
        "time": Sought(start=written + timedelta(days=10), end=written + timedelta(days=20)),
        "long ago": Sought(end=written),
        "to come": Sought(start=written + timedelta(days=600)),
        "both": Sought(subject=CUP, by=ANN, start=written + timedelta(days=10)),
    }
    every = list(range(59, -1, -1))
    assert {name: everything(one, written) for name, one in asked.items()} == {
        "all": every,
        "about": [day for day in every if day % 2],
        "by": [day for day in every if day % 3 == 0],
        "named": every,
        "other": [],
        "time": list(range(19, 9, -1)),
        "long ago": [],
        "to come": [],
        "both": [day for day in every if day % 2 and day % 3 == 0 and day >= 10],
    }


def test_what_was_told_late_stands_in_its_time(written: datetime) -> None:
    """Red when the numbers of entries are taken to be in the order of time."""
    actions.record(Poured(TEA), by=None, now=written + timedelta(days=15, hours=1))
    around = Sought(start=written + timedelta(days=14), end=written + timedelta(days=17))
    assert everything(around, written) == [16, 15, 15, 14]
    assert everything(Sought(), written).index(15) == 59 - 15
    with pytest.raises(paging.BadCursor):
        queries.search(Sought(), paging.encode_cursor(1))


def test_what_no_index_knows_is_looked_for_a_stretch_at_a_time(
    written: datetime, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """A page may be short and yet have a next; its cost does not grow with how little fits."""
    monkeypatch.setattr(queries, "SEARCH_WINDOW", 25)
    monkeypatch.setattr(paging, "SEARCH_WINDOW", 25)
    with django_assert_num_queries(2):
        page = queries.search(Sought(by=ANN))
    assert days(list(page.rows), written) == [57, 54, 51, 48, 45, 42, 39, 36]
    assert page.next
    assert everything(Sought(by=ANN), written) == list(range(57, -1, -3))


def test_how_long_subscribers_have_been_waiting(written: datetime) -> None:
    assert set(queries.waiting_since().values()) == {None}
