"""Fixtures every test may use."""

import os
from collections.abc import Generator
from datetime import UTC, datetime

import pytest

from goodword.kit.verification import verify_all


@pytest.fixture
def now() -> datetime:
    """A fixed moment; tests that need later moments add to it."""
    return datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out, on SQLite, what is about several writers at once."""
    if "DATABASE_URL" not in os.environ:
        left_out = [item for item in items if item.get_closest_marker("postgresql")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """After every test that touched the database, every invariant that SQL can check must hold."""
    yield
    marker = item.get_closest_marker("django_db")
    if marker and not item.get_closest_marker("breaks_books"):
        assert verify_all() == []
