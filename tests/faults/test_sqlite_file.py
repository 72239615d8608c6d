"""The SQLite file is safe as it is found and as it is used (I-38)."""

import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.faults.aftermath import assert_sound
from tests.faults.clients import open_market, together
from tests.homes import prepared
from tests.running import Running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]
JOURNAL_MODE = 18  # the byte of the file's header that says 1 for a rollback journal and 2 for WAL
TIMES = 200
WRITE_AND_DIE = """
import os, signal, sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute("PRAGMA journal_mode=WAL")
file.execute("INSERT INTO journal_beat (worker, at) VALUES ('left in the log', '2026-01-01 00:00:00')")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_i38_a_file_left_in_wal_mode_is_brought_to_truncate(tmp_path: Path) -> None:
    """Red without journal_mode in settings.SQLITE's init_command."""
    home = prepared(planted=False).copy_to(tmp_path / "data")
    file = home.folder / "goodword.sqlite3"
    died = subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(file)], check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL
    assert file.read_bytes()[JOURNAL_MODE] == 2
    assert file.with_name("goodword.sqlite3-wal").stat().st_size > 0
    with Running(tmp_path / "house", home=home) as house:
        assert file.read_bytes()[JOURNAL_MODE] == 1
        assert not file.with_name("goodword.sqlite3-wal").exists()
        assert house.rows("SELECT COUNT(*) FROM journal_beat WHERE worker = 'left in the log'") == [(1,)]
        modes = "from django.db import connection as c\ncursor = c.cursor()\n" + "".join(
            f"print(cursor.execute('PRAGMA {name}').fetchone()[0])\n"
            for name in ("journal_mode", "synchronous", "foreign_keys")
        )
        assert house.python(modes).split() == ["truncate", "2", "1"]
        assert_sound(house)


def test_i38_two_processes_writing_at_once_lose_nothing(house: Running) -> None:
    """Each holds one unit, 200 times; both also wait for the worker's and the server's writes."""
    open_market(house, buyers=0, units=10 * TIMES)
    together(*[partial(house.python, f"from tests.faults import stage\nstage.hold_units({TIMES})")] * 2)
    assert house.rows("SELECT reserved FROM catalog_offer") == [(2 * TIMES,)]
    assert house.rows("SELECT COUNT(*), COUNT(DISTINCT holder) FROM catalog_reservation") == [(2 * TIMES, 2 * TIMES)]
    assert_sound(house)
