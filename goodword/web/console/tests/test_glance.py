"""What is seen at a glance: prices and stock in one table, who recommends, how far a new shop is."""

import csv
import io
import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.catalog import queries
from goodword.partners import actions as partners
from goodword.partners import queries as partners_queries
from goodword.people.models import Person
from goodword.web.console.tests.conftest import order_ids
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]
SHOP = "/console/meijiawu-farm-shop/"
BOX = re.compile(r'name="([a-z]+0?-[0-9a-f-]{36})" value="([^"]*)"')


def shelf(stage: Stage, **typed: str) -> dict[str, object]:
    """The table as it was shown, with what was typed over it; fields are named as in price_0."""
    offers = [*stage.tea.offers, *stage.cup.offers]
    sent: dict[str, object] = {"offer": offers}
    for row in queries.shelf_of(stage.shop_id, None, stage.now, size=50).rows:
        price = f"{row.price // 100}.{row.price % 100:02}"
        stands = {"price": price, "was": "", "stock": str(row.on_hand)}
        sent |= {f"{name}-{row.id}": text for name, text in stands.items()}
        sent |= {f"{name}0-{row.id}": text for name, text in stands.items()}
    for name, text in typed.items():
        field, _line, place = name.partition("_")
        sent[f"{field}-{offers[int(place)]}"] = text
    return sent


def stands(stage: Stage) -> list[tuple[int, int]]:
    views = queries.offers([*stage.tea.offers, *stage.cup.offers])
    return [(views[key].price, views[key].available) for key in (*stage.tea.offers, *stage.cup.offers)]


def test_many_lines_change_at_once_and_only_those_that_were_changed(stage: Stage, owner: Client) -> None:
    page = owner.get(f"{SHOP}shelf/").content.decode()
    assert "30-day low" in page
    sent = shelf(stage, price_0="99.00", was_0="900", stock_2="5")
    assert owner.post(f"{SHOP}shelf/", sent).status_code == 302
    assert stands(stage) == [(9900, 37), (29800, 37), (4800, 5)]
    page = owner.get(f"{SHOP}shelf/").content.decode()
    assert "2 lines are changed." in page
    assert "¥128.00 is shown" in page


def test_what_was_sold_meanwhile_is_not_put_back_on_the_shelf(stage: Stage, owner: Client) -> None:
    """Red when a line is kept although nothing was typed into it."""
    sent = shelf(stage, stock_2="5")
    order_ids(stage, 1)
    assert stands(stage)[0] == (12800, 36)
    owner.post(f"{SHOP}shelf/", sent)
    assert stands(stage) == [(12800, 36), (29800, 37), (4800, 5)]


def test_a_refused_line_that_is_sent_again_does_not_put_back_what_was_sold_meanwhile(
    stage: Stage, owner: Client
) -> None:
    """Red when a refused line keeps what was not typed: the stock of an hour ago is then taken for a count."""
    tea = stage.tea.offers[0]
    sent = shelf(stage, price_0="much")
    order_ids(stage, 1)
    page = owner.post(f"{SHOP}shelf/", sent)
    assert page.status_code == 422
    boxes = {name: value for name, value in BOX.findall(page.content.decode()) if name.endswith(str(tea))}
    assert boxes[f"price-{tea}"] == "much"
    assert boxes[f"stock-{tea}"] == boxes[f"stock0-{tea}"]
    again = {"offer": [tea]} | boxes | {f"price-{tea}": "99.00"}
    assert owner.post(f"{SHOP}shelf/", again).status_code == 302
    assert stands(stage)[0] == (9900, 36)


