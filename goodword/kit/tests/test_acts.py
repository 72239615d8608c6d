"""Acts and statements written by hand, tried on the table of sessions."""

from datetime import datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from goodword.kit.acts import act
from goodword.kit.ids import new_id
from goodword.kit.refusals import Refusal
from goodword.kit.statements import insert, places, read, tell, tuples, uuid_of, woven, write

pytestmark = pytest.mark.django_db


def row(key: str, now: datetime) -> dict[str, object]:
    return {"session_key": key, "session_data": f"data of {key}", "expire_date": now}


def kept() -> set[str]:
    return set(Session.objects.values_list("session_key", flat=True))


@act
def step(key: str, now: datetime, refuse: bool = False) -> None:
    insert(Session, [row(key, now)])
    if refuse:
        raise Refusal


@act
def walk(now: datetime, refuse: bool) -> None:
    step("one", now)
    step("two", now, refuse)


def test_an_act_is_done_or_undone_with_all_its_steps_and_one_savepoint(now: datetime) -> None:
    with pytest.raises(Refusal):
        walk(now, refuse=True)
    assert kept() == set()
    with CaptureQueriesContext(connection) as seen:
        walk(now, refuse=False)
    assert kept() == {"one", "two"}
    assert [query["sql"].split(" ")[0] for query in seen] == ["SAVEPOINT", "INSERT", "INSERT", "RELEASE"]


def test_a_refusal_of_a_step_caught_within_a_savepoint_undoes_that_step_alone(now: datetime) -> None:
    @act
    def tries(now: datetime) -> None:
        step("before", now)
        with pytest.raises(Refusal), transaction.atomic():
            step("refused", now, refuse=True)
        step("after", now)

    tries(now)
    assert kept() == {"before", "after"}


def test_a_refusal_of_a_step_caught_without_a_savepoint_cannot_leave_half_done_work(now: datetime) -> None:
    """Red when a step does not tell Django that it was refused."""

    @act
    def careless(now: datetime) -> None:
        with pytest.raises(Refusal):
            step("refused", now, refuse=True)

    careless(now)
    assert kept() == set()

    @act
    def goes_on(now: datetime) -> None:
        careless(now)
        step("after", now)

    with pytest.raises(transaction.TransactionManagementError):
        goes_on(now)
    assert kept() == set()


def test_rows_are_written_and_read_as_the_orm_would(now: datetime) -> None:
    insert(Session, [])
    insert(Session, (row(f"{number}", now) for number in range(200)))
    assert Session.objects.count() == 200
    assert Session.objects.get(session_key="7").expire_date == now
    assert Session.objects.get(session_key="7").session_data == "data of 7"
    keys = ["3", "5"]
    look = "SELECT session_data FROM django_session WHERE session_key IN ({ids}) ORDER BY session_key {lock}"
    assert read(look, keys, ids=places(keys)) == [("data of 3",), ("data of 5",)]
    change = "UPDATE django_session SET session_data = %s WHERE session_key = %s"
    assert write(change, ["{x} %s", "3"]) == 1
    assert write(change, ["none", "none"]) == 0
    assert Session.objects.get(session_key="3").session_data == "{x} %s"


def test_more_rows_than_one_statement_takes_are_written_in_several(now: datetime) -> None:
    insert(Session, (row(f"{number}", now) for number in range(12_000)))
    assert Session.objects.count() == 12_000


def test_values_are_told_in_the_forms_of_this_database(now: datetime) -> None:
    one = new_id(now)
    told, *others = tell([one, {"a": [1]}, "{x} %s"])
    assert uuid_of(told) == one
    assert others == ['{"a": [1]}', "{x} %s"]
    assert tuples(2) == "(%s, %s), (%s, %s)"
    assert tuples(1, 3) == "(%s, %s, %s)"
    locks = " FOR NO KEY UPDATE" if connection.features.has_select_for_update else " "
    assert woven("SELECT 1 {lock}") == f"SELECT 1{locks}"
