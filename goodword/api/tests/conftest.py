"""A town for every test of the API."""

from pathlib import Path

import pytest

from goodword.api.tests import scene
from goodword.kit import clock


@pytest.fixture
def town(db: None, tmp_path: Path) -> scene.Town:
    """Made at the present moment, because surfaces look at the clock."""
    return scene.town(clock.now(), tmp_path)
