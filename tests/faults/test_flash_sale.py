"""300 buyers, 30 at a time, want one of 100 units (I-16)."""

import json
from collections import Counter
from collections.abc import Generator
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from tests.faults.aftermath import assert_paid_once, assert_sound, wait_for_escrow
from tests.faults.clients import Buyer, each, open_market, purchase_in, queue_of, send_notice, together
from tests.running import Running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
BUYERS, AT_ONCE, UNITS, PROCESSES = 300, 30, 100, 3


@pytest.fixture
def house(tmp_path: Path) -> Generator[Running, None, None]:
    """As an operator runs it who changes nothing."""
    with Running(tmp_path, GOODWORD_WORKERS="2", GOODWORD_THREADS="4") as running:
        yield running


def test_i16_a_flash_sale_on_the_site_sells_every_unit_once(house: Running) -> None:
    """Every answer is a purchase or "sold out"; nobody meets a locked database or any other error."""
    buyers = open_market(house, buyers=BUYERS, units=UNITS)
    met: list[str] = []

    def buy(buyer: Buyer) -> None:
        answer = buyer.agree(house)
        if answer.status == 302:
            answer = send_notice(house, _with_intent(house, buyer, purchase_in(answer)))
        sold_out = answer.status == 409 and "Somebody was faster" in answer.text
        met.append("sold out" if sold_out else str(answer.status))

    waiting = queue_of(buyers)
    together(*[partial(each, waiting, buy, pause=lambda: None)] * AT_ONCE)
    assert Counter(met) == {"204": UNITS, "sold out": BUYERS - UNITS}, house.log("server")[-3000:]
    _assert_sold_out(house)


@pytest.mark.postgresql
def test_i16_a_flash_sale_of_thirty_connections_sells_every_unit_once(house: Running) -> None:
    """The same without the server's queue in front: three processes of ten threads, each with its own connection."""
    buyers = open_market(house, buyers=BUYERS, units=UNITS)
    (house.home.folder / "buyers.json").write_text(json.dumps([vars(buyer) for buyer in buyers]))
    house.environment["GOODWORD_DB_POOL"] = str(AT_ONCE // PROCESSES)
    met: Counter[str] = Counter()

    def rush(number: int) -> None:
        code = f"from tests.faults import rush\nrush.rush({number}, {PROCESSES}, {AT_ONCE // PROCESSES})"
        met.update(json.loads(house.python(code)))

    together(*(partial(rush, number) for number in range(PROCESSES)))
    assert met == {"paid": UNITS, "catalog.stock_gone": BUYERS - UNITS}
    _assert_sold_out(house)


def _with_intent(house: Running, buyer: Buyer, purchase: UUID) -> Buyer:
    rows = house.rows("SELECT purpose, id, amount, reference FROM payments_intent")
    ((intent, total, reference),) = [row[1:] for row in rows if UUID(str(row[0])) == purchase]
    known = {"purchase": str(purchase), "intent": str(UUID(str(intent))), "total": total, "reference": reference}
    return Buyer(**vars(buyer) | known)


def _assert_sold_out(house: Running) -> None:
    wait_for_escrow(house, UNITS)
    assert len(assert_paid_once(house)) == UNITS
    assert house.rows("SELECT COUNT(*) FROM orders_purchase") == [(UNITS,)]
    assert house.rows("SELECT on_hand, reserved FROM catalog_offer") == [(0, 0)]
    assert_sound(house)
