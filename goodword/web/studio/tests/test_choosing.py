"""Choosing what a word is about: by words, by a pasted link, in order."""

from collections.abc import Callable

import pytest
from django.test import Client

from goodword.people.models import Person
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]
WRITE = "/studio/words/new/writing/"
CHOOSE = "/studio/words/new/"


@pytest.fixture
def lin(stage: Stage, signed_in: Enter) -> Client:
    return signed_in(stage.lin)


@pytest.fixture
def pot(stage: Stage) -> scene.Goods:
    """Something nobody has put in a word for."""
    return scene.product(stage.shop_id, "Travel pot", "tea", stage.now, 19800)


def test_a_product_is_found_chosen_and_taken_out_again_by_links_alone(
    stage: Stage, lin: Client, pot: scene.Goods
) -> None:
    page = lin.get(CHOOSE, {"q": "pot"}).content.decode()
    assert f"p={pot.id}" in page
    assert "earns 8%" in page
    page = lin.get(CHOOSE, {"p": str(pot.id)}).content.decode()
    assert "Take out" in page
    assert f"{WRITE}?p={pot.id}" in page


def test_chosen_products_are_put_in_order_by_links_alone(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    page = lin.get(CHOOSE, {"p": [str(pot.id), str(stage.cup.id)]}).content.decode()
    down = page.split('aria-label="Move Travel pot down"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert down == f"{CHOOSE}?p={stage.cup.id}&p={pot.id}"
    assert "Move Travel pot up" not in page
    assert f"{WRITE}?p={stage.cup.id}&amp;p={pot.id}" in lin.get(down).content.decode()


@pytest.mark.parametrize("before", ["", "http://testserver", "https://TESTSERVER", "HTTPS://testserver", "testserver"])
def test_a_pasted_link_of_a_product_chooses_it(lin: Client, pot: scene.Goods, before: str) -> None:
    answer = lin.get(CHOOSE, {"q": f"{before}/products/{pot.id}/?from=x"})
    assert answer["Location"] == f"{CHOOSE}?p={pot.id}"


def test_a_pasted_link_of_a_word_or_a_shop_shows_its_products(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    page = lin.get(CHOOSE, {"q": f"http://testserver/posts/{stage.word}/"}).content.decode()
    assert (f"p={stage.tea.id}" in page, f"p={stage.cup.id}" in page, f"p={pot.id}" in page) == (True, True, False)
    page = lin.get(CHOOSE, {"q": "/shops/meijiawu-farm-shop/"}).content.decode()
    assert "Sold by Meijiawu Farm Shop" in page
    assert f"p={pot.id}" in page


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://evil.example/products/{pot}/", "This link leads to evil.example, not to this site."),
        ("shop.example.com/item?id=9", "This link leads to shop.example.com, not to this site."),
        ("http.example.com/item", "This link leads to http.example.com, not to this site."),
        ("//evil.example/products/{pot}/", "This link leads to evil.example, not to this site."),
        ("/products/nothing/", "No product, word or shop is behind this link."),
        ("/cart/", "No product, word or shop is behind this link."),
        ("/posts/01a1ffe0-6a6c-7fbf-92a1-6af7df0f73d0/", "No product, word or shop is behind this link."),
        ("http://[::1/", "No product, word or shop is behind this link."),
    ],
)
def test_another_link_is_refused_with_the_reason(lin: Client, pot: scene.Goods, link: str, told: str) -> None:
    answer = lin.get(CHOOSE, {"q": link.format(pot=pot.id)})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert link.format(pot=pot.id) in page


@pytest.mark.parametrize("text", ["1.5l/2l", "0.5kg/pc", "pots 1.5l/2l", "and/or"])
def test_a_measure_is_no_link(stage: Stage, lin: Client, text: str) -> None:
    """Red when a host may end in anything but letters."""
    scene.product(stage.shop_id, f"Jug {text}", "tea", stage.now, 4900)
    answer = lin.get(CHOOSE, {"q": text})
    assert answer.status_code == 200
    assert "Jug" in answer.content.decode()
