"""Finding products, in Chinese and English, on both databases."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.catalog import actions
from goodword.catalog.models import Offer, Product
from goodword.catalog.search import search_products
from goodword.kit.paging import BadCursor
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
