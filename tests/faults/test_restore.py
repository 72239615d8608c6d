"""A backup taken under load is restored into another server, and business goes on (I-40)."""

from pathlib import Path

import psycopg
import pytest

from tests.cluster import Cluster
from tests.faults.aftermath import assert_paid_once, assert_sound, wait_for_escrow
from tests.faults.clients import Buyer, open_market, send_notice, until_answered
from tests.homes import address_of, prepared
from tests.running import Running

pytestmark = [pytest.mark.slow, pytest.mark.postgresql, pytest.mark.timeout(400)]
PURCHASES = 24
OLD = 20_000  # transactions the first server has behind it more than the second


def test_i40_a_backup_restored_into_a_new_server_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Red without `journal.actions.settle_in`: what is paid after the restore is captured, and never held."""
    old, new = Cluster(), Cluster()
    try:
        monkeypatch.setenv("DATABASE_URL", old.url)
        grow_old(old)
        with Running(tmp_path, home=prepared.__wrapped__(planted=False)) as house:
            buyers = open_market(house, buyers=PURCHASES, units=1000, placed=True)
            for buyer in buyers[: PURCHASES // 2]:
                pay(house, buyer)
            wait_for_escrow(house, PURCHASES // 2)
            pay(house, buyers[PURCHASES // 2])  # told, and perhaps not reacted to yet
            for name in ("server", "worker"):
                house.kill(name)
            old.move(house.home.database, new)
            monkeypatch.setenv("DATABASE_URL", new.url)
            house.environment["DATABASE_URL"] = address_of(house.home.database)
            for name in ("worker", "server"):
                house.start(name)
            for buyer in buyers:  # the provider tells again what it does not know to have arrived
                pay(house, buyer)
            wait_for_escrow(house, PURCHASES)
            assert len(assert_paid_once(house)) == PURCHASES
            assert_sound(house)
    finally:
        old.remove()
        new.remove()


def pay(house: Running, buyer: Buyer) -> None:
    """The provider's word that this purchase is paid arrives and is answered."""
    assert until_answered(lambda: send_notice(house, buyer)).status == 204


def grow_old(cluster: Cluster) -> None:
    """The server counts many transactions."""
    with psycopg.connect(cluster.url, autocommit=True) as wire:
        wire.execute(
            "CREATE PROCEDURE age() LANGUAGE plpgsql AS $$ BEGIN FOR n IN 1.." + str(OLD) + " LOOP"
            " PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"
        )
        wire.execute("CALL age()")
