"""The market that settlement's tests happen in."""

from datetime import datetime

import pytest

from goodword.settlement.tests.making import Market


@pytest.fixture
def market(now: datetime) -> Market:
    return Market(now)
