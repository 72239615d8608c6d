"""Buyers, timers and shops at once: real threads, each with a connection of its own."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections

from goodword.catalog import actions
from goodword.catalog.models import Offer, Reservation

Make = Callable[..., UUID]
Crowd = Callable[[Sequence[Callable[[], object]]], list[object]]
HOUR = timedelta(hours=1)


def stock(offer_id: UUID) -> tuple[int, int]:
    return Offer.objects.values_list("on_hand", "reserved").get(id=offer_id)


def hold(now: datetime, *lines: tuple[UUID, int]) -> UUID:
    holder = uuid4()
    actions.reserve(lines, holder=holder, until=now + HOUR, now=now)
    return holder


def hold_and_pay(now: datetime, *lines: tuple[UUID, int]) -> UUID:
    holder = hold(now, *lines)
    assert actions.claim([holder], now=now) == {holder}
    return holder


def outcome(results: list[object]) -> Counter[str]:
    return Counter("held" if isinstance(result, UUID) else type(result).__name__ for result in results)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("units", [1, 10])
def test_i16_a_crowd_buys_exactly_what_there_is(make_offer: Make, crowd: Crowd, now: datetime, units: int) -> None:
    """Red without the condition in reserve: the CHECK then breaks the requests of those who come too late."""
    tea = make_offer(units)
    results = crowd([partial(hold_and_pay, now, (tea, 1))] * 24)
    assert outcome(results) == {"held": units, "StockGone": 24 - units}
    assert stock(tea) == (0, 0)
    assert Reservation.objects.filter(ended_as="claimed").count() == units


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_i16_two_lines_of_one_purchase_never_take_more_than_there_is(
    make_offer: Make, crowd: Crowd, now: datetime
) -> None:
    """Red without the adding up by offer in _units: more is then promised than asked for is counted."""
    tea = make_offer(10)
    results = crowd([partial(hold, now, (tea, 1), (tea, 2))] * 20)
    assert outcome(results) == {"held": 3, "StockGone": 17}
    assert stock(tea) == (10, 9)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_i16_opposite_orders_never_wait_for_each_other(make_offer: Make, crowd: Crowd, now: datetime) -> None:
    """Red without ORDER BY in HOLD: PostgreSQL then finds deadlocks."""
    offers = [make_offer(200, title=f"Tea {n}") for n in range(6)]
    there = [(offer, 1) for offer in offers]

    def often(lines: list[tuple[UUID, int]]) -> UUID:
        for _ in range(5):
            hold_and_pay(now, *lines)
        return uuid4()

    results = crowd([partial(often, there), partial(often, there[::-1])] * 12)
    assert outcome(results) == {"held": 24}
    assert [stock(offer) for offer in offers] == [(80, 0)] * 6


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_i17_payment_and_time_out_at_once_end_a_hold_once(make_offer: Make, crowd: Crowd, now: datetime) -> None:
    """Red without select_for_update in _end: both sides then take the same units off."""
    tea = make_offer(100)
    holders = [hold(now, (tea, 2)) for _ in range(12)]
    acts = [partial(act, [holder], now=now) for holder in holders for act in (actions.claim, actions.release)]
    results = crowd(acts)
    assert all(isinstance(result, set) for result in results), results
    ended = Counter(holder for result in results if isinstance(result, set) for holder in result)
    assert ended == dict.fromkeys(holders, 1)
    sold = Reservation.objects.filter(ended_as="claimed").count()
    assert stock(tea) == (100 - 2 * sold, 0)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_i16_a_shop_that_counts_while_people_buy_never_counts_below_what_is_promised(
    make_offer: Make, crowd: Crowd, now: datetime
) -> None:
    """Red without the condition in set_stock: the CHECK then breaks its request."""
    tea = make_offer(20)
    counts = [partial(actions.set_stock, tea, on_hand=n, now=now, by=None) for n in (3, 5, 8, 20)]
    results = crowd([*[partial(hold, now, (tea, 1))] * 20, *counts])
    kinds = outcome(results)
    assert set(kinds) <= {"held", "StockGone", "NoneType", "StockReserved"}
    on_hand, reserved = stock(tea)
    assert reserved == kinds["held"] <= on_hand
    assert kinds["held"] >= 3


@pytest.mark.django_db(transaction=True)
def test_i16_a_crowd_on_sqlite_buys_exactly_what_there_is(
    make_offer: Make, crowd: Crowd, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where threads share a file: each connection writes in turn. Red without the condition in reserve."""
    tea = make_offer(10)
    file = tmp_path / "crowd.sqlite3"
    on_file = connection.vendor == "sqlite"
    if on_file:
        connection.ensure_connection()
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
        copy.close()
        monkeypatch.setitem(connections.settings["default"], "NAME", str(file))
    results = crowd([partial(hold_and_pay, now, (tea, 1))] * 24)
    assert outcome(results) == {"held": 10, "StockGone": 14}
    seen = crowd([partial(stock, tea)])
    assert seen == [(0, 0)]
