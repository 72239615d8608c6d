"""Search: what is found, what narrows it, what is suggested."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.catalog import actions as catalog
from goodword.partners import actions as partners
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

HOSTILE = [
    "%",
    "_",
    "'\";--",
    '" OR 1',
    "\0",
    "😀",
    "\u202etea",
    "ا" * 50,
    "x" * 10_000,
    "<script>",
    "tea\0",
    "\\",
    "{{7*7}}",
]


def read(client: Client, address: str, **query: str) -> str:
    return client.get(address, query).content.decode()


def found(client: Client, **query: str) -> list[str]:
    """The titles of the products on the page, in order."""
    cards = re.findall(r'class="titled"><a [^>]*>([^<]*)</a>', read(client, "/find/", **query))
    return [title.strip() for title in cards]


def chips(page: str) -> dict[str, str]:
    rows = re.findall(r'<a class="chip" href="([^"]*)"><span class="unseen">Without </span>([^<]*) <svg', page)
    return {label: address.replace("&amp;", "&") for address, label in rows}


def test_words_topic_and_stock_narrow_what_is_found(stage: Stage, client: Client) -> None:
    scene.product(stage.shop_id, "西湖龙井", "tea", stage.now, 9900)
    assert found(client, q="longjing") == ["Longjing tea"]
    assert found(client, q="龙井") == ["西湖龙井"]
    catalog.set_stock(stage.cup.offers[0], on_hand=0, now=stage.now, by=None)
    assert found(client, q="cup", topic="tea") == ["Blue wave cup"]
    assert found(client, q="cup", stock="1") == []


def test_a_topic_brings_those_below_it(stage: Stage, client: Client) -> None:
    catalog.add_topic("green-tea", name_en="Green tea", name_zh="绿茶", parent="tea", now=stage.now, by=None)
    scene.product(stage.shop_id, "Sencha", "green-tea", stage.now, 5000)
    assert sorted(found(client, topic="tea")) == ["Blue wave cup", "Longjing tea", "Sencha"]
    assert found(client, topic="green-tea") == ["Sencha"]
    assert "\u2003Green tea</option>" in read(client, "/find/")


@pytest.mark.parametrize(
    ("least", "most", "titles"),
    [
        ("100", "", ["Longjing tea"]),
        ("", "48", ["Blue wave cup"]),
        ("¥48.00", "１２８元", ["Blue wave cup", "Longjing tea"]),
        ("CNY 48.01", "1,280", ["Longjing tea"]),
        ("200", "", []),
    ],
)
def test_prices_are_read_as_shoppers_write_them(
    stage: Stage, client: Client, least: str, most: str, titles: list[str]
) -> None:
    assert found(client, **{"from": least, "to": most, "sort": "cheapest"}) == titles
    assert "Only prices in CNY are compared." in read(client, "/find/", to="1000")


@pytest.mark.parametrize("text", ["cheap", "-1", "1e5", "1,28", "12.345", "½", "1" * 23, "0x10", "<b>"])
def test_s71_a_bad_price_comes_back_with_what_is_wrong(stage: Stage, client: Client, text: str) -> None:
    """Red without prices_in: the refusal was the whole page."""
    answer = client.get("/find/", {"q": "tea", "from": text})
    page = answer.content.decode()
    assert answer.status_code == 422
    typed = text.replace("<", "&lt;").replace(">", "&gt;")
    assert f"{typed} is not an amount in CNY." in page
    assert f'value="{typed}" inputmode="decimal"' in page
    assert 'aria-invalid="true"' in page
    assert "Longjing tea" in page


def test_prices_the_wrong_way_round_are_explained(stage: Stage, client: Client) -> None:
    answer = client.get("/find/?from=100&to=50")
    assert answer.status_code == 422
    assert "This is less than the lower price." in answer.content.decode()


def test_a_shops_currency_is_the_one_asked_for(stage: Stage, client: Client) -> None:
    assert found(client, shop="meijiawu-farm-shop", to="50") == ["Blue wave cup"]
    assert '<option value="meijiawu-farm-shop" selected>Meijiawu Farm Shop</option>' in read(
        client, "/find/", shop="meijiawu-farm-shop"
    )


def test_orders(stage: Stage, client: Client) -> None:
    scene.product(stage.shop_id, "Tea for two", "tea", stage.now + timedelta(seconds=1), 20000)
    scene.product(stage.shop_id, "A pot", "tea", stage.now + timedelta(seconds=2), 30000)
    assert found(client, q="tea")[0] == "Tea for two"
    assert found(client, sort="newest")[0] == "A pot"
    rising = ["Blue wave cup", "Longjing tea", "Tea for two", "A pot"]
    assert found(client, sort="cheapest") == rising
    assert found(client, sort="dearest") == rising[::-1]
    assert found(client, sort="price; DROP TABLE") == found(client)


def test_filters_are_taken_away_one_by_one(stage: Stage, client: Client) -> None:
    query = {"q": "tea", "topic": "tea", "from": "1", "to": "500", "stock": "1", "sort": "cheapest"}
    shown = chips(read(client, "/find/", **query, shop="meijiawu-farm-shop"))
    assert list(shown) == ["Tea", "from ¥1", "up to ¥500", "Meijiawu Farm Shop", "in stock", "Lowest price"]
    assert shown["in stock"] == ("/find/?q=tea&topic=tea&shop=meijiawu-farm-shop&from=1&to=500&sort=cheapest")
    assert list(chips(client.get(shown["in stock"]).content.decode())) == [one for one in shown if one != "in stock"]


def test_the_next_page_keeps_what_was_asked(stage: Stage, client: Client) -> None:
    for number in range(21):
        scene.product(stage.shop_id, f"Bowl {number}", "tea", stage.now, 1000 + number)
    page = read(client, "/find/", q="bowl", sort="dearest", to="100")
    (address,) = re.findall(r'id="more"><a class="btn line" href="([^"]*)"', page)
    assert "1 product" not in page
    assert "products ·" not in page
    again = client.get(address.replace("&amp;", "&")).content.decode()
    assert re.findall(r"Bowl \d+</a>", again) == ["Bowl 0</a>"]
    assert client.get("/find/?sort=cheapest&cursor=WzFd").status_code == 400


def test_shops_and_experts_stand_above_when_their_name_begins_so(stage: Stage, client: Client) -> None:
    assert f'href="/people/{stage.lin.handle}/"' in read(client, "/find/", q="lin y")
    assert 'href="/shops/meijiawu-farm-shop/"' in read(client, "/find/", q="MEIJIA")
    assert f"/people/{stage.fang.handle}/" not in read(client, "/find/", q="wang fang"), "shoppers are not public"
    assert "/people/" not in read(client, "/find/", q="%")


def test_an_empty_result_offers_topics(stage: Stage, client: Client) -> None:
    page = read(client, "/find/", q="zeppelin")
    assert "Nothing fits" in page
    assert '<a class="chip" href="/find/?topic=tea">Tea</a>' in page


def test_s05_what_may_not_be_bought_is_neither_found_nor_suggested(stage: Stage, client: Client) -> None:
    """Red without `recommendable` in shops_named and selling, and in _wanted."""
    catalog.withdraw_product(stage.cup.id, reason="Recalled.", now=stage.now, by=None)
    assert found(client, q="cup") == []
    assert "Blue wave cup" not in read(client, "/find/suggestions/", q="blue")
    partners.suspend_shop(stage.shop_id, reason="Copies.", now=stage.now, by=None)
    assert found(client) == []
    for address in ("/find/", "/find/suggestions/"):
        page = read(client, address, q="Meijiawu", shop="meijiawu-farm-shop")
        assert "Meijiawu Farm Shop" not in page
        assert "Longjing tea" not in page


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", ["q", "topic", "shop", "from", "to", "stock", "sort"])
def test_s71_hostile_words_are_only_words(stage: Stage, client: Client, name: str, hostile: str) -> None:
    """Red without SLUG in selling: PostgreSQL takes no NUL. And without the NUL taken out of prices."""
    answer = client.get("/find/", {name: hostile, "q" if name != "q" else "x": "tea"})
    assert answer.status_code == (422 if name in ("from", "to") and hostile.strip("\0") else 200)
    assert "<script>" not in re.sub(r"<script [^>]*>", "", answer.content.decode())
    assert client.get("/find/suggestions/", {name: hostile}).status_code == 200


def test_what_was_typed_stands_in_the_field_harmlessly(stage: Stage, client: Client) -> None:
    page = client.get("/find/?q=%22%3E%3Cscript%3E1").content.decode()
    assert "&#34;&gt;&lt;script&gt;1" in page
    assert "Nothing fits" in page


def test_suggestions_name_what_may_be_meant(stage: Stage, client: Client) -> None:
    def options(text: str) -> list[tuple[str, str]]:
        page = read(client, "/find/suggestions/", q=text)
        return re.findall(r'<a role="option" id="[^"]*" href="([^"]*)"[^>]*>([^<]*)</a>', page)

    assert options("te") == [("/find/?q=Longjing+tea", "Longjing tea"), ("/find/?topic=tea", "Tea")]
    assert options("茶") == [("/find/?topic=tea", "Tea")]
    assert options("meiji") == [("/shops/meijiawu-farm-shop/", "Meijiawu Farm Shop")]
    assert options("Lin") == [(f"/people/{stage.lin.handle}/", "Lin Yue")]
    assert options("") == options("  ") == []


def test_statements_of_a_search(
    stage: Stage, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):  # topics, the shop, the products in their order
        client.get("/find/?q=tea&stock=1&shop=meijiawu-farm-shop&sort=cheapest&from=1")
    with django_assert_num_queries(6):  # topics, products in their order, their shops; names of shops, of experts
        client.get("/find/?q=tea")


def test_statements_of_suggestions(
    stage: Stage, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        client.get("/find/suggestions/?q=Lin")
