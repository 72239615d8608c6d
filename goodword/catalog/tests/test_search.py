"""Finding products, in Chinese and English, on both databases."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import product as combinations
from typing import NamedTuple
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.catalog import actions
from goodword.catalog.models import Offer, Product
from goodword.catalog.search import SORTS, Prices, search_products, titles_like
from goodword.kit.paging import BadCursor, encode_cursor
from goodword.partners import actions as partners_actions

pytestmark = pytest.mark.django_db
Make = Callable[..., UUID]
TITLES = (
    "西湖龙井 明前茶",
    "龙泉青瓷杯",
    "Longjing tea, spring 2026",
    "Trail running shoe",
    "Blue wave cup",
    "Steak knife",
)


@pytest.fixture
def shelf(make_offer: Make) -> dict[UUID, str]:
    """A shop with all of TITLES."""
    for title in TITLES:
        make_offer(title=title)
    return dict(Product.objects.values_list("id", "title"))


def found(text: str, **filters: object) -> set[str]:
    return {card.title for card in search_products(text, **filters).rows}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("龙井", {"西湖龙井 明前茶"}),
        ("西湖龙井", {"西湖龙井 明前茶"}),
        ("龙井 明前", {"西湖龙井 明前茶"}),
        ("龙", {"西湖龙井 明前茶", "龙泉青瓷杯"}),
        ("井龙", set()),
        ("湖龙泉", set()),
        ("青瓷杯", {"龙泉青瓷杯"}),
        ("longjing", {"Longjing tea, spring 2026"}),
        ("LONGJ", {"Longjing tea, spring 2026"}),
        ("ＬＯＮＧＪＩＮＧ", {"Longjing tea, spring 2026"}),
        ("tea", {"Longjing tea, spring 2026"}),
        ("spring tea", {"Longjing tea, spring 2026"}),
        ("shoes", {"Trail running shoe"}),
        ("run sh", {"Trail running shoe"}),
        ("2026", {"Longjing tea, spring 2026"}),
        ("cup tea", set()),
        ("eak", set()),
        ("", set(TITLES)),
        ("  ", set(TITLES)),
        ("!!!", set()),
        ("'", set()),
        ('" OR text : "tea', set()),
        ("tea' | 'cup", set()),
        ("%", set()),
        ("tea:*", {"Longjing tea, spring 2026"}),
        ("x" * 5000, set()),
    ],
)
def test_words_find_what_is_called_so(shelf: dict[UUID, str], text: str, titles: set[str]) -> None:
    assert found(text) == titles


def test_brand_sku_topic_and_variant_find_a_product_too(make_offer: Make, now: datetime) -> None:
    actions.plant_topics(now=now, by=None)
    make_offer(title="Gaiwan", brand="Jingde Kiln", topic="ceramics")
    for text in ("jingde", "ceramics", "陶瓷", "Gaiwan-100", "100 g"):
        assert found(text) == {"Gaiwan"}, text


def test_filters_narrow_what_is_found(make_offer: Make, make_shop: Make, now: datetime) -> None:
    actions.plant_topics(now=now, by=None)
    other = make_shop("other")
    make_offer(title="Green tea", topic="tea")
    make_offer(title="Tea cup", topic="ceramics")
    make_offer(0, title="Black tea", topic="tea", shop_id=other)
    assert found("tea") == {"Green tea", "Tea cup", "Black tea"}
    assert found("tea", topic="tea") == {"Green tea", "Black tea"}
    assert found("tea", topic="food") == {"Green tea", "Black tea"}
    assert found("tea", shop_id=other) == {"Black tea"}
    assert found("tea", in_stock=True) == {"Green tea", "Tea cup"}
    assert found("tea", topic="alchemy") == set()


def test_what_was_renamed_is_found_by_its_new_name_only(shelf: dict[UUID, str], now: datetime) -> None:
    cup = next(product for product, title in shelf.items() if title == "Blue wave cup")
    actions.change_product(cup, title="红茶碗", description="", brand="", topic=None, now=now, by=None)
    assert found("茶碗") == {"红茶碗"}
    assert found("wave") == {"红茶碗"}, "its SKU still says so"
    assert found("blue bowl") == set()


def test_s05_what_may_not_be_bought_is_not_found(shelf: dict[UUID, str], shop_id: UUID, now: datetime) -> None:
    tea = next(product for product, title in shelf.items() if title == "Longjing tea, spring 2026")
    actions.withdraw_product(tea, reason="Recalled.", now=now, by=None)
    assert found("tea") == set()
    partners_actions.suspend_shop(shop_id, reason="Copies.", now=now, by=None)
    assert found("") == set()


def test_pages_follow_each_other_without_gap_or_repeat(make_offer: Make) -> None:
    for n in range(45):
        make_offer(title=f"Tea {n}")
    seen: list[UUID] = []
    cursor = None
    for _ in range(3):
        page = search_products("tea", cursor=cursor)
        seen += [card.id for card in page.rows]
        cursor = page.next
    assert cursor is None
    assert seen == sorted(Product.objects.values_list("id", flat=True), reverse=True)
    with pytest.raises(BadCursor):
        search_products("tea", cursor="WyJ4Il0")


@pytest.mark.parametrize("count", [1, 12])
def test_a_search_is_one_statement(make_offer: Make, count: int) -> None:
    for n in range(count):
        make_offer(title=f"龙井 tea {n}")
    with CaptureQueriesContext(connection) as statements:
        assert len(search_products("龙井 tea", in_stock=True).rows) == count
    assert len(statements) == 1
    assert Offer.objects.count() == count


class Thing(NamedTuple):
    """A product as the plain search of the test below knows it."""

    id: UUID
    title: str
    topic: str
    shop: UUID
    price: int
    stock: int


@pytest.fixture
def things(make_offer: Make, make_shop: Make, shop_id: UUID, now: datetime) -> list[Thing]:
    """What may be found, among much that may not: withdrawn, of an unverified and of a suspended shop."""
    actions.plant_topics(now=now, by=None)
    shops = {"good": shop_id, "euro": make_shop("euro", currency="EUR"), "bad": make_shop("bad")}
    shops["new"] = make_shop("new", standing=False)
    rows = [
        ("good", "Green tea", "tea", 5000, 3),
        ("good", "Tea cup", "ceramics", 5000, 0),
        ("good", "Cup for tea", "ceramics", 9000, 1),
        ("good", "Blue lamp", "home", 20000, 2),
        ("euro", "Tea towel", "home", 700, 2),
        ("bad", "Tea of a suspended shop", "tea", 5000, 3),
        ("new", "Tea of an unverified shop", "tea", 5000, 3),
        ("good", "Withdrawn tea", "tea", 5000, 3),
    ]
    made = []
    for shop, title, topic, price, stock in rows:
        offer = make_offer(stock, price, title, topic=topic, shop_id=shops[shop])
        made.append(Thing(Offer.objects.get(id=offer).product_id, title, topic, shops[shop], price, stock))
    actions.withdraw_product(made[-1].id, reason="Recalled.", now=now, by=None)
    partners_actions.suspend_shop(shops["bad"], reason="Copies.", now=now, by=None)
    return made


def plainly(things: list[Thing], text: str, sort: str, prices: Prices, euro: UUID) -> Iterator[Thing]:
    """What may be found of `things`, in order, without any index."""
    compared = prices.bounded or sort in ("cheapest", "dearest")
    rows = [
        one
        for one in things[:5]
        if text in one.title.lower()
        if not compared or ("EUR" if one.shop == euro else "CNY") == prices.currency
        if (prices.least or 0) <= one.price <= (prices.most or 10**12) or not compared
    ]
    rows.sort(key=lambda one: one.id, reverse=sort != "cheapest")
    if sort in ("cheapest", "dearest"):
        rows.sort(key=lambda one: one.price, reverse=sort == "dearest")
    elif sort == "fitting" and text:
        rows.sort(key=lambda one: not one.title.lower().startswith(text))
    yield from rows


def test_s05_no_combination_of_filters_finds_what_may_not_be_seen(things: list[Thing]) -> None:
    """Red without `listed` or `recommendable` in _wanted; and every combination finds exactly what fits, in order."""
    euro = things[4].shop
    prices = [Prices("CNY"), Prices("CNY", 5000, 9000), Prices("EUR", None, 800), Prices("CNY", 6000)]
    topics = {None: {"tea", "ceramics", "home"}, "tea": {"tea"}, "food": {"tea"}}
    shops = [None, things[0].shop, euro, things[5].shop, things[6].shop]
    for text, topic, shop, stocked, bounds, sort in combinations(
        ("", "tea", "cup"), topics, shops, (False, True), prices, SORTS
    ):
        cards = search_products(text, topic=topic, shop_id=shop, in_stock=stocked, prices=bounds, sort=sort).rows
        wanted = [
            one.title
            for one in plainly(things, text, sort, bounds, euro)
            if one.topic in topics[topic] and (shop is None or one.shop == shop) and (one.stock or not stocked)
        ]
        assert [card.title for card in cards] == wanted, (text, topic, shop, stocked, bounds, sort)


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_every_order_follow_each_other_without_gap_or_repeat(make_offer: Make, sort: str) -> None:
    for n in range(45):
        make_offer(title=f"Tea {n}" if n % 3 else f"A tea {n}", price=100 + n % 4)
    seen: list[tuple[UUID, int]] = []
    cursor, pages = None, 0
    while pages == 0 or cursor:
        page = search_products("tea", prices=Prices("CNY"), sort=sort, cursor=cursor)
        seen += [(card.id, card.price) for card in page.rows]
        cursor, pages = page.next, pages + 1
    assert pages == 3
    assert len({one for one, _price in seen}) == len(seen) == 45
    if sort in ("cheapest", "dearest"):
        costs = [price for _one, price in seen]
        assert costs == sorted(costs, reverse=sort == "dearest")


@pytest.mark.parametrize("key", [("x",), (1,), (1, "x"), (-1, str(UUID(int=1))), (10**30, str(UUID(int=1)))])
@pytest.mark.parametrize("sort", ["fitting", "cheapest"])
def test_s71_a_forged_page_mark_is_refused(shelf: dict[UUID, str], sort: str, key: tuple[int | str, ...]) -> None:
    """Red without the bounds in _mark: any number was taken for a price."""
    with pytest.raises(BadCursor):
        search_products("tea", prices=Prices("CNY"), sort=sort, cursor=encode_cursor(*key))


def test_a_product_stands_at_its_lowest_price_once(shop_id: UUID, make_offer: Make, now: datetime) -> None:
    sizes = [actions.NewVariant(sku=sku, price=price, stock=1) for sku, price in (("a", 900), ("b", 300), ("c", 300))]
    actions.add_product(shop_id, title="Tin", variants=sizes, now=now, by=None)
    make_offer(title="Cup", price=500)
    rising = search_products("", prices=Prices("CNY"), sort="cheapest").rows
    assert [(card.title, card.price) for card in rising] == [("Tin", 300), ("Cup", 500)]
    assert search_products("", prices=Prices("CNY", 600), sort="cheapest").rows == []


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("count", [1, 12])
def test_every_order_costs_at_most_two_statements(make_offer: Make, sort: str, count: int) -> None:
    for n in range(count):
        make_offer(title=f"龙井 tea {n}")
    with CaptureQueriesContext(connection) as statements:
        assert len(search_products("tea", prices=Prices("CNY", 1), sort=sort).rows) == count
    assert len(statements) == (1 if sort == "newest" else 2)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("tea", ["Tea for two", "Longjing tea"]),
        ("long", ["Longjing tea"]),
        ("龙", ["西湖龙井"]),
        ("", []),
        ("%", []),
        ("_", []),
        ("😀", []),
        ("\0", []),
        ("x" * 10_000, []),
        ("\u202eaet", []),
    ],
)
def test_titles_are_suggested_once_those_first_that_begin_so(
    make_offer: Make, now: datetime, text: str, titles: list[str]
) -> None:
    for title in ("Tea for two", "Longjing tea", "Longjing tea", "西湖龙井", "Gone tea"):
        offer = make_offer(title=title)
    actions.withdraw_product(Offer.objects.get(id=offer).product_id, reason="Recalled.", now=now, by=None)
    assert titles_like(text) == titles
