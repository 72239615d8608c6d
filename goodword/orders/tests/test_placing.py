"""Purchases begin."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.catalog.actions import StockGone
from goodword.kit.limits import OPEN_RESERVATIONS
from goodword.kit.money import UnknownCurrency
from goodword.orders import actions, queries
from goodword.orders.events import PurchasePlaced
from goodword.orders.models import Purchase
from goodword.orders.rules import number
from goodword.orders.tests.making import World, snapshot, state, told

pytestmark = pytest.mark.django_db

BAD_NUMBERS = [-1, 0.5, 10**13, "1e3", " 1", float("nan"), float("inf"), True, "١", "1", 2**63, None]


def test_i21_one_purchase_over_two_shops_has_one_order_per_shop(world: World) -> None:
    one, other = world.offer(world.shop(), price=1000), world.offer(world.shop(), price=250)
    purchase = world.placed([(one, 2)], [(other, 3)])
    view = queries.purchase_for(world.buyer, purchase)
    assert (view.goods, view.delivery, view.total, view.currency) == (2750, 1000, 3750, "CNY")
    assert [(order.goods, order.delivery, order.total) for order in view.orders] == [
        (2000, 500, 2500),
        (750, 500, 1250),
    ]
    assert state(purchase) == ("placed", ["placed", "placed"])
    assert world.stock(one) == (10, 2)
    assert world.stock(other) == (10, 3)
    assert told(PurchasePlaced) == [PurchasePlaced(purchase, world.buyer, 3750, "CNY")]


def test_i21_when_one_shop_has_not_enough_nothing_is_placed_or_held(world: World) -> None:
    one, other = world.offer(world.shop()), world.offer(world.shop(), stock=2)
    before = snapshot()
    with pytest.raises(StockGone) as refused:
        world.placed([(one, 1)], [(other, 3)])
    assert refused.value.facts == {"offers": {str(other): 2}}
    assert snapshot() == before


@pytest.mark.parametrize("bad", BAD_NUMBERS)
@pytest.mark.parametrize("which", ["quantity", "unit_price", "rate_bp"])
def test_s60_numbers_out_of_bounds_are_refused(world: World, which: str, bad: Any) -> None:
    draft = world.draft([(world.offer(world.shop()), 1)])
    line = replace(draft.orders[0].lines[0], expert_id=world.buyer, **{which: bad})
    draft = replace(draft, orders=(replace(draft.orders[0], lines=(line,)),))
    before = snapshot()
    with pytest.raises(actions.Unsound):
        actions.place_purchase(draft, now=world.now, by=world.buyer)
    assert snapshot() == before


@pytest.mark.parametrize("which", ["quantity", "unit_price"])
def test_s60_nothing_is_sold_none_times_or_for_nothing(world: World, which: str) -> None:
    draft = world.draft([(world.offer(world.shop()), 1)])
    line = replace(draft.orders[0].lines[0], **{which: 0})
    with pytest.raises(actions.Unsound):
        actions.place_purchase(
            replace(draft, orders=(replace(draft.orders[0], lines=(line,)),)), now=world.now, by=world.buyer
        )
    assert not Purchase.objects.exists()


@pytest.mark.parametrize("bad", [-1, 0.5, "1", True, 2**63, None])
def test_s60_delivery_is_whole_minor_units(world: World, bad: Any) -> None:
    draft = world.draft([(world.offer(world.shop()), 1)])
    with pytest.raises(actions.Unsound):
        actions.place_purchase(
            replace(draft, orders=(replace(draft.orders[0], delivery=bad),)), now=world.now, by=world.buyer
        )
    assert not Purchase.objects.exists()


def test_s60_drafts_that_are_empty_or_name_something_twice_are_refused(world: World) -> None:
    offer = world.offer(world.shop())
    draft = world.draft([(offer, 1)])
    order = draft.orders[0]
    twice = (replace(order, lines=order.lines * 2),)
    for orders in ((), (replace(order, lines=()),), (order, order), twice):
        with pytest.raises(actions.Unsound):
            actions.place_purchase(replace(draft, orders=orders), now=world.now, by=world.buyer)
    assert not Purchase.objects.exists()


@pytest.mark.parametrize("currency", ["", "cny", "XXX", "CNYX", "¥"])
def test_s61_the_currency_is_a_code(world: World, currency: str) -> None:
    draft = world.draft([(world.offer(world.shop()), 1)], currency=currency)
    with pytest.raises(UnknownCurrency):
        actions.place_purchase(draft, now=world.now, by=world.buyer)
    assert not Purchase.objects.exists()


def test_a_rate_without_an_expert_is_refused(world: World) -> None:
    draft = world.draft([(world.offer(world.shop()), 1)])
    line = replace(draft.orders[0].lines[0], rate_bp=100)
    with pytest.raises(actions.Unsound):
        actions.place_purchase(
            replace(draft, orders=(replace(draft.orders[0], lines=(line,)),)), now=world.now, by=world.buyer
        )


def test_s67_a_buyer_holds_stock_with_a_few_purchases_only(world: World) -> None:
    offer = world.offer(world.shop(), stock=100)
    for _ in range(OPEN_RESERVATIONS):
        last = world.placed([(offer, 1)])
    with pytest.raises(actions.TooManyUnpaid):
        world.placed([(offer, 1)])
    assert world.stock(offer) == (100, OPEN_RESERVATIONS)
    world.placed([(offer, 1)], buyer=world.person())
    actions.cancel_purchase(last, reason="", now=world.now, by=world.buyer)
    world.placed([(offer, 1)])
    assert world.stock(offer) == (100, OPEN_RESERVATIONS + 1)


def test_numbers_are_for_people_and_not_in_sequence(world: World) -> None:
    offer = world.offer(world.shop())
    numbers = [Purchase.objects.get(id=world.placed([(offer, 1)])).number for _ in range(3)]
    assert len(set(numbers)) == 3
    assert all(text.startswith("260601-") and len(text) == 18 for text in numbers)
    assert number(world.now, 0) == "260601-00000-00000"
    assert number(world.now, 2**50 - 1) == "260601-ZZZZZ-ZZZZZ"


def test_placing_takes_few_statements_however_many_lines(world: World) -> None:
    counts = []
    for lines in (1, 6):
        draft = world.draft(*[[(world.offer(world.shop()), 1)] for _ in range(lines)])
        with CaptureQueriesContext(connection) as queries_made:
            actions.place_purchase(draft, now=world.now, by=world.buyer)
        counts.append(len([q for q in queries_made if "SAVEPOINT" not in q["sql"]]))
    assert counts[0] == counts[1] == 8


def test_s74_an_unknown_purchase_looks_like_somebody_elses(world: World) -> None:
    purchase = world.placed([(world.offer(world.shop()), 1)])
    for asker, asked in ((world.person(), purchase), (world.buyer, uuid4())):
        with pytest.raises(queries.NoSuchPurchase):
            queries.purchase_for(asker, asked)
