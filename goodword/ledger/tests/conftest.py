"""Accounts the ledger's tests move money between."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from goodword.ledger.rules import AccountRef


@pytest.fixture(autouse=True, scope="session")
def emptied_past_guards() -> Iterator[None]:
    """Between tests SQLite's tables are emptied row by row, which the triggers refuse: they step aside for it."""
    ops: Any = type(connection.ops)
    plain = ops.sql_flush

    def sql_flush(self: Any, style: Any, tables: list[str], **options: Any) -> list[str]:
        statements: list[str] = plain(self, style, tables, **options)
        if self.connection.vendor != "sqlite" or not statements:
            return statements
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        return [f"DROP TRIGGER {name}" for name, _sql in triggers] + statements + [sql for _name, sql in triggers]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ops, "sql_flush", sql_flush)
        yield


@pytest.fixture
def world() -> AccountRef:
    """Where the tests' money comes from; may be overdrawn."""
    return AccountRef("channel", None, "EUR", overdraft=True)


@pytest.fixture
def ann() -> AccountRef:
    return AccountRef("wallet", UUID(int=1), "EUR")


@pytest.fixture
def ben() -> AccountRef:
    return AccountRef("wallet", UUID(int=2), "EUR")
