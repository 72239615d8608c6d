"""The world that checkout's tests happen in."""

from datetime import datetime

import pytest

from goodword.checkout.tests.making import Market


@pytest.fixture
def world(now: datetime) -> Market:
    return Market(now)
