"""The triggers and constraints refuse whoever writes past the actions. Raw SQL, the same on both databases."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from goodword.ledger import actions
from goodword.ledger.models import Account, Transfer
from goodword.ledger.rules import AccountRef, NewTransfer, Settle
from goodword.ledger.tests.making import db_uuid, digest, pay

pytestmark = pytest.mark.django_db

Books = dict[str, NewTransfer]


@pytest.fixture
def books(world: AccountRef, ann: AccountRef, ben: AccountRef, now: datetime) -> Books:
    """A posted transfer, a settled hold and an open hold; Ann's account is the second, Ben's the third."""
    made = {
        "posted": pay(world, ann, 100),
        "settled": pay(ann, ben, 30, pending=True),
        "open": pay(ann, ben, 20, pending=True),
    }
    actions.transfer(list(made.values()), by=None, now=now)
    actions.settle([Settle(made["settled"].id, uuid4(), 10)], by=None, now=now)
    return made


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def number(ref: AccountRef) -> int:
    return Account.objects.get(kind=ref.kind, owner=ref.owner, currency=ref.currency).id


@transaction.atomic
def committed(call: Callable[[], None]) -> None:
    """Does what is done up to and at the commit."""
    call()
    connection.check_constraints()


def refused(call: Callable[[], None], words: str) -> None:
    """Asserts that the database refuses with these words, at once or at the commit, and that nothing was changed."""
    before = digest()
    with pytest.raises(IntegrityError, match=words):
        committed(call)
    assert digest() == before


CHANGES = {
    "transfer": ["amount = amount + 1", "kind = 'x'", "pending = NOT pending", "at = at"],
    "entry": ["amount = -amount", '"after" = "after" + 1', "version = version + 10"],
    "resolution": ["amount = 0", "post_id = NULL", "at = at"],
}


@pytest.mark.parametrize(("noun", "change"), [(noun, change) for noun in CHANGES for change in CHANGES[noun]])
def test_i03_what_was_written_is_never_changed(books: Books, noun: str, change: str) -> None:
    refused(lambda: run(f"UPDATE ledger_{noun} SET {change}"), "I-03: what the ledger wrote is never changed")


@pytest.mark.parametrize("noun", ["transfer", "entry", "resolution"])
def test_i03_what_was_written_is_never_removed(books: Books, noun: str) -> None:
    refused(lambda: run(f"DELETE FROM ledger_{noun}"), "I-03: what the ledger wrote is never removed")


def test_i03_an_account_is_never_removed(books: Books) -> None:
    refused(lambda: run("DELETE FROM ledger_account"), "I-03: an account is never removed")


@pytest.mark.parametrize(
    "change", ["kind = 'x'", "currency = 'JPY'", "shard = 3", "overdraft = NOT overdraft", "id = id + 100"]
)
def test_i04_an_account_stays_what_it_was_opened_as(books: Books, change: str) -> None:
    refused(lambda: run(f"UPDATE ledger_account SET {change}"), "I-04: an account stays")


def test_i02_an_account_is_opened_empty(books: Books) -> None:
    columns = "kind, owner, currency, shard, overdraft, posted, pending_in, pending_out, version"
    for numbers in ("5, 0, 0, 0", "0, 5, 0, 0", "5, 0, 5, 0", "0, 0, 0, 1"):
        gift = f"INSERT INTO ledger_account ({columns}) VALUES ('gift', %s, 'EUR', 0, %s, {numbers})"
        refused(lambda gift=gift: run(gift, db_uuid(uuid4()), True), "I-02: an account is opened empty")


@pytest.mark.parametrize("change", ["posted = posted + 1", "version = version + 1", "version = 1, posted = 100"])
def test_i02_an_account_shows_its_last_entry(books: Books, ann: AccountRef, change: str) -> None:
    words = "I-02: an account shows its last entry"
    refused(lambda: run(f"UPDATE ledger_account SET {change} WHERE id = %s", number(ann)), words)


def test_i06_an_account_without_overdraft_stays_above_zero(books: Books, ann: AccountRef) -> None:
    over = "UPDATE ledger_account SET pending_out = 91 WHERE id = %s"
    refused(lambda: run(over, number(ann)), "ledger_account_never_below_zero")
    refused(lambda: run("UPDATE ledger_account SET pending_in = -1 WHERE id = %s", number(ann)), "pending_in")
    refused(lambda: run("UPDATE ledger_account SET pending_out = -1 WHERE id = %s", number(ann)), "pending_out")


ENTRY = """INSERT INTO ledger_entry (account_id, transfer_id, amount, "before", "after", version)
           VALUES (%s, %s, %s, %s, %s, %s)"""


def test_i02_an_entry_continues_its_book(books: Books, ann: AccountRef) -> None:
    twice = (number(ann), db_uuid(uuid4()), 5, 0, 5, 1)
    refused(lambda: run(ENTRY, *twice), "ledger_entry_version|UNIQUE")
    for before, version in ((90, 4), (89, 3), (90, 2)):
        line = (number(ann), db_uuid(uuid4()), 5, before, before + 5, version)
        refused(lambda line=line: run(ENTRY, *line), "I-02: an entry continues")
    wrong_sum = (number(ann), db_uuid(uuid4()), 5, 90, 96, 3)
    refused(lambda: run(ENTRY, *wrong_sum), "ledger_entry_sum")


def test_i01_an_entry_cannot_be_added_to_a_written_transfer(books: Books, ben: AccountRef) -> None:
    for spec in books.values():
        line = (number(ben), db_uuid(spec.id), 5, 10, 15, 2)
        refused(lambda line=line: run(ENTRY, *line), "is written before its transfer")


def test_i01_an_entry_without_its_transfer_cannot_be_committed(books: Books, ben: AccountRef) -> None:
    """Red without the deferred foreign key from entry to transfer."""
    line = (number(ben), db_uuid(uuid4()), 5, 10, 15, 2)
    refused(lambda: run(ENTRY, *line), "foreign key|FOREIGN KEY|ledger_entry")


def insert_transfer(debit: AccountRef, credit: AccountRef, amount: int, now: datetime, **more: object) -> Transfer:
    """Writes a transfer alone, past the actions."""
    values = {"id": uuid4(), "currency": "EUR", "kind": "x", "ref": uuid4(), "at": now} | more
    return Transfer.objects.create(debit_id=number(debit), credit_id=number(credit), amount=amount, **values)


def test_i01_a_posted_transfer_needs_its_two_entries(
    books: Books, ann: AccountRef, ben: AccountRef, now: datetime
) -> None:
    words = "I-01: a posted transfer has two entries"
    refused(lambda: insert_transfer(ann, ben, 5, now) and None, words)

    def written(sides: list[tuple[AccountRef, int, int, int]], *, shown: bool = True, pending: bool = False) -> None:
        new = uuid4()
        for ref, amount, before, version in sides:
            run(ENTRY, number(ref), db_uuid(new), amount, before, before + amount, version)
            if shown:
                show = "UPDATE ledger_account SET posted = %s, version = %s WHERE id = %s"
                run(show, before + amount, version, number(ref))
        insert_transfer(ann, ben, 5, now, id=new, pending=pending)

    right = [(ann, -5, 90, 3), (ben, 5, 10, 2)]
    refused(lambda: written(right[:1]), words)
    refused(lambda: written([(ann, -5, 90, 3), (ben, 6, 10, 2)]), words)
    refused(lambda: written([(ann, 5, 90, 3), (ben, -5, 10, 2)]), words)
    refused(lambda: written(right, shown=False), words)
    refused(lambda: written(right, pending=True), words)
    written(right)
    connection.check_constraints()


def test_i04_a_transfer_and_its_accounts_have_one_currency(
    books: Books, ann: AccountRef, ben: AccountRef, now: datetime
) -> None:
    words = "I-04: a transfer and its two accounts have one currency"
    refused(lambda: insert_transfer(ann, ben, 5, now, currency="JPY", pending=True) and None, words)
    refused(lambda: insert_transfer(ann, ben, 5, now, currency="KWD", pending=True) and None, words)
    Account.objects.create(kind="wallet", owner=ben.owner, currency="JPY")
    yen = AccountRef("wallet", ben.owner, "JPY")
    refused(lambda: insert_transfer(ann, yen, 5, now, pending=True) and None, words)


@pytest.mark.parametrize("amount", [0, -5])
def test_i05_a_transfer_is_above_zero(
    books: Books, ann: AccountRef, ben: AccountRef, now: datetime, amount: int
) -> None:
    words = "ledger_transfer_amount"
    refused(lambda: insert_transfer(ann, ben, amount, now, pending=True) and None, words)


RESOLUTION = "INSERT INTO ledger_resolution (id, pending_id, post_id, amount, at) VALUES (%s, %s, %s, %s, %s)"


def test_i03_a_resolution_fits_its_pending_transfer(books: Books, now: datetime) -> None:
    held, ended, posted = (db_uuid(books[name].id) for name in ("open", "settled", "posted"))
    when = connection.ops.adapt_datetimefield_value(now)
    fits = "I-03: a resolution posts at most"
    refused(lambda: run(RESOLUTION, db_uuid(uuid4()), posted, None, 0, when), fits)
    refused(lambda: run(RESOLUTION, posted, held, posted, 20, when), fits)
    refused(lambda: run(RESOLUTION, held, held, held, 20, when), fits)
    refused(lambda: run(RESOLUTION, db_uuid(uuid4()), held, None, 5, when), "ledger_resolution_post")
    refused(lambda: run(RESOLUTION, db_uuid(uuid4()), ended, None, 0, when), "pending_id")
    refused(lambda: run(RESOLUTION, db_uuid(uuid4()), held, None, -1, when), "ledger_resolution_amount|_post")
