"""One's own notices: read, chosen, ended; and nobody else's."""

import threading
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from goodword.journal.models import Entry
from goodword.kit.limits import PAGE_SIZE, UNREAD_COUNTED
from goodword.kit.paging import BadCursor, encode_cursor
from goodword.outreach import actions, jobs, queries
from goodword.outreach.models import Notice, NoticeChoice, NoticePart
from goodword.outreach.rules import NEWS_FOR, NOTICES_KEPT, SORTS, Group, Kind, News
from goodword.outreach.tests.hearing import snapshot, waiting
from goodword.social.tests.stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin(stage: Stage) -> UUID:
    return stage.person("Lin")


@pytest.fixture
def fang(stage: Stage) -> UUID:
    return stage.person("Fang")


def news(person: UUID, at: datetime, kind: Kind = Kind.DISPATCHED, key: str = "") -> News:
    part = uuid4() if SORTS[kind].gathered else None
    return News(person, kind, uuid4(), key or uuid4().hex, at, {}, part=part)


def only(person: UUID) -> queries.NoticeView:
    (row,) = queries.notices_of(person).rows
    return row


def test_newest_first_page_by_page_even_when_all_came_at_once(lin: UUID, now: datetime) -> None:
    actions.tell([news(lin, now) for _each in range(PAGE_SIZE + 5)], now=now)
    actions.tell([news(lin, now + timedelta(seconds=1), key="last")], now=now)
    first = queries.notices_of(lin)
    second = queries.notices_of(lin, first.next)
    assert (len(first.rows), len(second.rows), second.next) == (PAGE_SIZE, 6, None)
    assert first.rows[0].at == now + timedelta(seconds=1)
    assert len({row.id for row in (*first.rows, *second.rows)}) == PAGE_SIZE + 6


@pytest.mark.parametrize("cursor", ["x", encode_cursor("2026-06-01", "y"), encode_cursor("now", str(UUID(int=7)))])
def test_a_page_mark_that_was_altered_is_refused(lin: UUID, cursor: str) -> None:
    with pytest.raises(BadCursor):
        queries.notices_of(lin, cursor)


def test_reading_one_and_reading_all(lin: UUID, now: datetime) -> None:
    actions.tell([news(lin, now) for _each in range(3)], now=now)
    one = queries.notices_of(lin).rows[1]
    assert waiting(lin) == 3
    assert actions.mark_read(one.id, now=now, by=lin).id == one.id
    actions.mark_read(one.id, now=now, by=lin)
    assert [row.read for row in queries.notices_of(lin).rows] == [False, True, False]
    assert waiting(lin) == 2
    assert actions.mark_all_read(now=now, by=lin) == 2
    assert waiting(lin) == 0


def test_s01_nobody_reads_anothers_notice(lin: UUID, fang: UUID, now: datetime) -> None:
    """Red when mark_read does not begin at visible_to."""
    actions.tell([news(lin, now)], now=now)
    before = snapshot()
    with pytest.raises(queries.NoSuchNotice):
        actions.mark_read(only(lin).id, now=now, by=fang)
    assert actions.mark_all_read(now=now, by=fang) == 0
    assert (snapshot(), waiting(lin), queries.notices_of(fang).rows) == (before, 1, [])


def test_more_than_a_hundred_are_not_counted(lin: UUID, now: datetime) -> None:
    actions.tell([news(lin, now) for _each in range(UNREAD_COUNTED + 20)], now=now)
    assert waiting(lin) == UNREAD_COUNTED


def test_a_group_that_is_switched_off_is_silent_but_for_money_rights_and_safety(lin: UUID, now: datetime) -> None:
    """Red when tell does not look at Sort.always, and when it does not look at choices."""
    actions.choose_notices(person_id=lin, wanted=[Group.PEOPLE], now=now, by=lin)
    actions.tell([news(lin, now, kind) for kind in Kind], now=now)
    wanted = {kind for kind in Kind if SORTS[kind].always} | {Kind.FOLLOWED}
    found = set(Notice.objects.filter(person=lin).values_list("kind", flat=True))
    assert found == {kind.value for kind in wanted}
    assert Kind.DISPATCHED not in wanted
    assert {Kind.PAID, Kind.REFUNDED, Kind.EARNED, Kind.SHOP_SUSPENDED, Kind.CREDENTIAL_LOST} <= wanted


