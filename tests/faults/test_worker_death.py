"""Workers die at any moment; every fact still takes its effect, once (I-36)."""

from functools import partial

import pytest

from tests.faults.aftermath import assert_paid_once, assert_sound, wait_for_escrow
from tests.faults.clients import Buyer, Killer, each, open_market, queue_of, send_notice, together, until_answered
from tests.running import Running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
PURCHASES, KILLS, SEED = 300, 8, 36


def test_i36_every_paid_purchase_is_in_escrow_once_whichever_worker_dies(house: Running) -> None:
    """300 payments arrive while two workers are killed in turn."""
    buyers = open_market(house, buyers=PURCHASES, units=1000, placed=True)
    waiting, killer = queue_of(buyers), Killer(house, ["worker", "worker-2"], kills=KILLS, seed=SEED)

    def pay(buyer: Buyer) -> None:
        assert until_answered(lambda: send_notice(house, buyer)).status == 204

    paying = partial(each, waiting, pay, pause=killer.pause)
    together(killer.work, paying, paying)
    wait_for_escrow(house, PURCHASES)
    assert len(assert_paid_once(house)) == PURCHASES
    assert_sound(house)
    assert len(killer.starts) == KILLS
