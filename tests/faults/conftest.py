"""A house for each test."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.running import Running


@pytest.fixture
def house(tmp_path: Path) -> Generator[Running, None, None]:
    with Running(tmp_path, workers=2) as running:
        yield running
