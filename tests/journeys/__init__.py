"""Whole stories, by persons in a real browser and by programs, against real processes."""

import pytest

pytest.register_assert_rewrite(*(f"tests.journeys.{name}" for name in ("chromium", "main_way", "steps")))
