"""What was answered with success is there after kill -9 of any process (I-37), and a key means one purchase (I-18)."""

import json
import random
import threading
import time
from functools import partial
from uuid import UUID

import pytest

from tests.faults.aftermath import assert_paid_once, assert_sound, wait_for_escrow
from tests.faults.clients import (
    Buyer,
    Killer,
    each,
    open_market,
    purchase_in,
    queue_of,
    together,
    until_answered,
    uuids,
)
from tests.running import Running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
KILLS, SEED = 8, 37


def buy(house: Running, buyer: Buyer) -> UUID:
    """Agrees, goes to pay and pays at the provider's page; the purchase the buyer was told of."""
    purchase = purchase_in(until_answered(lambda: buyer.agree(house)))
    until_answered(lambda: buyer.post(house, f"/purchases/{purchase}/payment/"))
    intents = house.rows("SELECT purpose, pay_url FROM payments_intent WHERE pay_url <> ''")
    house.sandbox.pay({UUID(str(purpose)): url for purpose, url in intents}[purchase])
    return purchase


def test_i37_what_was_answered_is_there_whatever_was_killed(house: Running) -> None:
    """Places, notices and receipts, written down on the other side of the wire, against what the database says."""
    buyers = open_market(house, buyers=200, units=1000)
    killer = Killer(house, ["server", "worker"], kills=KILLS, seed=SEED)
    told: dict[str, UUID] = {}

    def shop(buyer: Buyer) -> None:
        if not killer.done.is_set():
            told[buyer.quote] = buy(house, buyer)

    shopping = partial(each, queue_of(buyers), shop, pause=killer.pause)
    together(killer.work, shopping, shopping, shopping)
    wait_for_escrow(house, len(told))
    assert set(assert_paid_once(house)) == set(told.values())
    placed = house.rows("SELECT id, purchase_id FROM checkout_quote WHERE purchase_id IS NOT NULL")
    assert {UUID(str(quote)): UUID(str(purchase)) for quote, purchase in placed} == {
        UUID(quote): purchase for quote, purchase in told.items()
    }
    assert len(uuids(house.rows("SELECT id FROM orders_purchase"))) == len(told)
    taken = {row["notice"] for row in house.sandbox.deliveries() if 200 <= row["answer"] < 300}
    assert taken <= {row[0] for row in house.rows("SELECT notice_id FROM payments_notice WHERE outcome = 'taken'")}
    _receive_all(house, [buyer for buyer in buyers if buyer.quote in told], told)
    assert_sound(house)
    assert len(killer.starts) == KILLS
    assert max(seconds for _name, seconds in killer.starts) < 10


def _receive_all(house: Running, buyers: list[Buyer], told: dict[str, UUID]) -> None:
    """The shops send everything, the buyers say that it arrived, the server is killed among it."""
    orders = json.loads(house.python("from tests.faults import stage\nstage.dispatch_all()"))
    killer = Killer(house, ["server"], kills=2, seed=SEED + 1)

    def receive(buyer: Buyer) -> None:
        purchase = str(told[buyer.quote])
        path = f"/purchases/{purchase}/orders/{orders[purchase]}/receipt/"
        assert until_answered(lambda: buyer.post(house, path)).status in {302, 409}  # 409: it was taken before

    together(killer.work, partial(each, queue_of(buyers), receive, pause=killer.pause))
    received = sorted(uuids(house.rows("SELECT id FROM orders_order WHERE state = 'received'")))
    assert received == sorted(UUID(order) for order in orders.values())


def test_i18_a_key_means_one_purchase_though_the_server_is_killed(house: Running) -> None:
    """Red when the same person may place a quote twice and answers are not kept (see checkout's tests for each)."""
    chance = random.Random(18)
    buyers = open_market(house, buyers=5, units=100)
    for buyer in buyers:
        lost = threading.Thread(target=_ask_and_lose, args=(house, buyer))
        lost.start()
        time.sleep(chance.uniform(0, 0.15))
        house.kill("server")
        lost.join()
        house.start("server")
        by_page = purchase_in(until_answered(partial(buyer.agree, house)))
        assert purchase_in(until_answered(partial(buyer.agree, house))) == by_page
    kept = {UUID(str(row[1])): str(row[0]) for row in house.rows("SELECT id, purchase_id FROM checkout_quote")}
    assert len(kept) == len(buyers)
    house.kill("server")
    again = house.python(f"from tests.faults import stage\nstage.place_again({[vars(b) for b in buyers]!r})")
    assert {UUID(purchase) for purchase in json.loads(again)} == set(kept)
    assert sorted(uuids(house.rows("SELECT id FROM orders_purchase"))) == sorted(kept)
    assert house.rows("SELECT reserved FROM catalog_offer") == [(len(buyers),)]
    assert_sound(house)


def _ask_and_lose(house: Running, buyer: Buyer) -> None:
    """Presses Pay once and forgets the answer, if there is one."""
    try:
        buyer.agree(house)
    except Exception:
        return
