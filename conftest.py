"""Fixtures every test may use."""

import os
from collections.abc import Iterator
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


@pytest.fixture(autouse=True)
def _books_verified(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test that touched the database, every invariant that SQL can check must hold."""
    yield
    if request.node.get_closest_marker("django_db"):
        assert verify_all() == []
