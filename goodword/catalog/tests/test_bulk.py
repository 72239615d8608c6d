"""Catalogue files: many products at once, again and again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.catalog import actions, queries
from goodword.catalog.actions import Counts
from goodword.catalog.models import Media, Offer, PricePoint, Product, SearchEntry, Variant
from goodword.catalog.rules import BadProduct, ProductRow, VariantRow
from goodword.catalog.search import search_products
from goodword.journal.models import Entry
from goodword.kit.money import UnknownCurrency
from goodword.partners.queries import NoSuchShop

pytestmark = pytest.mark.django_db
Make = Callable[..., UUID]
DAY = timedelta(days=1)
TEA = VariantRow("T-100", "100 g", (("Weight", "100 g"),), "4006381333931", 12800, None, "CNY", 10, 2)
ROW = ProductRow("longjing", "Longjing", "<p>Green</p>", "Meijiawu", None, (TEA,), ("https://shop.example/1.jpg",))


def many(count: int) -> list[ProductRow]:
    return [
        replace(ROW, handle=f"tea-{n}", title=f"Tea {n}", variants=(TEA, replace(TEA, sku="T-250")))
        for n in range(count)
    ]


def everything() -> list[object]:
    tables = (Product, Variant, Offer, PricePoint, Media, SearchEntry)
    return [list(table.objects.order_by("id").values()) for table in tables] + [Entry.objects.count()]


def told(name: str) -> int:
    return Entry.objects.filter(name=f"catalog.{name}").count()


def test_the_same_rows_again_change_nothing(shop_id: UUID, now: datetime) -> None:
    rows = many(30)
    assert actions.put_products(shop_id, rows, now=now, by=None) == Counts(30, 0, 0)
    before = everything()
    assert actions.put_products(shop_id, rows, now=now + DAY, by=None) == Counts(0, 0, 30)
    assert everything() == before
    assert (Product.objects.count(), Offer.objects.count(), told("ProductListed")) == (30, 60, 30)


def test_a_product_is_kept_as_its_row_says(shop_id: UUID, now: datetime) -> None:
    actions.put_products(shop_id, [ROW], now=now, by=None)
    product = Product.objects.get()
    page = queries.product_page(product.id, now)
    assert (page.handle, page.card.title, page.description, page.brand) == (
        "longjing",
        "Longjing",
        "<p>Green</p>",
        "Meijiawu",
    )
    (offer,) = page.offers
    assert (offer.sku, offer.price, offer.available, offer.lead_time_days) == ("T-100", 12800, 10, 2)
    assert (offer.gtin, offer.options) == ("4006381333931", (("Weight", "100 g"),))
    waiting = Media.objects.get()
    assert (waiting.source_url, waiting.due_at, waiting.file) == ("https://shop.example/1.jpg", now, "")
    assert page.card.picture.url == "/static/drawings/tea.svg"


@pytest.mark.parametrize(
    ("row", "facts"),
    [
        (replace(ROW, title="Longjing 2026"), {"ProductChanged": 1}),
        (replace(ROW, description_html="<p>Greener</p>"), {"ProductChanged": 1}),
        (replace(ROW, brand="Other"), {"ProductChanged": 1}),
        (replace(ROW, topic="tea"), {"ProductChanged": 1}),
        (replace(ROW, variants=(replace(TEA, gtin=None),)), {"ProductChanged": 1}),
        (replace(ROW, variants=(TEA, replace(TEA, sku="T-250"))), {"ProductChanged": 1}),
        (replace(ROW, variants=(replace(TEA, price=9900),)), {"PriceChanged": 1}),
        (replace(ROW, variants=(replace(TEA, compare_at=15000),)), {"PriceChanged": 1}),
        (replace(ROW, variants=(replace(TEA, stock=3),)), {"StockSet": 1}),
        (replace(ROW, variants=(replace(TEA, lead_time_days=9),)), {}),
        (replace(ROW, picture_urls=("https://shop.example/1.jpg", "https://shop.example/2.jpg")), {}),
    ],
)
def test_every_difference_is_one_change(shop_id: UUID, now: datetime, row: ProductRow, facts: dict[str, int]) -> None:
    actions.plant_topics(now=now, by=None)
    actions.put_products(shop_id, [ROW], now=now, by=None)
    assert actions.put_products(shop_id, [row], now=now + DAY, by=None) == Counts(0, 1, 0)
    assert actions.put_products(shop_id, [row], now=now + 2 * DAY, by=None) == Counts(0, 0, 1)
    assert Product.objects.count() == 1
    kinds = ("ProductChanged", "PriceChanged", "StockSet")
    assert {kind: told(kind) for kind in kinds if told(kind)} == facts


def test_what_a_row_does_not_say_stays(shop_id: UUID, now: datetime) -> None:
    actions.plant_topics(now=now, by=None)
    both = (TEA, replace(TEA, sku="T-250"))
    actions.put_products(shop_id, [replace(ROW, topic="tea", variants=both)], now=now, by=None)
    silent = replace(ROW, topic=None, variants=(replace(TEA, stock=None),), picture_urls=())
    assert actions.put_products(shop_id, [silent], now=now, by=None) == Counts(0, 0, 1)
    page = queries.product_page(Product.objects.get().id, now)
    assert (page.card.topic, [offer.available for offer in page.offers], Media.objects.count()) == ("tea", [10, 10], 1)


def test_l6_a_cut_in_a_file_shows_what_it_was(shop_id: UUID, now: datetime) -> None:
    actions.put_products(shop_id, [ROW], now=now, by=None)
    cut = replace(ROW, variants=(replace(TEA, price=9900, compare_at=20000),))
    for days in (40, 41):
        actions.put_products(shop_id, [cut], now=now + days * DAY, by=None)
        (offer,) = queries.offers(Offer.objects.values_list("id", flat=True)).values()
        assert (offer.price, offer.compare_at) == (9900, 12800)
    assert list(PricePoint.objects.order_by("at").values_list("price", flat=True)) == [12800, 9900]


def test_i16_a_file_never_counts_below_what_is_promised(shop_id: UUID, now: datetime) -> None:
    """Red without max() in Batch._change_offer: the CHECK then breaks the whole import."""
    actions.put_products(shop_id, [ROW], now=now, by=None)
    offer = Offer.objects.get()
    actions.reserve([(offer.id, 4)], holder=uuid4(), until=now, now=now)
    actions.put_products(shop_id, [replace(ROW, variants=(replace(TEA, stock=1),))], now=now, by=None)
    offer.refresh_from_db()
    assert (offer.on_hand, offer.reserved) == (4, 4)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (replace(ROW, handle="tea-1"), BadProduct),
        (replace(ROW, handle=""), BadProduct),
        (replace(ROW, title=""), BadProduct),
        (replace(ROW, variants=()), BadProduct),
        (replace(ROW, variants=(TEA, TEA)), BadProduct),
        (replace(ROW, variants=(replace(TEA, price=-1),)), BadProduct),
        (replace(ROW, variants=(replace(TEA, currency="USD"),)), BadProduct),
        (replace(ROW, variants=(replace(TEA, currency="XXX"),)), UnknownCurrency),
        (replace(ROW, topic="alchemy"), queries.NoSuchTopic),
        (replace(ROW, picture_urls=tuple(f"https://x.example/{n}" for n in range(21))), BadProduct),
    ],
)
def test_one_wrong_row_and_nothing_is_written(
    shop_id: UUID, now: datetime, wrong: ProductRow, refusal: type[Exception]
) -> None:
    before = everything()
    with pytest.raises(refusal):
        actions.put_products(shop_id, [*many(3), wrong], now=now, by=None)
    assert everything() == before


def test_a_handle_is_the_shops_own(shop_id: UUID, make_shop: Make, now: datetime) -> None:
    other = make_shop("other")
    for shop in (shop_id, other):
        assert actions.put_products(shop, [ROW], now=now, by=None) == Counts(1, 0, 0)
    changed = replace(ROW, title="Mine alone")
    actions.put_products(other, [changed], now=now, by=None)
    assert [card.title for card in queries.by_shop(shop_id).rows] == ["Longjing"]
    with pytest.raises(NoSuchShop):
        actions.put_products(uuid4(), [ROW], now=now, by=None)


def test_a_withdrawn_product_stays_withdrawn(shop_id: UUID, now: datetime) -> None:
    actions.put_products(shop_id, [ROW], now=now, by=None)
    actions.withdraw_product(Product.objects.get().id, reason="Recalled.", now=now, by=None)
    actions.put_products(shop_id, [replace(ROW, title="Back again")], now=now, by=None)
    assert not Product.objects.get().listed


def test_imported_products_are_found_by_their_present_name(shop_id: UUID, now: datetime) -> None:
    actions.put_products(shop_id, many(3), now=now, by=None)
    actions.put_products(shop_id, [replace(many(1)[0], title="龙井茶")], now=now, by=None)
    assert {card.title for card in search_products("龙井").rows} == {"龙井茶"}
    assert {card.title for card in search_products("tea").rows} == {"Tea 1", "Tea 2"}


@pytest.mark.postgresql
@pytest.mark.parametrize("count", [2, 500])
def test_five_hundred_products_take_as_many_statements_as_two(shop_id: UUID, now: datetime, count: int) -> None:
    """On PostgreSQL, where a statement may have as many parameters as it needs."""
    rows = many(count)
    for asked, most in [
        (rows, 16),
        (rows, 7),
        ([replace(row, brand="New", variants=(replace(TEA, price=1, stock=1),)) for row in rows], 14),
    ]:
        with CaptureQueriesContext(connection) as statements:
            actions.put_products(shop_id, asked, now=now, by=None)
        told = [s["sql"][:60] for s in statements if "SAVEPOINT" not in s["sql"]]
        assert len(told) <= most, told
