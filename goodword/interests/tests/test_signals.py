"""The stream of signals."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.interests import actions, jobs, queries, reactions
from goodword.interests.actions import NewSignal
from goodword.interests.models import Signal, Tally
from goodword.interests.rules import SIGNALS_KEPT
from goodword.interests.tests.town import Plan, Town
from goodword.journal.facts import Recorded
from goodword.people import actions as people_actions
from goodword.social import actions as social_actions
from goodword.social.events import PostSaved
from goodword.social.tests.stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(stage: Stage) -> UUID:
    return stage.person()


@pytest.fixture
def post_id(stage: Stage) -> UUID:
    return stage.post(stage.expert("tea"), stage.product(stage.shop()))


def test_what_a_reader_does_counts_once_a_day(reader: UUID, post_id: UUID, now: datetime) -> None:
    seen, opened = NewSignal("seen", post_id), NewSignal("opened", post_id, uuid4())
    actions.take_signals(person_id=reader, signals=[seen, opened, seen], now=now)
    actions.take_signals(person_id=reader, signals=[seen], now=now + timedelta(hours=2))
    actions.take_signals(person_id=reader, signals=[seen], now=now + timedelta(days=1))
    assert [(row.kind, row.day, row.at) for row in Signal.objects.order_by("day", "kind")] == [
        ("opened", now.date(), now),
        ("seen", now.date(), now),
        ("seen", now.date() + timedelta(days=1), now + timedelta(days=1)),
    ]


def test_what_is_no_signal_is_refused_and_hidden_posts_are_passed_over(
    stage: Stage, reader: UUID, post_id: UUID, now: datetime
) -> None:
    with pytest.raises(actions.SignalUnknown):
        actions.take_signals(
            person_id=reader, signals=[NewSignal("seen", post_id), NewSignal("loved", post_id)], now=now
        )
    with pytest.raises(actions.TooManySignals):
        actions.take_signals(person_id=reader, signals=[NewSignal("seen", post_id)] * 201, now=now)
    actions.take_signals(person_id=reader, signals=[NewSignal("seen", uuid4())], now=now)
    assert Signal.objects.count() == 0
    actions.take_signals(person_id=reader, signals=[], now=now)


def test_a_batch_costs_three_statements(stage: Stage, reader: UUID, now: datetime) -> None:
    shop = stage.shop()
    lin = stage.expert("tea")
    posts = [stage.post(lin, stage.product(shop)) for _ in range(8)]
    with CaptureQueriesContext(connection) as spoken:
        actions.take_signals(person_id=reader, signals=[NewSignal("seen", one) for one in posts], now=now)
    said = [query["sql"] for query in spoken if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(said) == 3
    assert Signal.objects.count() == 8


def test_a_save_is_a_signal_however_often_it_is_told(stage: Stage, reader: UUID, post_id: UUID, now: datetime) -> None:
    told = [
        Recorded(uuid4(), PostSaved(post_id, reader), now, reader),
        Recorded(uuid4(), PostSaved(post_id, stage.person()), now + timedelta(days=1), reader),
    ]
    for _ in range(2):
        reactions.keep_saves(told, now + timedelta(days=3))
    assert [(row.kind, row.day) for row in Signal.objects.order_by("day")] == [
        ("saved", now.date()),
        ("saved", now.date() + timedelta(days=1)),
    ]


def test_signals_have_an_end_and_go_a_few_at_a_time(stage: Stage, reader: UUID, post_id: UUID, now: datetime) -> None:
    for kind in ("seen", "opened", "saved"):
        actions.take_signals(person_id=reader, signals=[NewSignal(kind, post_id)], now=now)
    actions.take_signals(person_id=reader, signals=[NewSignal("seen", post_id)], now=now + timedelta(days=2))
    assert jobs.forget_signals(now + SIGNALS_KEPT, 2) == 0
    later = now + SIGNALS_KEPT + timedelta(days=1)
    assert [jobs.forget_signals(later, 2) for _ in range(3)] == [2, 1, 0]
    assert Signal.objects.get().day == now.date() + timedelta(days=2)


def test_batches_are_written_in_one_order_so_that_they_cannot_deadlock(now: datetime) -> None:
    """Red without the sorting in keep_signals: two batches in opposite order could wait for each other."""
    town = Town(1)
    posts = list(town.fill([Plan(n, 0, 0, 0) for n in range(30)]))
    signals = [NewSignal(kind, one) for one in posts for kind in ("seen", "opened")]
    written = []
    for day, batch in enumerate((signals, signals[::-1])):
        actions.take_signals(person_id=town.reader, signals=batch, now=now + timedelta(days=day))
        rows = Signal.objects.filter(day=now.date() + timedelta(days=day)).order_by("id")
        written.append(list(rows.values_list("post_id", "kind")))
    assert written[0] == written[1] == sorted(written[0])
    assert len(written[0]) == 60


def test_withdrawn_posts_take_no_signals(stage: Stage, reader: UUID, now: datetime) -> None:
    lin = stage.expert("tea")
    post_id = stage.post(lin, stage.product(stage.shop()))
    social_actions.withdraw_post(post_id=post_id, reason="Wrong.", now=now, by=lin)
    actions.take_signals(person_id=reader, signals=[NewSignal("opened", post_id)], now=now)
    assert Signal.objects.count() == 0


def test_signals_are_counted_once_a_person_kind_and_day_by_month(stage: Stage, post_id: UUID, now: datetime) -> None:
    one, two = stage.person(), stage.person()
    seen, opened = NewSignal("seen", post_id), NewSignal("opened", post_id)
    actions.take_signals(person_id=one, signals=[seen, opened, seen], now=now)
    actions.take_signals(person_id=one, signals=[seen, opened], now=now + timedelta(hours=1))
    actions.take_signals(person_id=two, signals=[seen], now=now)
    actions.take_signals(person_id=two, signals=[seen], now=now + timedelta(days=31))
    assert queries.tallies([post_id]) == {(post_id, "seen"): 3, (post_id, "opened"): 1}
    assert queries.tallies([post_id], now.date()) == {(post_id, "seen"): 2, (post_id, "opened"): 1}
    assert queries.tallies([post_id], (now + timedelta(days=31)).date()) == {(post_id, "seen"): 1}
    assert queries.tallies([uuid4()]) == {}
    while jobs.forget_signals(now + SIGNALS_KEPT * 2, 100):
        pass
    assert Tally.objects.count() == 3


def test_a_large_batch_is_counted_in_parts(now: datetime) -> None:
    town = Town(1)
    posts = list(town.fill([Plan(n, 0, 0, 0) for n in range(101)]))
    signals = [actions.PersonSignal(town.reader, NewSignal(kind, one)) for one in posts for kind in ("seen", "opened")]
    actions.keep_signals(signals, now=now)
    assert set(queries.tallies(posts).values()) == {1}
    assert len(queries.tallies(posts)) == 202


def test_i35_a_save_of_one_who_has_left_is_no_signal(stage: Stage, reader: UUID, post_id: UUID, now: datetime) -> None:
    """A fact that could not be told is told again later. Red without asking who has left in keep_saves."""
    people_actions.erase_person(person_id=reader, now=now, by=reader)
    other = stage.person()
    reactions.keep_saves([Recorded(uuid4(), PostSaved(post_id, one), now, one) for one in (reader, other)], now)
    reactions.keep_saves([Recorded(uuid4(), PostSaved(post_id, reader), now, reader)], now)
    assert list(Signal.objects.values_list("person_id", flat=True)) == [other]
