"""Products as a shop lists them and others read them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.catalog import actions, drawings, queries
from goodword.catalog.actions import NewVariant
from goodword.catalog.models import Offer, Product, Topic, Withdrawal
from goodword.catalog.rules import BadProduct
from goodword.journal.models import Entry
from goodword.kit.paging import BadCursor
from goodword.kit.verification import verify_all
from goodword.partners import actions as partners_actions
from goodword.partners.queries import NoSuchShop

pytestmark = pytest.mark.django_db
Make = Callable[..., UUID]


def told(name: str) -> int:
    return Entry.objects.filter(name=f"catalog.{name}").count()


def add(shop_id: UUID, now: datetime, title: str = "Longjing", **more: object) -> UUID:
    variants = [
        NewVariant(sku="L-250", title="250 g", options=(("Weight", "250 g"),), price=29800, stock=4, lead_time_days=3),
        NewVariant(
            sku="L-100", title="100 g", options=(("Weight", "100 g"),), price=12800, stock=6, gtin="4006381333931"
        ),
    ]
    return actions.add_product(shop_id, **{"title": title, "variants": variants, "now": now, "by": None} | more)


def test_a_product_is_read_as_it_was_added(shop_id: UUID, now: datetime) -> None:
    actions.plant_topics(now=now, by=None)
    product_id = add(shop_id, now, description="<p>Green<script>x</script></p>", topic="tea", brand="Meijiawu")
    page = queries.product_page(product_id, now)
    card = page.card
    assert (card.title, card.slug, card.shop_name, card.topic) == ("Longjing", "longjing", "Meijiawu", "tea")
    assert (card.price, card.compare_at, card.currency, card.available, card.listed) == (12800, None, "CNY", 10, True)
    assert card.picture == queries.Picture("/static/drawings/tea.svg", 800, 960, "Longjing")
    assert (page.description, page.brand, page.withdrawn) == ("<p>Green</p>", "Meijiawu", False)
    cheap, dear = page.offers
    assert (cheap.sku, cheap.options, cheap.gtin, cheap.lowest_30_days) == (
        "L-100",
        (("Weight", "100 g"),),
        "4006381333931",
        12800,
    )
    assert (dear.variant_title, dear.price, dear.available, dear.lead_time_days) == ("250 g", 29800, 4, 3)
    assert queries.products([product_id]) == {product_id: card}
    assert queries.shop_of(product_id) == shop_id
    assert Product.objects.get().description == "<p>Green</p>", "clean as it is kept"
    assert told("ProductListed") == 1


def test_s53_a_description_is_cleaned_again_when_read(shop_id: UUID, now: datetime) -> None:
    product_id = add(shop_id, now)
    Product.objects.update(description="<p onclick=x()>tea<script>alert(1)</script></p>")
    assert queries.product_page(product_id, now).description == "<p>tea</p>"


@pytest.mark.parametrize(
    "wrong",
    [
        {"price": 0},
        {"price": -1},
        {"price": 10**12 + 1},
        {"price": 12.5},
        {"price": True},
        {"compare_at": -1},
        {"stock": -1},
        {"stock": 10**9 + 1},
        {"lead_time_days": -1},
        {"lead_time_days": 366},
        {"gtin": "4006381333932"},
        {"sku": ""},
        {"sku": "x" * 101},
        {"title": "x" * 201},
        {"title": "a\0b"},
    ],
)
def test_s60_an_impossible_variant_adds_nothing(shop_id: UUID, now: datetime, wrong: dict[str, object]) -> None:
    variant = NewVariant(**{"sku": "L", "price": 12800} | wrong)
    with pytest.raises(BadProduct) as refused:
        add(shop_id, now, variants=[variant])
    assert str(refused.value)
    assert (Product.objects.count(), Offer.objects.count(), told("ProductListed")) == (0, 0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"title": "x" * 201},
        {"brand": "x" * 101},
        {"variants": []},
        {"variants": [NewVariant(sku=str(n), price=1) for n in range(201)]},
        {"variants": [NewVariant(sku="one", price=1)] * 2},
    ],
)
def test_an_impossible_product_adds_nothing(shop_id: UUID, now: datetime, wrong: dict[str, object]) -> None:
    with pytest.raises(BadProduct):
        add(shop_id, now, **wrong)
    assert not Product.objects.exists()


def test_a_product_needs_a_shop_and_a_topic_that_exist(shop_id: UUID, now: datetime) -> None:
    with pytest.raises(NoSuchShop):
        add(uuid4(), now)
    with pytest.raises(queries.NoSuchTopic):
        add(shop_id, now, topic="alchemy")
    assert not Product.objects.exists()


def test_row_8_a_withdrawn_product_steps_back_until_it_is_listed_again(shop_id: UUID, now: datetime) -> None:
    product_id, by = add(shop_id, now), uuid4()
    with pytest.raises(actions.NotWithdrawn):
        actions.relist_product(product_id, now=now, by=by)
    actions.withdraw_product(product_id, reason="Recalled.", now=now, by=by)
    assert queries.recommendable([product_id]) == set()
    assert not queries.products([product_id])[product_id].listed
    assert queries.by_shop(shop_id).rows == []
    assert [card.id for card in queries.by_shop(shop_id, withdrawn=True).rows] == [product_id]
    with pytest.raises(actions.AlreadyWithdrawn):
        actions.withdraw_product(product_id, reason="Again.", now=now, by=by)
    actions.relist_product(product_id, now=now + timedelta(days=1), by=by)
    assert queries.recommendable([product_id]) == {product_id}
    row = Withdrawal.objects.get()
    assert (row.reason, row.by, row.ended_by, row.ended_at) == ("Recalled.", by, by, now + timedelta(days=1))
    assert (told("ProductWithdrawn"), told("ProductListed")) == (1, 2)


def test_row_13_no_product_of_a_suspended_or_unverified_shop_is_recommendable(make_shop: Make, now: datetime) -> None:
    good, unverified = make_shop("good"), make_shop("new", standing=False)
    products = [add(good, now), add(unverified, now)]
    assert queries.recommendable(products) == {products[0]}
    partners_actions.suspend_shop(good, reason="Copies.", now=now, by=None)
    assert queries.recommendable(products) == set()
    assert {offer.listed for offer in queries.offers(Offer.objects.values_list("id", flat=True)).values()} == {False}


def test_a_product_is_changed(shop_id: UUID, now: datetime) -> None:
    actions.plant_topics(now=now, by=None)
    product_id = add(shop_id, now)
    actions.change_product(
        product_id,
        title="Blue cup",
        description="<b onclick=x()>New</b>",
        brand="Jingde",
        topic="ceramics",
        now=now,
        by=None,
    )
    page = queries.product_page(product_id, now)
    assert (page.card.title, page.card.slug, page.brand, page.card.topic) == (
        "Blue cup",
        "blue-cup",
        "Jingde",
        "ceramics",
    )
    assert page.card.picture.url == "/static/drawings/cup.svg"
    assert Product.objects.get().description == "<b>New</b>"
    for wrong, refusal in [({"title": ""}, BadProduct), ({"topic": "alchemy"}, queries.NoSuchTopic)]:
        with pytest.raises(refusal):
            actions.change_product(
                product_id,
                **{"title": "Other", "description": "", "brand": "", "topic": None, "now": now, "by": None} | wrong,
            )
    assert queries.product_page(product_id, now) == page
    assert told("ProductChanged") == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda unknown, now: queries.product_page(unknown, now),
        lambda unknown, now: queries.shop_of(unknown),
        lambda unknown, now: actions.withdraw_product(unknown, reason="", now=now, by=None),
        lambda unknown, now: actions.relist_product(unknown, now=now, by=None),
        lambda unknown, now: actions.set_price(unknown, price=1, now=now, by=None),
        lambda unknown, now: actions.set_stock(unknown, on_hand=1, now=now, by=None),
    ],
)
def test_s74_what_does_not_exist_is_not_found(act: Callable[[UUID, datetime], object], now: datetime) -> None:
    with pytest.raises((queries.NoSuchProduct, actions.NoSuchOffer)):
        act(uuid4(), now)


@pytest.mark.parametrize("count", [1, 12])
def test_reads_take_the_same_few_statements_for_one_and_for_many(make_offer: Make, now: datetime, count: int) -> None:
    offers = [make_offer(title=f"Tea {n}") for n in range(count)]
    products = list(Product.objects.values_list("id", flat=True))
    for read, most in [
        (lambda: queries.offers(offers), 1),
        (lambda: queries.products(products), 1),
        (lambda: queries.recommendable(products), 1),
        (lambda: queries.lowest_30_days(offers, now), 1),
        (lambda: queries.by_shop(queries.shop_of(products[0])), 2),
        (lambda: queries.product_page(products[0], now), 4),
        (lambda: queries.topics(), 1),
    ]:
        with CaptureQueriesContext(connection) as statements:
            read()
        assert len(statements) == most, [s["sql"] for s in statements]
    assert set(queries.offers([*offers, uuid4()])) == set(offers)
    assert set(queries.products([*products, uuid4()])) == set(products)


def test_a_shops_products_are_paged_newest_first(
    make_offer: Make, make_shop: Make, shop_id: UUID, now: datetime
) -> None:
    for n in range(23):
        make_offer(title=f"Tea {n}")
    other = make_shop("other")
    make_offer(title="Elsewhere", shop_id=other)
    first = queries.by_shop(shop_id)
    rest = queries.by_shop(shop_id, first.next)
    assert (len(first.rows), len(rest.rows), rest.next) == (20, 3, None)
    ids = [card.id for card in (*first.rows, *rest.rows)]
    assert ids == sorted(Product.objects.filter(shop_id=shop_id).values_list("id", flat=True), reverse=True)
    for wrong in ("x", "WzFd", "WyJ4Il0"):
        with pytest.raises(BadCursor):
            queries.by_shop(shop_id, wrong)


def test_topics_are_planted_once_and_grow(now: datetime) -> None:
    for _ in range(2):
        actions.plant_topics(now=now, by=None)
    topics = queries.topics()
    assert len(topics) == len({topic.slug for topic in topics}) == 15
    seen: set[str | None] = {None}
    for topic in topics:
        assert topic.parent in seen
        seen.add(topic.slug)
        assert topic.name_en
        assert topic.name_zh
    actions.add_topic("oolong", name_en="Oolong", name_zh="乌龙", parent="tea", now=now, by=None)
    assert queries.topic("oolong") == queries.TopicView("oolong", "tea", "Oolong", "乌龙")
    with pytest.raises(actions.TopicTaken):
        actions.add_topic("oolong", name_en="x", name_zh="x", now=now, by=None)
    with pytest.raises(queries.NoSuchTopic):
        actions.add_topic("x", name_en="x", name_zh="x", parent="alchemy", now=now, by=None)
    with pytest.raises(queries.NoSuchTopic):
        queries.topic("alchemy")
    assert Topic.objects.count() == 16


def test_a_drawing_fits_the_title_then_the_topic_then_chance() -> None:
    assert drawings.choose("Desk Lamp", "tea", b"x") == "lamp"
    assert drawings.choose("春茶 龙井", None, b"x") == "tea"
    assert drawings.choose("Spring jacket", None, b"x") == "jacket"
    assert drawings.choose("Teapot with a bamboo handle", "tea", b"x") == "teapot"  # the longest word decides
    assert drawings.choose("Something", "cycling", b"x") == "bell"
    chosen = {drawings.choose("Something", None, bytes([n])) for n in range(100)}
    assert len(chosen) > 8
    assert drawings.choose("Something", None, b"x") == drawings.choose("Something", None, b"x")


@pytest.mark.breaks_books
def test_row_8_verification_finds_a_product_hidden_without_a_reason(shop_id: UUID, now: datetime) -> None:
    product_id = add(shop_id, now)
    Product.objects.update(listed=False)
    assert verify_all() == [f"R-8: product {product_id} is listed=False, in search=True"]


@pytest.mark.breaks_books
def test_l6_verification_finds_a_price_without_a_history(make_offer: Make) -> None:
    offer_id = make_offer(price=12800)
    Offer.objects.update(price=9900)
    assert verify_all() == [f"L6: offer {offer_id} costs 9900, its history says 12800"]
