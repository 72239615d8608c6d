"""Persons for tests."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from goodword.people import actions

Join = Callable[..., UUID]


@pytest.fixture
def join(now: datetime) -> Join:
    """Makes a person; no password unless one is given, because hashing takes its time."""

    def make(name: str = "Lin Yue", email: str = "lin@example.com", password: str | None = None) -> UUID:
        return actions.join(email=email, name=name, password=password, language="en", now=now)

    return make
