"""Verifying the books as work that is asked for, done a little at a time, and kept."""

import threading
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from goodword.journal.models import Entry
from goodword.kit import verification
from goodword.kit.paging import BadCursor, encode_cursor
from goodword.kit.verification import Verification
from goodword.ledger import actions, jobs, queries
from goodword.ledger.actions import verifying
from goodword.ledger.models import VerificationRun

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_books]  # the checks are the tests' own
OPERATOR = uuid4()


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> dict[str, Verification]:
    """Three checks: two hold, one finds two breaches."""
    made = {
        "a": Verification("I-01", "all is zero", list),
        "b": Verification("I-02", "nothing is missing", lambda: ["account 7", "account 8"]),
        "c": Verification("I-03", "nothing changes", list),
    }
    monkeypatch.setattr(verification, "registry", made)
    return made


def test_a_run_keeps_who_when_and_what_it_found(checks: dict[str, Verification], now: datetime) -> None:
    run_id = actions.ask_verification(now=now, by=OPERATOR)
    assert actions.ask_verification(now=now, by=uuid4()) == run_id, "one at a time"
    later = now + timedelta(seconds=3)
    assert jobs.verify_books(later, 100) == 3
    assert jobs.verify_books(later, 100) == 0
    (run,) = queries.verification_runs().rows
    assert (run.by, run.asked_at, run.ended_at, run.done, run.total) == (OPERATOR, now, later, 3, 3)
    assert (run.count, list(run.breaches)) == (2, ["I-02: account 7", "I-02: account 8"])
    fact = Entry.objects.get(name="ledger.BooksVerified")
    assert (fact.subject, fact.payload["breaches"], fact.by) == (run_id, 2, OPERATOR)


def test_a_long_run_goes_on_from_where_it_was(
    checks: dict[str, Verification], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "SHARE", -1)
    actions.ask_verification(now=now, by=None)
    assert [jobs.verify_books(now, 100) for _turn in range(4)] == [1, 1, 1, 0]
    (run,) = queries.verification_runs().rows
    assert (run.done, run.count, run.ended_at) == (3, 2, now)


def test_what_holds_when_asked_again_was_no_breach(checks: dict[str, Verification], now: datetime) -> None:
    """A check reads twice while others write. Red without asking again."""
    answers = iter([["account 7"], []])
    checks["b"] = Verification("I-02", "nothing is missing", lambda: next(answers))
    actions.ask_verification(now=now, by=None)
    jobs.verify_books(now, 100)
    assert queries.verification_runs().rows[0].count == 0


def test_a_result_of_a_slower_worker_is_dropped(checks: dict[str, Verification], now: datetime) -> None:
    """Red without comparing `done` in the update."""

    def another_worker() -> list[str]:
        VerificationRun.objects.update(done=3, count=5, ended_at=now)
        return []

    checks["c"] = Verification("I-03", "nothing changes", another_worker)
    actions.ask_verification(now=now, by=None)
    jobs.verify_books(now + timedelta(seconds=9), 100)
    (run,) = queries.verification_runs().rows
    assert (run.count, run.ended_at) == (5, now)
    assert not Entry.objects.filter(name="ledger.BooksVerified").exists()


def test_a_check_that_fails_in_any_way_does_not_keep_the_others_from_being_asked(
    checks: dict[str, Verification], now: datetime
) -> None:
    """Red with `except DatabaseError`: the run never ended, and none could be asked for any more."""

    def broken() -> list[str]:
        raise KeyError("no such account")

    checks["a"] = Verification("I-01", "all is zero", broken)
    actions.ask_verification(now=now, by=None)
    assert jobs.verify_books(now, 100) == 3
    (run,) = queries.verification_runs().rows
    assert (run.ended_at, run.count) == (now, 3)
    assert run.breaches[0] == "I-01: the check could not be done (KeyError)"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_mean_one_run(now: datetime) -> None:
    """Red without the claim in ask_verification: neither sees the other's run."""
    asked: list[UUID] = []

    def another() -> None:
        asked.append(actions.ask_verification(now=now, by=None))
        connection.close()

    with transaction.atomic():
        mine = actions.ask_verification(now=now, by=OPERATOR)
        thread = threading.Thread(target=another)
        thread.start()
        thread.join(1)
    thread.join(20)
    assert asked == [mine]
    assert VerificationRun.objects.count() == 1


def test_s05_an_altered_page_mark_is_refused() -> None:
    """Red without decode_id: a ValueError, and a 500."""
    for cursor in ("x", encode_cursor("no id"), encode_cursor(1)):
        with pytest.raises(BadCursor):
            queries.verification_runs(cursor)
    with pytest.raises(BadCursor):
        queries.list_accounts("", encode_cursor("shop\0", 1))
