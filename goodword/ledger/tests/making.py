"""Transfers to test with."""

from typing import Any, cast
from uuid import UUID, uuid4

from django.db import connection

from goodword.kit.statements import tell
from goodword.ledger.rules import AccountRef, NewTransfer


def db_uuid(value: UUID) -> UUID | str:
    """The id as it stands in a statement written by hand."""
    (said,) = tell([value])
    return cast("UUID | str", said)


def pay(debit: AccountRef, credit: AccountRef, amount: int, *, pending: bool = False, **more: Any) -> NewTransfer:
    """A transfer with a new id."""
    given = {"id": uuid4(), "kind": "test.pay", "ref": uuid4()} | more
    return NewTransfer(debit=debit, credit=credit, amount=amount, pending=pending, **given)


def digest() -> list[list[tuple[Any, ...]]]:
    """All rows of the ledger, to compare before and after."""
    tables = ("ledger_account", "ledger_entry", "ledger_transfer", "ledger_resolution")
    found = []
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            found.append(cursor.fetchall())
    return found
