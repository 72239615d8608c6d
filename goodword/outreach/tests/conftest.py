"""The world these tests happen in."""

from datetime import datetime

import pytest

from goodword.orders.tests.making import World
from goodword.social.tests.stage import Stage


@pytest.fixture
def world(now: datetime) -> World:
    return World(now)


@pytest.fixture
def stage(now: datetime) -> Stage:
    return Stage(now)
