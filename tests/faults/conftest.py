"""A house for each test."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.running import Running

collect_ignore = ["test_sqlite_file.py"] if "DATABASE_URL" in os.environ else []


@pytest.fixture
def house(tmp_path: Path) -> Generator[Running, None, None]:
    with Running(tmp_path, workers=2) as running:
        yield running
