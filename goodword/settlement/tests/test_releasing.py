"""When money becomes its payees', and when not (I-10)."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from goodword.journal.models import Entry
from goodword.ledger import queries as ledger
from goodword.orders.events import OrderReceived
from goodword.orders.models import Order
from goodword.settlement import actions, jobs, queries, reactions
from goodword.settlement.models import Escrow, Release
from goodword.settlement.tests.making import RETURN_DAYS, Market, Sold, told


@pytest.mark.django_db
def test_i10_released_when_the_return_window_is_over_and_once(market: Market) -> None:
    expert, shop = market.person(), market.shop()
    (order,) = market.paid({shop: [Sold(10_000, expert, 1_000)]}, delivery=500)
    market.receive(order)
    market.pass_time(days=RETURN_DAYS, seconds=-1)
    assert market.release() == 0
    assert market.escrow(order) == ("held", 10_500, 0, 0)
    market.pass_time(seconds=1)
    assert jobs.release_orders(market.now, 100) == 1
    assert jobs.release_orders(market.now, 100) == 0
    assert market.escrow(order) == ("released", 10_500, 0, 10_500)
    assert (market.available("shop", shop), market.available("expert", expert)) == (9_300, 1_000)
    assert market.platform() == 200
    assert {t.state for t in ledger.transfers_about(order)} == {"settled", "posted"}
    released = Entry.objects.get(name="settlement.OrderReleased").payload
    assert (released["shop"], released["expert"], released["platform"]) == (9_300, 1_000, 200)
    assert Entry.objects.get(name="settlement.CommissionEarned").subject == expert
    money = queries.order_money([order])[order]
    assert (money.held, money.released, money.released_at) == (0, 10_500, market.now)


def not_received(market: Market, order: object) -> None:
    Order.objects.filter(id=order).update(state="dispatched", received_at=None, return_until=None)


def return_asked(market: Market, order: object) -> None:
    market.asked_return(order)


def return_accepted(market: Market, order: object) -> None:
    market.asked_return(order, "accepted")


def refund_on_its_way(market: Market, order: object) -> None:
    market.agreed(order, [300])


def window_longer(market: Market, order: object) -> None:
    Order.objects.filter(id=order).update(return_until=market.now + timedelta(days=1))


REASONS = [not_received, return_asked, return_accepted, refund_on_its_way, window_longer]


@pytest.mark.django_db
@pytest.mark.parametrize("reason", REASONS)
def test_i10_not_released_while_the_buyer_has_a_right(market: Market, reason: Callable[[Market, object], None]) -> None:
    """Red for each filter of queries.releasable that is taken out (state and return_until go together)."""
    (order,) = market.paid({market.shop(): [Sold(1_000)]})
    market.receive(order)
    market.pass_time(days=RETURN_DAYS)
    reason(market, order)
    assert market.release() == 0
    assert market.escrow(order) == ("held", 1_000, 0, 0)
    assert not Release.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["refused", "received"])
def test_i10_a_return_that_has_ended_holds_nothing_up(market: Market, state: str) -> None:
    (order,) = market.paid({market.shop(): [Sold(1_000)]})
    market.receive(order)
    market.asked_return(order, state)
    market.pass_time(days=RETURN_DAYS)
    assert market.release() == 1


@pytest.mark.django_db
def test_i10_one_that_waits_does_not_hold_up_others(market: Market) -> None:
    shop = market.shop()
    orders = [market.paid({shop: [Sold(1_000)]})[0] for _ in range(3)]
    market.receive(*orders)
    market.asked_return(orders[0])
    market.pass_time(days=RETURN_DAYS)
    assert actions.release_due(now=market.now, by=None, limit=2) == 2
    assert market.escrow(orders[0])[0] == "held"


@pytest.mark.django_db
def test_a_release_takes_no_more_than_one_call_to_the_ledger(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goodword.settlement.actions.releasing.TRANSFERS_AT_ONCE", 5)
    shop = market.shop()
    orders = [market.paid({shop: [Sold(1_000)]})[0] for _ in range(3)]  # two payees each
    market.receive(*orders)
    market.pass_time(days=RETURN_DAYS)
    assert [market.release() for _ in range(3)] == [2, 1, 0]


@pytest.mark.django_db
def test_reaction_twice_the_return_window_begins_once(market: Market) -> None:
    (order,) = market.paid({market.shop(): [Sold(1_000)]})
    market.receive(order)
    Escrow.objects.update(release_at=None)
    until = Order.objects.get().return_until
    assert until
    fact = OrderReceived(order, Order.objects.get().purchase_id, False, until)
    for _twice in range(2):
        reactions.begin_window(told(fact, fact, now=market.now), market.now)
    assert Escrow.objects.get().release_at == until
    market.pass_time(days=RETURN_DAYS)
    assert market.release() == 1
    reactions.begin_window(told(fact, now=market.now), market.now)
    assert market.escrow(order) == ("released", 1_000, 0, 1_000)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_i10_confirmation_and_eight_workers_at_one_moment_release_once(market: Market) -> None:
    shop = market.shop()
    orders = [market.paid({shop: [Sold(1_000)]})[0] for _ in range(5)]
    market.receive(*orders)
    until = Order.objects.get(id=orders[0]).return_until
    assert until
    market.pass_time(days=RETURN_DAYS)
    start, counts, faults = threading.Barrier(10), [], []

    def confirm() -> None:
        facts = [OrderReceived(order, order, False, until) for order in orders]
        reactions.begin_window(told(*facts, now=market.now), market.now)

    def run(work: Callable[[], object]) -> None:
        start.wait(10)
        try:
            counts.append(work() or 0)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    works: list[Callable[[], object]] = [market.release] * 8 + [confirm] * 2
    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts.append(market.release())
    assert faults == []
    assert sum(counts) == 5
    assert Release.objects.count() == 5
    assert market.available("shop", shop) == 5 * 980


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_i10_a_worker_steps_over_what_another_is_releasing(market: Market) -> None:
    """Red without the lease in release_due: the second worker then waits, and fails at the release's key."""
    orders = [market.paid({market.shop(): [Sold(1_000)]})[0] for _ in range(2)]
    market.receive(*orders)
    market.pass_time(days=RETURN_DAYS)
    counts: list[int] = []
    faults: list[Exception] = []

    def second() -> None:
        try:
            counts.append(market.release())
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    worker = threading.Thread(target=second)
    with transaction.atomic():
        assert market.release() == 2
        worker.start()
        worker.join(2)  # it is done at once, or it waits for this transaction to end
    worker.join()
    assert (counts, faults) == ([0], [])
    assert Release.objects.count() == 2
