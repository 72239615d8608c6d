"""What was written down is sealed, and a restored journal goes on (I-31, I-40)."""

import json
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from goodword.journal import actions, checks, queries
from goodword.journal.models import Bookmark, Entry, Seal
from goodword.journal.tests.test_journal import Ear, ear, ring

__all__ = ["ear"]
pytestmark = pytest.mark.django_db(transaction=True)


def past_guards(statement: str, *values: object) -> None:
    """Does what somebody with the database's own password can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement, values)
            cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'journal%%'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(statement, values)
        for _name, sql in triggers:
            cursor.execute(sql)


def flip(_ids: list[int]) -> None:
    past_guards("UPDATE journal_entry SET payload = %s WHERE id = %s", json.dumps({"bell": "x", "times": 9}), _ids[2])


def remove(ids: list[int]) -> None:
    past_guards("DELETE FROM journal_entry WHERE id = %s", ids[2])


def reorder(ids: list[int]) -> None:
    uids = dict(Entry.objects.values_list("id", "uid"))
    spare, one, other = uuid4(), ids[1], ids[2]
    for number, uid in ((one, spare), (other, uids[one]), (one, uids[other])):
        value = uid.hex if connection.vendor == "sqlite" else uid
        past_guards("UPDATE journal_entry SET uid = %s WHERE id = %s", value, number)


def reseal(_ids: list[int]) -> None:
    past_guards("UPDATE journal_seal SET digest = %s WHERE number = 2", "f" * 64)


def drop_seal(_ids: list[int]) -> None:
    past_guards("DELETE FROM journal_seal WHERE number = 2")


@pytest.mark.breaks_books
@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (flip, ["seal 2 of the journal is broken"]),
        (remove, ["seal 2 of the journal is broken"]),
        (reorder, ["seal 1 of the journal is broken", "seal 2 of the journal is broken"]),
        (reseal, ["seal 2 of the journal is broken", "seal 3 of the journal is broken"]),
        (drop_seal, ["seals 2 to 2 of the journal are missing"]),
    ],
)
def test_i31_whoever_writes_past_the_guards_breaks_a_seal(
    tamper: Callable[[list[int]], None], said: list[str], now: datetime
) -> None:
    ids = three_seals(now)
    assert checks.latest_seals_are_whole() == []
    tamper(ids)
    found = checks.latest_seals_are_whole()
    assert [breach.partition(":")[0] for breach in found] == said
    with pytest.raises(CommandError, match=f"Breaches: {len(said)}"):
        call_command("verify_journal")


def test_i31_what_follows_the_last_seal_is_sealed_next_and_nothing_twice(now: datetime) -> None:
    ids = three_seals(now)
    assert actions.seal(now=now) == 0
    ring(7, now=now)
    assert actions.seal(now=now) == 1
    assert list(Seal.objects.order_by("number").values_list("number", "count")) == [(1, 2), (2, 2), (3, 1), (4, 1)]
    assert Seal.objects.get(number=3).entry == ids[-1]


def test_i31_the_last_seal_is_told_and_found_again(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_journal")
    assert capsys.readouterr().out == "Nothing is sealed yet.\n"
    three_seals(now)
    third = Seal.objects.get(number=3)
    call_command("verify_journal", kept=f"3:{third.digest}")
    assert capsys.readouterr().out == f"The journal is whole. Keep its last seal elsewhere: 3:{third.digest}\n"
    for kept in ("3:" + "0" * 64, "4:" + third.digest, "nonsense"):
        with pytest.raises(CommandError, match="Breaches: 1"):
            call_command("verify_journal", kept=kept)
        assert capsys.readouterr().out == f"the seal that was kept, {kept}, is not in the journal\n"


@pytest.mark.parametrize("table", ["journal_entry", "journal_seal"])
def test_i31_the_database_refuses_to_change_or_remove(table: str, now: datetime) -> None:
    """Red without the triggers."""
    three_seals(now)
    before = list(Entry.objects.order_by("id").values()), list(Seal.objects.order_by("number").values())
    column = "name" if table == "journal_entry" else "digest"
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert (list(Entry.objects.order_by("id").values()), list(Seal.objects.order_by("number").values())) == before


@pytest.mark.postgresql
def test_i40_a_journal_restored_into_a_new_server_goes_on(ear: Ear, now: datetime) -> None:
    """Red without `settle_in`: what the new server records stands before the bookmarks, and nobody hears it."""
    three_seals(now)
    actions.walk("ear", now=now)
    ring(6, now=now)
    for rows in (Entry.objects.all(), Bookmark.objects.all(), Seal.objects.all()):
        for row in rows:  # as a server had numbered them that had done far more than this one
            type(row).objects.filter(pk=row.pk).update(transaction=row.transaction + 10**9)
    assert queries.is_restored()
    assert actions.settle_in()
    assert not queries.is_restored()
    assert not actions.settle_in()
    ring(7, now=now)
    actions.walk("ear", now=now)
    assert ear.heard == [1, 2, 3, 4, 5, 6, 7]
    assert actions.seal(now=now) == 2
    assert checks.latest_seals_are_whole() == []


def three_seals(now: datetime) -> list[int]:
    """Five facts under three seals; their numbers."""
    ring(1, 2, now=now)
    ring(3, 4, now=now)
    ring(5, now=now)
    assert [actions.seal(now=now, limit=2) for _n in range(3)] == [2, 2, 1]
    return list(Entry.objects.order_by("id").values_list("id", flat=True))
