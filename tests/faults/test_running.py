"""The house the other tests stand in: it starts, answers, dies, starts again and stops, in both modes."""

from pathlib import Path

import pytest

from tests.running import Running

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("mode", ["demo", "production"])
def test_a_house_starts_dies_and_starts_again(tmp_path: Path, mode: str) -> None:
    with Running(tmp_path, mode=mode, planted=True) as house:
        assert house.get("/").status == 200
        for name in ("server", "worker", "sandbox"):
            house.kill(name)
            assert house.start(name) < 10
        house.buy_some()
        assert house.rows("SELECT COUNT(*) FROM orders_purchase") == [(4,)]
        assert "no breach" in house.command("verify_books")
