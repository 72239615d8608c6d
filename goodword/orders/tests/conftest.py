"""The world that orders' tests happen in."""

from datetime import datetime

import pytest

from goodword.orders.tests.making import World


@pytest.fixture
def world(now: datetime) -> World:
    return World(now)