def test_choosing_again_replaces_the_choice_and_is_written_down(lin: UUID, now: datetime) -> None:
    assert set(queries.choices_of(lin).values()) == {True}
    actions.choose_notices(person_id=lin, wanted=[], now=now, by=lin)
    actions.choose_notices(person_id=lin, wanted=[Group.WORDS, Group.SHOP], now=now, by=lin)
    chosen = {Group.PURCHASES: False, Group.WORDS: True, Group.SHOP: True}
    chosen |= {Group.PEOPLE: False, Group.SAVED: False}
    assert queries.choices_of(lin) == chosen
    said = Entry.objects.filter(name="outreach.NoticesChosen").order_by("id").values_list("payload", flat=True)
    assert [one["wanted"] for one in said] == [[], ["words", "shop"]]


def test_ones_choice_silences_nobody_else(lin: UUID, fang: UUID, now: datetime) -> None:
    actions.choose_notices(person_id=lin, wanted=[], now=now, by=lin)
    actions.tell([news(who, now) for who in (lin, fang)], now=now)
    assert (waiting(lin), waiting(fang)) == (0, 1)


def test_old_facts_are_told_as_history_and_very_old_ones_not_at_all(lin: UUID, now: datetime) -> None:
    """Red without rules.is_told: a replay would bring back what was deleted."""
    actions.tell([news(lin, now - NEWS_FOR)], now=now)
    actions.tell([news(lin, now - NOTICES_KEPT)], now=now)
    assert (only(lin).read, waiting(lin)) == (True, 0)


def test_old_notices_end_a_bounded_number_at_a_time(lin: UUID, now: datetime) -> None:
    actions.tell([news(lin, now, Kind.FOLLOWED) for _each in range(3)], now=now)
    actions.tell([news(lin, now + timedelta(days=1))], now=now)
    later = now + NOTICES_KEPT
    assert jobs.forget_old_notices(later - timedelta(seconds=1), 100) == 0
    assert jobs.forget_old_notices(later, 2) == 2
    assert waiting(lin) == 2
    assert jobs.forget_old_notices(later, 2) == 1
    assert jobs.forget_old_notices(later, 2) == 0
    assert (only(lin).kind, waiting(lin), NoticePart.objects.count()) == (Kind.DISPATCHED, 1, 0)


def test_i35_a_person_who_leaves_is_in_no_row_of_ours(lin: UUID, fang: UUID, now: datetime) -> None:
    """Red without each of the three deletions in forget_person."""
    actions.choose_notices(person_id=lin, wanted=[], now=now, by=lin)
    actions.tell([news(lin, now, Kind.PAID)], now=now)
    follows = News(fang, Kind.FOLLOWED, fang, "today", now, {"who": str(lin)}, part=lin)
    actions.tell([follows], now=now)
    assert actions.forget_person(lin) == 1
    assert actions.forget_person(lin) == 0
    assert not Notice.objects.filter(person=lin).exists()
    assert not NoticeChoice.objects.filter(person=lin).exists()
    assert not NoticePart.objects.filter(part=lin).exists()
    assert (only(fang).count, waiting(lin), waiting(fang)) == (1, 0, 1)


def test_statements_of_an_inbox(lin: UUID, now: datetime, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    actions.tell([news(lin, now) for _each in range(30)], now=now)
    with django_assert_num_queries(1):
        page = queries.notices_of(lin)
    with django_assert_num_queries(1):
        queries.notices_of(lin, page.next)
    with django_assert_num_queries(1):
        queries.choices_of(lin)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_reading_while_being_told_leaves_the_count_exact(lin: UUID, now: datetime) -> None:
    """Red without people.queries.lock_persons: a count made beside another's change is one off."""
    actions.tell([news(lin, now) for _each in range(20)], now=now)
    one = queries.notices_of(lin).rows[0]

    def read_one() -> None:
        actions.mark_read(one.id, now=now, by=lin)
        connection.close()

    reading = threading.Thread(target=read_one)
    with transaction.atomic():
        actions.tell([news(lin, now)], now=now)
        reading.start()
        reading.join(0.5)  # it waits for the lock
    reading.join()
    assert (waiting(lin), Notice.objects.filter(person=lin, read_at=None).count()) == (20, 20)
