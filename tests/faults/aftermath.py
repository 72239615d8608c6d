"""What must hold when the dust has settled, asked of the database past all of Goodword's code."""

import time
from uuid import UUID

from tests.faults.clients import uuids
from tests.running import Running

SETTLES_WITHIN = 90.0  # seconds; the worker needs one or two when the machine is not busy
CAPTURED = "SELECT id FROM payments_intent WHERE state = 'captured'"


def facts(house: Running, name: str) -> list[UUID]:
    """What the facts of one kind are about, as often as they stand in the journal."""
    return sorted(uuids(house.rows(f"SELECT subject FROM journal_entry WHERE name = '{name}'")))


def wait_for_escrow(house: Running, purchases: int) -> None:
    """Waits until this many purchases are paid and their money is held."""
    end = time.monotonic() + SETTLES_WITHIN
    while (held := house.rows("SELECT COUNT(DISTINCT purchase_id) FROM settlement_escrow")[0][0]) < purchases:
        if time.monotonic() > end:
            raise TimeoutError(f"{held} of {purchases} purchases are in escrow:\n{house.log('worker')[-3000:]}")
        time.sleep(0.1)


def assert_sound(house: Running) -> None:
    """The books are right, the file is whole, and no fact was given up."""
    assert "no breach" in house.command("verify_books")
    assert house.rows("SELECT * FROM journal_deadletter") == []
    if not house.home.database:
        assert house.rows("PRAGMA integrity_check") == [("ok",)]
        assert house.rows("PRAGMA foreign_key_check") == []


def assert_paid_once(house: Running) -> list[UUID]:
    """I-36: the facts and their effects are the same sets, and nothing is there twice. The paid purchases."""
    captured = sorted(uuids(house.rows(CAPTURED)))
    assert facts(house, "payments.PaymentCaptured") == captured
    assert sorted(uuids(house.rows("SELECT intent_id FROM orders_payment"))) == captured
    paid = sorted(uuids(house.rows("SELECT id FROM orders_purchase WHERE state = 'paid'")))
    assert len(paid) == len(captured)
    assert facts(house, "orders.PurchasePaid") == paid
    assert sorted(uuids(house.rows("SELECT purchase_id FROM settlement_escrow"))) == paid
    assert sorted(uuids(house.rows("SELECT ref FROM ledger_transfer WHERE kind = 'capture'"))) == paid
    orders = sorted(uuids(house.rows("SELECT order_id FROM settlement_escrow")))
    assert facts(house, "settlement.EscrowHeld") == orders
    assert sorted(uuids(house.rows("SELECT id FROM orders_order WHERE state <> 'placed'"))) == orders
    return paid
