"""The demo as a newcomer meets it: its content, and the ninety days behind it."""

from pathlib import Path

from tests.homes import PLANT, prepared, python
from tests.running import Running

LIVE = """
from goodword.ops.demo import live_through
live_through(plan, store={store!r}, tell=lambda _done: None)
"""
MOST = 900  # seconds that the past may take


def demo(folder: Path) -> Running:
    """The demo with its past, ready to be started in this folder."""
    folder.mkdir()
    home = prepared(planted=False).copy_to(folder / "data")
    python(home.environment(), PLANT + LIVE.format(store=str(folder / "sandbox.sqlite3")), seconds=MOST)
    return Running(folder, home=home)
