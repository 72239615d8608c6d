"""300 buyers, 30 at a time, want one of 100 units (I-16)."""

import json
from collections import Counter
from functools import partial

import pytest

from tests.faults.aftermath import assert_paid_once, assert_sound, wait_for_escrow
from tests.faults.clients import open_market, together
from tests.running import Running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
BUYERS, UNITS, PROCESSES, THREADS = 300, 100, 3, 10


def test_i16_a_flash_sale_sells_every_unit_once_and_says_nothing_but_sold_out(house: Running) -> None:
    """Three processes of ten threads; nobody meets a locked database, a dead-lock or any other error."""
    buyers = open_market(house, buyers=BUYERS, units=UNITS)
    (house.home.folder / "buyers.json").write_text(json.dumps([vars(buyer) for buyer in buyers]))
    met: Counter[str] = Counter()

    def rush(number: int) -> None:
        code = f"from tests.faults import rush\nrush.rush({number}, {PROCESSES}, {THREADS})"
        met.update(json.loads(house.python(code)))

    together(*(partial(rush, number) for number in range(PROCESSES)))
    assert met == {"paid": UNITS, "catalog.stock_gone": BUYERS - UNITS}
    wait_for_escrow(house, UNITS)
    assert len(assert_paid_once(house)) == UNITS
    assert house.rows("SELECT COUNT(*) FROM orders_purchase") == [(UNITS,)]
    assert house.rows("SELECT on_hand, reserved FROM catalog_offer") == [(0, 0)]
    assert_sound(house)
