"""The journal's rules."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from goodword.journal import actions, queries
from goodword.journal.facts import Fact, Recorded, Subscription, subscriptions
from goodword.journal.models import Bookmark, DeadLetter, Entry


@dataclass(frozen=True, slots=True)
class Rang(Fact):
    """A bell rang."""

    subject: ClassVar[str] = "bell"
    bell: UUID
    times: int


@dataclass(frozen=True, slots=True)
class Shone(Fact):
    """A lamp shone; the ear does not hear it."""

    subject: ClassVar[str] = "lamp"
    lamp: UUID


class Ear:
    """A subscriber that remembers what it was handed; `fails` says at which fact it breaks."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.fails: set[int] = set()

    def react(self, facts: Sequence[Recorded[Any]], now: datetime) -> None:
        for recorded in facts:
            if recorded.fact.times in self.fails:
                raise ValueError(f"cannot hear {recorded.fact.times}")
        self.heard += [recorded.fact.times for recorded in facts]


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    ear = Ear()
    monkeypatch.setitem(subscriptions, "ear", {Rang.name(): Subscription(Rang, ear.react)})
    return ear


def ring(*times: int, now: datetime) -> None:
    actions.record_all([Rang(bell=uuid4(), times=n) for n in times], by=None, now=now)


@pytest.mark.django_db(transaction=True)
def test_i36_a_fact_is_written_with_its_change_or_not_at_all(now: datetime) -> None:
    def ring_and_fail() -> None:
        with transaction.atomic():
            ring(1, now=now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        ring_and_fail()
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_i36_facts_are_handed_over_once_and_in_order(ear: Ear, now: datetime) -> None:
    ring(1, 2, 3, now=now)
    ring(4, now=now)
    assert actions.walk("ear", now=now) == 4
    assert actions.walk("ear", now=now) == 0
    assert ear.heard == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_i36_a_fact_that_cannot_be_taken_waits_then_becomes_a_dead_letter(
    ear: Ear, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING", logger="goodword.journal.actions")
    ring(1, 2, 3, now=now)
    ear.fails = {2}
    assert actions.walk("ear", now=now) == 1
    assert actions.walk("ear", now=now) == 0, "it waits before it tries again"
    for wait in (1, 2, 4, 8):
        now += timedelta(seconds=wait)
        actions.walk("ear", now=now)
    assert ear.heard == [1, 3]
    assert DeadLetter.objects.get().error == "ValueError: cannot hear 2"
    assert [(told.msg["event"], told.msg["tries"]) for told in caplog.records] == [
        ("journal.fact_not_taken", tries) for tries in range(1, 6)
    ]
    ear.fails = set()
    assert actions.replay("ear", from_start=False, now=now) == 1
    assert ear.heard == [1, 3, 2]
    assert not DeadLetter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_bookmark_passes_by_what_its_subscriber_does_not_react_to(ear: Ear, now: datetime) -> None:
    """Red when the last entry looked at is left out of queries.NEXT: every walk then reads the journal anew."""
    actions.record_all([Shone(lamp=uuid4()), Shone(lamp=uuid4())], by=None, now=now)
    last = Entry.objects.order_by("id").last()
    assert actions.walk("ear", now=now) == 1
    assert last
    assert Bookmark.objects.get().entry == last.id
    actions.record_all(
        [Rang(bell=uuid4(), times=1), Shone(lamp=uuid4()), Rang(bell=uuid4(), times=2)], by=None, now=now
    )
    assert actions.walk("ear", now=now) == 2
    assert ear.heard == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_replay_from_the_start_hands_everything_over_again(ear: Ear, now: datetime) -> None:
    ring(1, 2, now=now)
    actions.walk("ear", now=now)
    actions.replay("ear", from_start=True, now=now)
    actions.walk("ear", now=now)
    assert ear.heard == [1, 2, 1, 2]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_i36_a_late_commit_is_never_stepped_over(ear: Ear, now: datetime) -> None:
    """Red when SETTLED is taken out of queries.NEXT: the bookmark then steps over the late row."""
    written, may_commit = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            ring(1, now=now)
            written.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    written.wait(10)
    ring(2, now=now)
    assert actions.walk("ear", now=now) == 0, "2 is committed, but 1 can still come before it"
    may_commit.set()
    thread.join()
    assert actions.walk("ear", now=now) == 2
    assert ear.heard == [1, 2]
    assert list(queries.dead_letters()) == []
    assert Bookmark.objects.get().failures == 0


@pytest.mark.django_db(transaction=True)
def test_i18_a_key_answers_its_repetition_alike_and_refuses_another_request(now: datetime) -> None:
    done: list[int] = []

    def do() -> tuple[int, bytes]:
        done.append(1)
        return 201, b'{"id": 1}'

    assert actions.answer_once("api", "k", b"a", do, now=now) == (201, b'{"id": 1}')
    assert actions.answer_once("api", "k", b"a", do, now=now) == (201, b'{"id": 1}')
    with pytest.raises(actions.KeyReused):
        actions.answer_once("api", "k", b"b", do, now=now)
    assert done == [1]
