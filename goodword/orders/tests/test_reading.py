"""What buyers and shops see, and what the house reads of many orders at once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.kit.limits import PAGE_SIZE
from goodword.kit.paging import BadCursor, encode_cursor
from goodword.orders import actions, queries
from goodword.orders.queries import NoSuchOrder, NoSuchPurchase
from goodword.orders.tests.making import World

pytestmark = pytest.mark.django_db


def statements(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as made:
        read()
    return len(made)


def test_the_four_steps_follow_the_order(world: World) -> None:
    purchase = world.placed([(world.offer(world.shop()), 1)])
    (order,) = world.orders(purchase)

    def done() -> list[str]:
        return [step.name for step in queries.purchase_for(world.buyer, purchase).orders[0].steps if step.done]

    assert done() == []
    world.tell(world.capture(purchase))
    assert done() == ["paid", "held"]
    world.dispatch(order)
    assert done() == ["paid", "held", "shipped"]
    actions.receive_order(order, now=world.now, by=world.buyer)
    assert done() == ["paid", "held", "shipped", "arrived"]


def test_lines_stand_as_they_were_agreed(world: World) -> None:
    shop = world.shop()
    offers = [world.offer(shop, price=price) for price in (5, 4, 3, 2, 1)]
    purchase = world.placed([(offer, 1) for offer in offers])
    view = queries.purchase_for(world.buyer, purchase)
    assert [line.offer_id for line in view.orders[0].lines] == offers
    assert [line.unit_price for line in view.orders[0].lines] == [5, 4, 3, 2, 1]


def test_s01_another_buyer_and_another_shop_find_nothing(world: World) -> None:
    shop, other_shop, other_buyer = world.shop(), world.shop(), world.person()
    purchase = world.paid([(world.offer(shop), 1)])
    (order,) = world.orders(purchase)
    for read in (
        lambda: queries.order_for(other_buyer, order),
        lambda: queries.order_for(world.buyer, uuid4()),
        lambda: queries.order_for_shop(other_shop, order),
        lambda: queries.order_for_shop(shop, uuid4()),
        lambda: queries.order_for_shop(shop, purchase),
    ):
        with pytest.raises(NoSuchOrder):
            read()
    with pytest.raises(NoSuchPurchase):
        queries.purchase_for(other_buyer, purchase)
    with pytest.raises(NoSuchPurchase):
        queries.purchase_for(world.buyer, order)
    assert list(queries.purchases_of(other_buyer).rows) == []
    assert list(queries.orders_of_shop(other_shop).rows) == []
    assert queries.order_for_shop(shop, order).id == queries.order_for(world.buyer, order).id == order


def test_s01_a_shop_sees_no_order_before_it_is_paid(world: World) -> None:
    shop = world.shop()
    (order,) = world.orders(world.placed([(world.offer(shop), 1)]))
    with pytest.raises(NoSuchOrder):
        queries.order_for_shop(shop, order)
    assert list(queries.orders_of_shop(shop).rows) == []


def walk(read: Callable[[str | None], Any]) -> list[UUID]:
    """Every id of all pages."""
    found: list[UUID] = []
    page = read(None)
    found += [row.id for row in page.rows]
    while page.next:
        page = read(page.next)
        found += [row.id for row in page.rows]
    return found


def test_lists_are_newest_first_and_paged(world: World) -> None:
    shop = world.shop()
    offer = world.offer(shop, stock=1000)
    purchases = []
    for _ in range(PAGE_SIZE + 3):
        world.pass_time(seconds=1)
        purchases.append(world.paid([(offer, 1)]))
    orders = [world.orders(purchase)[0] for purchase in purchases]
    assert walk(lambda cursor: queries.purchases_of(world.buyer, cursor)) == purchases[::-1]
    assert walk(lambda cursor: queries.orders_of_shop(shop, None, cursor)) == orders[::-1]
    world.dispatch(orders[0])
    assert walk(lambda cursor: queries.orders_of_shop(shop, "paid", cursor)) == orders[:0:-1]
    assert walk(lambda cursor: queries.orders_of_shop(shop, "dispatched", cursor)) == [orders[0]]
    assert walk(lambda cursor: queries.orders_of_shop(shop, "nonsense", cursor)) == []


@pytest.mark.parametrize("cursor", ["x", "AAAA", encode_cursor("not an id"), encode_cursor(1)])
def test_a_page_mark_that_is_not_ours_is_refused(world: World, cursor: str) -> None:
    for read in (queries.purchases_of, lambda who, mark: queries.orders_of_shop(who, None, mark)):
        with pytest.raises(BadCursor):
            read(world.buyer, cursor)


def test_reading_takes_as_many_statements_for_many_as_for_one(world: World) -> None:
    shop = world.shop()
    offer = world.offer(shop, stock=100)
    first = world.paid([(offer, 1)])
    alone = statements(lambda: queries.purchases_of(world.buyer))
    assert statements(lambda: queries.purchase_for(world.buyer, first)) == alone
    for _ in range(3):
        world.paid([(offer, 1)], [(world.offer(world.shop()), 1)])
    assert statements(lambda: queries.purchases_of(world.buyer)) == alone == 6
    assert statements(lambda: queries.orders_of_shop(shop)) == 5


def test_facts_for_settlement_are_read_for_many_at_once(world: World) -> None:
    one, other = world.offer(world.shop(), price=1000), world.offer(world.shop(), price=200)
    purchase = world.paid([(one, 2)], [(other, 1)])
    second = world.paid([(one, 1)])
    facts = queries.money_facts([purchase, second, uuid4()])
    assert [(order.goods, order.delivery, order.refunded) for order in facts[purchase]] == [
        (2000, 500, 0),
        (200, 500, 0),
    ]
    assert [line.amount for order in facts[purchase] for line in order.lines] == [2000, 200]
    assert {order.buyer_id for orders in facts.values() for order in orders} == {world.buyer}
    assert set(facts) == {purchase, second}
    assert statements(lambda: queries.money_facts([purchase])) == statements(
        lambda: queries.money_facts([purchase, second])
    )
    with pytest.raises(NoSuchOrder):
        queries.refund(uuid4())


def test_who_bought_what_is_known_from_payment_until_it_is_given_up(world: World) -> None:
    purchase = world.placed([(world.offer(world.shop()), 1)])
    product = queries.purchase_for(world.buyer, purchase).orders[0].lines[0].product_id
    assert queries.bought_products(world.buyer, [product]) == set()
    world.tell(world.capture(purchase))
    assert queries.bought_products(world.buyer, [product]) == {product}
    assert queries.bought_products(world.person(), [product]) == set()
    actions.cancel_order(world.orders(purchase)[0], reason="", now=world.now, by=world.buyer)
    assert queries.bought_products(world.buyer, [product]) == set()
