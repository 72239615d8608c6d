"""Fixtures of these tests."""

from datetime import datetime

import pytest

from goodword.social.tests.stage import Stage


@pytest.fixture
def stage(now: datetime) -> Stage:
    return Stage(now)
