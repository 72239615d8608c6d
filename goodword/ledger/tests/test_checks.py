"""Verification finds every kind of broken book. Each test breaks the books on purpose, past the guards."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection

from goodword.kit.verification import registry, verify_all
from goodword.ledger import actions, checks
from goodword.ledger.models import Account
from goodword.ledger.rules import AccountRef, NewTransfer, Settle
from goodword.ledger.tests.making import db_uuid, pay

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_books]

POSTED, HELD, ENDED, END, NEW = (UUID(int=n) for n in range(1, 6))
TABLES = ("ledger_account", "ledger_entry", "ledger_transfer", "ledger_resolution")


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [db_uuid(v) if isinstance(v, UUID) else v for v in values])


def names(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def unguarded(db: None) -> Iterator[None]:
    """Takes every trigger, CHECK and UNIQUE of the ledger away until the test ends and is rolled back."""
    run("CREATE TABLE ledger_loose AS SELECT * FROM ledger_resolution")
    run("DROP TABLE ledger_resolution")
    run("ALTER TABLE ledger_loose RENAME TO ledger_resolution")
    if connection.vendor == "sqlite":
        for name in names("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'ledger_%'"):
            run(f"DROP TRIGGER {name}")
        run("PRAGMA ignore_check_constraints = ON")
        yield
        run("PRAGMA ignore_check_constraints = OFF")
        return
    for table in TABLES[:3]:
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        checked = f"SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = '{table}'::regclass"
        for name in names(checked):
            run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield


@pytest.fixture
def books(unguarded: None, world: AccountRef, ann: AccountRef, ben: AccountRef, now: datetime) -> dict[str, int]:
    """The world gave Ann 100; of 30 held for Ben he got 10; 20 are held. The ids of the three accounts."""
    made: list[NewTransfer] = [
        pay(world, ann, 100, id=POSTED),
        pay(ann, ben, 30, pending=True, id=ENDED),
        pay(ann, ben, 20, pending=True, id=HELD),
    ]
    actions.transfer(made, by=None, now=now)
    actions.settle([Settle(ENDED, END, 10)], by=None, now=now)
    assert verify_all() == []
    found = {account.kind + str(account.owner.int): account.id for account in Account.objects.all()}
    return {"world": found["channel0"], "ann": found["wallet1"], "ben": found["wallet2"]}


def test_every_check_of_the_ledger_is_registered() -> None:
    mine = {key: item for key, item in registry.items() if " goodword.ledger." in key}
    assert sorted(item.invariant for item in mine.values()) == [
        *("I-01", "I-01", "I-02", "I-02", "I-03", "I-03", "I-04", "I-05", "I-06", "I-06")
    ]


def test_i01_a_lost_entry_is_found(books: dict[str, int]) -> None:
    run("DELETE FROM ledger_entry WHERE transfer_id = %s AND amount < 0", END)
    assert checks.currencies_add_up_to_zero() == ["the entries in EUR add up to 10, not 0"]
    assert checks.transfers_have_two_sides() == [f"posted transfer {END} has 1 entries, 1 of them right"]
    assert checks.accounts_show_their_entries() == [
        f"account {books['ann']} shows 90 at version 2, but its 1 entries add up to 100"
    ]
    assert checks.books_have_no_gaps() == []


def test_i01_sides_that_are_swapped_are_found(books: dict[str, int]) -> None:
    run('UPDATE ledger_entry SET amount = -amount, "after" = "before" - amount WHERE transfer_id = %s', POSTED)
    assert checks.currencies_add_up_to_zero() == []
    assert checks.transfers_have_two_sides() == [f"posted transfer {POSTED} has 2 entries, 0 of them right"]


def test_i01_entries_of_a_pending_transfer_are_found(books: dict[str, int]) -> None:
    run("UPDATE ledger_entry SET transfer_id = %s WHERE transfer_id = %s", HELD, END)
    assert (
        checks.transfers_have_two_sides()
        == [
            f"posted transfer {END} has 0 entries, 0 of them right",
            f"pending transfer {HELD} has 2 entries, 0 of them right",
        ][:: 1 if END < HELD else -1]
    )


def test_i02_a_wrong_balance_is_found(books: dict[str, int]) -> None:
    run("UPDATE ledger_account SET posted = posted + 1 WHERE id = %s", books["ann"])
    assert verify_all() == [f"I-02: account {books['ann']} shows 91 at version 2, but its 2 entries add up to 90"]


def test_i02_a_wrong_version_is_found(books: dict[str, int]) -> None:
    run("UPDATE ledger_account SET version = 7 WHERE id = %s", books["ann"])
    assert verify_all() == [f"I-02: account {books['ann']} shows 90 at version 7, but its 2 entries add up to 90"]


def test_i02_a_gap_in_a_book_is_found(books: dict[str, int]) -> None:
    run("UPDATE ledger_entry SET version = 3 WHERE account_id = %s AND version = 2", books["ann"])
    assert verify_all() == [f"I-02: entry 3 of account {books['ann']} does not continue its book"]


def test_i02_a_line_that_does_not_continue_is_found(books: dict[str, int]) -> None:
    change = 'UPDATE ledger_entry SET "before" = 99, "after" = 89 WHERE account_id = %s AND version = 2'
    run(change, books["ann"])
    assert verify_all() == [f"I-02: entry 2 of account {books['ann']} does not continue its book"]


def test_i03_a_hold_that_ended_twice_is_found(books: dict[str, int]) -> None:
    run("UPDATE ledger_account SET pending_out = 20 WHERE id = %s", books["ann"])
    columns = "id, pending_id, post_id, amount, at"
    run(f"INSERT INTO ledger_resolution ({columns}) SELECT %s, pending_id, NULL, 0, at FROM ledger_resolution", NEW)
    assert verify_all() == [f"I-03: pending transfer {ENDED} ended 2 times"]


def test_i03_a_resolution_that_does_not_fit_is_found(books: dict[str, int]) -> None:
    broken = [f"I-03: resolution {END} does not fit its pending transfer"]
    for change, back in (
        ("amount = 9", "amount = 10"),
        ("amount = 31", "amount = 10"),
        ("post_id = NULL", f"post_id = '{db_uuid(END)}'"),
        (f"post_id = '{db_uuid(POSTED)}'", f"post_id = '{db_uuid(END)}'"),
    ):
        run(f"UPDATE ledger_resolution SET {change}")
        assert verify_all() == broken, change
        run(f"UPDATE ledger_resolution SET {back}")
    assert verify_all() == []


def test_i04_a_mixed_transfer_is_found(books: dict[str, int]) -> None:
    run("UPDATE ledger_transfer SET currency = 'JPY' WHERE id = %s", END)
    assert verify_all() == [f"I-04: transfer {END} of JPY goes from EUR to EUR"]


def test_i05_an_amount_below_zero_is_found(books: dict[str, int]) -> None:
    run("UPDATE ledger_transfer SET amount = -20 WHERE id = %s", HELD)
    assert checks.amounts_are_above_zero() == [f"transfer {HELD} is of -20"]


def test_i06_an_overdrawn_account_is_found(books: dict[str, int], ann: AccountRef, ben: AccountRef) -> None:
    columns = "id, debit_id, credit_id, amount, currency, kind, ref, pending, at"
    values = "%s, debit_id, credit_id, 75, currency, kind, ref, pending, at"
    run(f"INSERT INTO ledger_transfer ({columns}) SELECT {values} FROM ledger_transfer WHERE id = %s", NEW, HELD)
    run("UPDATE ledger_account SET pending_out = 95 WHERE id = %s", books["ann"])
    run("UPDATE ledger_account SET pending_in = 95 WHERE id = %s", books["ben"])
    assert verify_all() == [f"I-06: account {books['ann']} has 90, but 95 is held from it"]


def test_i06_pending_sums_that_drifted_are_found(books: dict[str, int]) -> None:
    run("UPDATE ledger_account SET pending_out = 19 WHERE id = %s", books["ann"])
    run("UPDATE ledger_account SET pending_in = 21 WHERE id = %s", books["ben"])
    assert verify_all() == [
        f"I-06: account {books['ann']} shows 0 coming and 19 held, but 0 and 20 are pending",
        f"I-06: account {books['ben']} shows 21 coming and 0 held, but 20 and 0 are pending",
    ]