@pytest.mark.parametrize("typed", ["-1", "1e3", "NaN", "true", "１", "0.001", "", str(2**63)])
def test_s60_a_refused_line_keeps_what_was_typed_and_the_others_are_kept(
    stage: Stage, owner: Client, typed: str
) -> None:
    answer = owner.post(f"{SHOP}shelf/", shelf(stage, price_0=typed, stock_1=typed, stock_2="5"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(f'value="{typed}"') >= 2
    assert "2 lines were not changed" in page
    assert stands(stage) == [(12800, 37), (29800, 37), (4800, 5)]


def test_s01_offers_of_another_shop_are_not_changed(stage: Stage, owner: Client, other_shop: scene.Goods) -> None:
    """Red without the count of the shop's own offers in change_offers."""
    theirs = other_shop.offers[0]
    sent = shelf(stage, stock_2="5")
    sent["offer"] = [*stage.cup.offers, theirs]
    sent |= {f"stock-{theirs}": "1", f"stock0-{theirs}": "37"}
    assert owner.post(f"{SHOP}shelf/", sent).status_code == 404
    assert owner.post(f"{SHOP}shelf/", sent | {"offer": "1"}).status_code == 404
    assert queries.offers([theirs])[theirs].available == 37
    assert stands(stage)[2] == (4800, 37)


def test_who_recommends_and_what_it_brought(stage: Stage, owner: Client) -> None:
    order_ids(stage, 2)
    scene.paid(scene.placed(stage.fang, stage.now, (stage.cup.offers[0], 1, None)), stage.now)
    page = owner.get(f"{SHOP}words/").content.decode()
    assert "Lin Yue" in page
    assert "Third spring in a row" in page
    assert "¥256.00" in page
    assert "84.21%" in page  # 256 of 304
    assert "¥20.48" in page  # 8% of 256
    assert "Lin Yue" in owner.get(f"{SHOP}words/", {"by": "expert"}).content.decode()
    assert "Nothing sold through words" in owner.get(f"{SHOP}words/", {"month": "2020-01"}).content.decode()
    text = owner.get(f"{SHOP}words.csv").content.decode("utf-8-sig")
    [head, row] = csv.reader(io.StringIO(text))
    assert head == [
        "Expert",
        "Word",
        "Saved",
        "Orders",
        "Sold",
        "Returned",
        "Price of goods",
        "Commission",
        "Net for you",
        "Currency",
    ]
    assert (row[0], row[3:9], row[9]) == ("Lin Yue", ["2", "2", "0", "256.00", "20.48", row[8]], "CNY")


def test_words_of_others_are_no_formula_in_a_file(stage: Stage, owner: Client) -> None:
    """Red without _text: a spreadsheet would run it."""
    evil = scene.expert("Mallory", "tea", stage.now)
    word = scene.word(evil, "tea", '=HYPERLINK("http://evil.example","look") and more words', stage.now, stage.cup)
    scene.paid(scene.placed(stage.fang, stage.now, (stage.cup.offers[0], 1, word)), stage.now)
    text = owner.get(f"{SHOP}words.csv").content.decode("utf-8-sig")
    assert [row[1][:2] for row in csv.reader(io.StringIO(text))][1:] == ["'="]


def test_a_new_shop_sees_what_is_done_and_what_is_next(stage: Stage, signed_in: Enter) -> None:
    fang = signed_in(stage.fang)
    shop_id = partners.open_shop(
        slug="hill-farm",
        name="Hill Farm",
        legal_name="Hill Farm Ltd",
        registration="9133",
        country="CN",
        address="1 Hill Road",
        email="hill@example.com",
        currency="CNY",
        owner_id=stage.fang.id,
        delivery_fee=600,
        now=stage.now,
        by=stage.fang.id,
    )

    def told() -> tuple[str, str]:
        page = fang.get("/console/hill-farm/").content.decode()
        after = page.partition('aria-current="step"')[2]
        return page.partition("steps done")[0][-7:].strip(), after.partition("<b>")[2].partition("</b>")[0]

    assert told() == ("2 of 7", "Partner agreement")
    page = fang.get("/console/?open=1").content.decode()
    assert "2 of 7 steps done" in page
    fang.post("/console/hill-farm/agreement/", {"version": "2026-06"})
    assert told() == ("3 of 7", "First goods")
    scene.product(shop_id, "Honey", "tea", stage.now, 3900)
    assert told() == ("4 of 7", "Commission")
    fang.post("/console/hill-farm/commission/", {"rate": "8"})
    assert told() == ("5 of 7", "Payout account")
    fang.post("/console/hill-farm/account/", {"channel": "sandbox", "reference": "acct-hill"})
    scene.channel(stage.now)
    fang.post("/console/hill-farm/account/", {"channel": "sandbox", "reference": "acct-hill"})
    assert told() == ("6 of 7", "Verification by Goodword")
    partners.verify_shop(shop_id, note="Papers seen.", now=stage.now, by=None)
    assert "Set up your shop" not in fang.get("/console/hill-farm/").content.decode()
    assert partners_queries.shop(shop_id).recommendable


def test_commission_says_what_holds_what_comes_and_what_was(stage: Stage, owner: Client) -> None:
    day = f"{stage.now.year + 1}-01-01"
    owner.post(f"{SHOP}commission/", {"rate": "7.5", "from_day": day})
    owner.post(f"{SHOP}products/{stage.cup.id}/commission/", {"rate": "12"})
    page = owner.get(f"{SHOP}commission/").content.decode()
    assert page.index("coming") < page.index("holds now")
    assert "Blue wave cup" in page


def test_the_list_of_shops_says_what_their_pages_say_and_costs_the_same_for_many(
    stage: Stage, signed_in: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Red when a verified shop without goods is called selling, and when each shop is asked about alone."""
    owner = scene.person("Many Shops", stage.now)
    for number in range(6):
        scene.shop(f"Shop {number}", owner, stage.now)
    scene.product(partners_queries.by_slug("shop-0").id, "Honey", "tea", stage.now, 3900)
    browser = signed_in(owner)
    assert "Set up your shop" in browser.get("/console/shop-1/").content.decode()
    with django_assert_max_num_queries(15):
        page = browser.get("/console/").content.decode()
    assert page.count(">selling<") == 1
    assert page.count(">not selling yet<") == 5
    assert page.count("next: First goods") == 5


@pytest.mark.parametrize(("path", "most"), [("shelf/", 11), ("words/", 14), ("commission/", 11)])
def test_statements_do_not_grow(
    stage: Stage, owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries, path: str, most: int
) -> None:
    for _ in range(2):
        order_ids(stage, 2)
        scene.product(stage.shop_id, f"Pot {UUID(int=_)}", "tea", stage.now, 100)
        with django_assert_max_num_queries(most):
            owner.get(f"{SHOP}{path}")


def test_s04_prices_and_words_are_not_for_packers(stage: Stage, signed_in: Enter) -> None:
    """Red without SELLERS at the door."""
    partners.add_staff(stage.shop_id, stage.fang.id, role="packer", now=stage.now, by=stage.owner.id)
    packer = signed_in(stage.fang)
    for path in ("shelf/", "words/", "words.csv", "commission/", "imports/"):
        assert packer.get(f"{SHOP}{path}").status_code == 404
    assert packer.post(f"{SHOP}shelf/", shelf(stage, stock_2="5")).status_code == 404
    assert stands(stage)[2] == (4800, 37)
    home = packer.get(SHOP).content.decode()
    assert "Held" not in home
