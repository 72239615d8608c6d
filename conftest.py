"""Fixtures every test may use."""

import os
from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from goodword.kit.verification import verify_all


@pytest.fixture
def now() -> datetime:
    """A fixed moment; tests that need later moments add to it."""
    return datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_english() -> Generator[None, None, None]:
    """A page read in Chinese leaves its thread speaking Chinese; the next test begins in English all the same."""
    with translation.override("en"):
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out, on SQLite, what is about several writers at once."""
    if "DATABASE_URL" not in os.environ:
        left_out = [item for item in items if item.get_closest_marker("postgresql")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True, scope="session")
def emptied_past_guards() -> Generator[None, None, None]:
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """After every test that touched the database, every invariant that SQL can check must hold."""
    yield
    marker = item.get_closest_marker("django_db")
    if marker and not item.get_closest_marker("breaks_books"):
        assert verify_all() == []
