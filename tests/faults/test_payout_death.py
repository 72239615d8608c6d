"""A worker dies around the provider's yes to a payout (I-11)."""

import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.faults.aftermath import assert_sound, facts, wait_for_escrow
from tests.faults.clients import open_market, send_notice
from tests.running import Running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def test_i11_one_payout_whenever_the_worker_dies(house: Running) -> None:
    """Killed before the provider is asked, after its yes, and after that was committed.

    Red when the call carries a new id instead of the payout's.
    """
    payout = _asked_payout(house)
    house.kill("server")  # no notice comes; the job itself must find out
    states = []
    for minutes, dies in ((1, "before"), (3, "said yes"), (6, "committed")):
        with pytest.raises(RuntimeError, match="ended with -9"):
            _send(house, minutes=minutes, dies=dies)
        states.append((house.rows("SELECT state, tries FROM payments_payout"), _at_provider(house)))
    assert states == [
        ([("asked", 1)], []),
        ([("asked", 2)], [payout]),
        ([("paid", 3)], [payout]),
    ]
    assert _send(house, minutes=60) == 0
    house.start("server")
    _wait_until(lambda: house.rows("SELECT state FROM settlement_payout") == [("paid",)])
    _wait_until(lambda: [row["answer"] for row in house.sandbox.deliveries() if row["key"] == payout][-1:] == [204])
    house.python("from tests.faults import stage\nstage.pay_out()")
    assert _at_provider(house) == [payout]
    assert len(facts(house, "payments.PayoutPaid")) == len(facts(house, "settlement.PayoutMade")) == 1
    assert_sound(house)


def _asked_payout(house: Running) -> str:
    """Somebody bought and received; a month later the shop's payout has been asked for."""
    (buyer,) = open_market(house, buyers=1, units=1, placed=True)
    assert send_notice(house, buyer).status == 204
    wait_for_escrow(house, 1)
    (order,) = json.loads(house.python("from tests.faults import stage\nstage.dispatch_all()")).values()
    assert buyer.post(house, f"/purchases/{buyer.purchase}/orders/{order}/receipt/").status == 302
    _wait_until(lambda: house.rows("SELECT 1 FROM settlement_escrow WHERE release_at IS NOT NULL") == [(1,)])
    (payout,) = json.loads(house.python("from tests.faults import stage\nstage.pay_out()"))
    return str(payout)


def _send(house: Running, *, minutes: int, dies: str = "") -> int:
    code = f"from tests.faults import stage\nstage.send_payouts(minutes={minutes}, dies={dies!r})"
    return int(house.python(code))


def _at_provider(house: Running) -> list[str]:
    """The payouts in the provider's own store."""
    with closing(sqlite3.connect(house.sandbox.store, timeout=20)) as store:
        return [row[0] for row in store.execute("SELECT key FROM thing WHERE kind = 'payout'")]


def _wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)
