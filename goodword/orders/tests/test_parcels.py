"""Many parcels at once, and what waits at a shop's counter."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.orders import actions, queries
from goodword.orders.actions import ParcelNote, ParcelOutcome
from goodword.orders.models import Order
from goodword.orders.tests.making import AUTO_RECEIPT, World, snapshot

pytestmark = pytest.mark.django_db


def handed(world: World, shop: UUID, *notes: tuple[str, str, str], by: UUID | None = None) -> list[ParcelOutcome]:
    return actions.dispatch_parcels(
        shop,
        [ParcelNote(*note) for note in notes],
        auto_receipt=AUTO_RECEIPT,
        now=world.now,
        by=by or world.owners[shop],
    )


def sold(world: World, shop: UUID, count: int) -> list[queries.OrderView]:
    offer = world.offer(shop)
    ids = list[UUID]()
    for _ in range(count):
        ids += world.orders(world.paid([(offer, 1)]))
        world.pass_time(seconds=1)
    return [queries.order_for_shop(shop, one) for one in ids]


def test_each_parcel_stands_alone_and_the_same_list_changes_nothing_more(world: World) -> None:
    shop = world.shop()
    one, two, three = sold(world, shop, 3)
    notes = [
        (f" {one.number.lower()} ", "SF  Express", "1"),
        (str(two.id), "", "2"),
        (three.number, "YTO", "3"),
        (three.number, "YTO", "3"),
        (three.number, "YTO", "4"),
        ("no-such-9", "YTO", "5"),
    ]
    told = handed(world, shop, *notes)
    assert [outcome.state for outcome in told] == ["sent", "refused", "sent", "same", "refused", "refused"]
    assert [outcome.refusal.code for outcome in told if outcome.refusal] == [
        "orders.bad_parcel",
        "orders.not_dispatchable",
        "orders.no_such_order",
    ]
    parcels = {view.number: [(p.carrier, p.number) for p in view.parcels] for view in queries.orders_of_shop(shop).rows}
    assert parcels == {one.number: [("SF Express", "1")], two.number: [], three.number: [("YTO", "3")]}
    before = snapshot()
    again = handed(world, shop, *notes)
    assert [outcome.state for outcome in again] == ["same", "refused", "same", "same", "refused", "refused"]
    assert snapshot() == before


def test_s01_orders_of_another_shop_are_unknown_and_not_sent(world: World) -> None:
    """Red without visible_to_shop in known_to_shop."""
    shop, other = world.shop(), world.shop()
    [theirs] = sold(world, other, 1)
    before = snapshot()
    told = handed(world, shop, (theirs.number, "SF", "1"), (str(theirs.id), "SF", "1"), by=world.owners[other])
    assert [outcome.refusal and outcome.refusal.code for outcome in told] == ["orders.no_such_order"] * 2
    assert snapshot() == before


def test_s04_a_stranger_sends_nothing(world: World) -> None:
    shop = world.shop()
    [order] = sold(world, shop, 1)
    before = snapshot()
    [outcome] = handed(world, shop, (order.number, "SF", "1"), by=uuid4())
    assert outcome.state == "refused"
    assert snapshot() == before


def test_s60_a_list_has_an_end(world: World) -> None:
    shop = world.shop()
    with pytest.raises(actions.ParcelsTooMany):
        handed(world, shop, *[("x-1", "SF", "1")] * 501)


def test_what_waits_is_counted_and_listed(world: World) -> None:
    shop, other = world.shop(), world.shop()
    first, second, third, fourth = sold(world, shop, 4)
    sold(world, other, 1)
    returns = []
    for order in (third, fourth):
        world.dispatch(order.id)
        actions.receive_order(order.id, now=world.now, by=world.buyer)
        line = order.lines[0].id
        returns.append(actions.ask_return(order.id, lines=[(line, 1)], reason="Too dry", now=world.now, by=world.buyer))
    actions.accept_return(returns[1], now=world.now, by=world.owners[shop])
    assert queries.waiting_at(shop) == queries.Waiting(to_ship=2, to_answer=1, coming_back=1)
    assert [one.id for one in queries.orders_to_ship(shop).rows] == [first.id, second.id]
    assert [one.id for one in queries.orders_coming_back(shop).rows] == [fourth.id, third.id]
    actions.receive_return(returns[1], now=world.now, by=world.owners[shop])
    assert queries.waiting_at(shop) == queries.Waiting(to_ship=2, to_answer=1, coming_back=0)
    stranger = queries.orders_named(other, [first.id, second.id])
    assert [one.id for one in queries.orders_named(shop, [second.id, first.id, uuid4()])] == [first.id, second.id]
    assert stranger == []


def test_the_longest_waiting_come_first_page_by_page(world: World) -> None:
    shop = world.shop()
    offer = world.offer(shop, stock=99)
    ids = []
    for _ in range(23):
        ids.append(world.orders(world.paid([(offer, 1)]))[0])
        world.now += timedelta(minutes=1)
    page = queries.orders_to_ship(shop)
    rest = queries.orders_to_ship(shop, page.next)
    assert [one.id for one in [*page.rows, *rest.rows]] == ids
    assert (len(page.rows), rest.next) == (20, None)
    with CaptureQueriesContext(connection) as statements:
        queries.waiting_at(shop)
    assert len(statements) == 3
    assert Order.objects.count() == 23
