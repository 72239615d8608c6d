"""The operator's search over all purchases: exact, in pages, and as costly when little fits as when much does."""

from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from goodword.kit import paging
from goodword.kit.paging import BadCursor, encode_cursor
from goodword.orders import queries
from goodword.orders.queries import SoughtPurchases, search
from goodword.orders.tests.making import World

pytestmark = pytest.mark.django_db


def everything(sought: SoughtPurchases) -> list[UUID]:
    """All pages, one after another."""
    page = queries.search_purchases(sought)
    found = [row.id for row in page.rows]
    while page.next:
        page = queries.search_purchases(sought, page.next)
        found += [row.id for row in page.rows]
    return found


def test_a_search_looks_at_a_stretch_at_a_time(
    world: World, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Red without a limit on what is looked at: the first page then has both that fit."""
    monkeypatch.setattr(search, "SEARCH_WINDOW", 4)
    monkeypatch.setattr(paging, "SEARCH_WINDOW", 4)
    shop, ann = world.shop(), world.person()
    offer = world.offer(shop, stock=50)
    made = []
    for number in range(10):
        world.pass_time(minutes=1)
        made.append(world.placed([(offer, 1)], buyer=ann if number in (0, 8) else world.person()))
    world.tell(world.capture(made[0]))
    with django_assert_num_queries(3):
        page = queries.search_purchases(SoughtPurchases(state="placed"))
    assert [row.id for row in page.rows] == made[:5:-1]
    with django_assert_num_queries(1):
        empty = queries.search_purchases(SoughtPurchases(state="paid"))
    assert (list(empty.rows), bool(empty.next)) == ([], True)
    assert everything(SoughtPurchases()) == made[::-1]
    assert everything(SoughtPurchases(state="paid")) == [made[0]]
    assert everything(SoughtPurchases(buyer=ann)) == [made[8], made[0]]
    assert everything(SoughtPurchases(shop=shop, buyer=ann)) == [made[8], made[0]]
    assert everything(SoughtPurchases(shop=world.shop())) == []
    earlier = world.now - timedelta(minutes=4)
    assert everything(SoughtPurchases(start=earlier)) == made[:4:-1]
    assert everything(SoughtPurchases(end=earlier)) == made[4::-1]


def test_a_row_tells_every_shops_part(world: World) -> None:
    first, second = world.shop(), world.shop()
    purchase = world.placed([(world.offer(first), 1)], [(world.offer(second), 2)])
    (row,) = queries.search_purchases(SoughtPurchases()).rows
    assert (row.id, row.buyer_id, row.state, row.channel) == (purchase, world.buyer, "placed", "sandbox")
    assert [(part.shop_id, part.state) for part in row.parts] == [(first, "placed"), (second, "placed")]
    assert [one.id for one in queries.search_purchases(SoughtPurchases(number=row.number.lower())).rows] == [purchase]
    assert [one.id for one in queries.search_purchases(SoughtPurchases(number=f"{row.number}-2")).rows] == [purchase]
    assert queries.buyer_of(purchase) == world.buyer


def test_an_altered_page_mark_is_refused(world: World) -> None:
    with pytest.raises(BadCursor):
        queries.search_purchases(SoughtPurchases(), encode_cursor("no id"))
