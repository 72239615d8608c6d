"""Rows written by hand: many at once, several tables in one message, and what a column refuses."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goodword.journal.models import Answer, Entry
from goodword.kit.statements import FEW, insert, together

pytestmark = pytest.mark.django_db
Row = dict[str, object]


def answers(count: int, now: datetime, scope: str = "s") -> list[Row]:
    return [
        {"scope": scope, "key": f"k{n}", "fingerprint": "f", "status": 200 + n, "body": bytes([n % 256]), "at": now}
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [1, FEW, FEW + 1, 300])
def test_every_row_is_written_as_it_was_told_in_one_statement(now: datetime, count: int) -> None:
    with CaptureQueriesContext(connection) as made:
        insert(Answer, answers(count, now))
    assert len(made) == 1
    found = Answer.objects.order_by("status").values_list("scope", "key", "fingerprint", "status", "body", "at")
    assert [(*row[:4], bytes(row[4]), row[5]) for row in found] == [tuple(row.values()) for row in answers(count, now)]


def test_ids_json_and_nothing_come_back_the_same_from_many_rows(now: datetime) -> None:
    who = uuid4()
    rows: list[Row] = [
        {
            "uid": uuid4(),
            "name": "kit.Told",
            "subject": uuid4(),
            "payload": {"n": n, "text": '茶 "quoted" \\ {curly}, [x]', "none": None, "deep": [1, [2]]},
            "by": who if n % 2 else None,
            "at": now + timedelta(microseconds=n),
        }
        for n in range(FEW + 5)
    ]
    insert(Entry, rows)
    found = Entry.objects.filter(name="kit.Told").order_by("at").values(*rows[0])
    assert list(found) == rows


@pytest.mark.postgresql
def test_what_is_too_long_is_refused_and_never_cut(now: datetime) -> None:
    """Red with the length of the type in the cast: PostgreSQL then cuts without a word."""
    rows = answers(FEW + 1, now, scope="s" * 1000)
    with pytest.raises(DataError), transaction.atomic():
        insert(Answer, rows)
    assert not Answer.objects.exists()


def test_inserts_told_together_are_all_there_afterwards(now: datetime) -> None:
    with transaction.atomic(), together():
        insert(Answer, answers(2, now))
        insert(Answer, answers(FEW + 2, now, "other"))
    assert Answer.objects.count() == FEW + 4


def test_one_that_is_refused_refuses_all_that_are_told_together(now: datetime) -> None:
    def tell() -> None:
        with transaction.atomic(), together():
            for count, scope in ((3, "other"), (1, "s"), (3, "third")):
                insert(Answer, answers(count, now, scope))

    insert(Answer, answers(1, now))
    with pytest.raises(IntegrityError):
        tell()
    assert Answer.objects.get().scope == "s"
