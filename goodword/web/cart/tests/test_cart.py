"""The cart: a guest's and a person's, by shop, at today's prices."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.catalog import actions as catalog
from goodword.checkout import queries as checkout
from goodword.checkout.models import Cart, CartItem
from goodword.checkout.rules import CartRef
from goodword.people.models import Person
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]


def put(client: Client, stage: Stage, **changes: object) -> int:
    asked = {"offer": stage.tea.offers[0], "quantity": 1, "post": stage.word, "next": f"/posts/{stage.word}/"}
    return client.post("/cart/lines/", asked | changes).status_code


def test_what_is_put_in_stands_by_shop_with_delivery_and_total(stage: Stage, signed_in: Enter) -> None:
    fang = signed_in(stage.fang)
    assert put(fang, stage) == 302
    assert put(fang, stage, offer=stage.cup.offers[0], quantity=2) == 302
    page = fang.get("/cart/").content.decode()
    assert "¥128.00" in page
    assert "¥96.00" in page
    assert "¥230.00" in page
    assert [line.post_id for line in checkout.cart(CartRef(person_id=stage.fang.id)).shops[0].lines] == [stage.word] * 2


def test_s02_a_guests_cart_hangs_on_a_secret_that_is_nowhere_but_in_the_session(stage: Stage, client: Client) -> None:
    put(client, stage)
    secret = client.session["cart_secret"]
    assert len(secret) >= 22
    assert secret not in client.get("/cart/").content.decode()
    assert secret not in str(list(Cart.objects.values()))
    stranger = Client()
    assert "Longjing" not in stranger.get("/cart/").content.decode()


def test_s45_signing_in_brings_the_guests_cart_along_once(stage: Stage, client: Client) -> None:
    """Red when the secret stays in the session."""
    put(client, stage)
    client.force_login(stage.fang, backend="allauth.account.auth_backends.AuthenticationBackend")
    for _turn in range(2):
        assert "¥128.00" in client.get("/cart/").content.decode()
    assert "cart_secret" not in client.session
    assert list(Cart.objects.values_list("person", flat=True)) == [stage.fang.id]


def test_two_carts_in_turn_stay_apart(stage: Stage, signed_in: Enter) -> None:
    fang, lin = signed_in(stage.fang), signed_in(stage.lin)
    put(fang, stage)
    for _turn in range(2):
        assert "Longjing" in fang.get("/cart/").content.decode()
        assert "Your cart is empty" in lin.get("/cart/").content.decode()


def test_changing_how_many_and_taking_out(stage: Stage, signed_in: Enter) -> None:
    fang, field = signed_in(stage.fang), f"quantity-{stage.tea.offers[0]}"
    put(fang, stage)
    assert fang.post("/cart/quantities/", {field: "3"})["Location"] == "/cart/"
    assert "¥384.00" in fang.get("/cart/").content.decode()
    fang.post("/cart/quantities/", {field: "3", "remove": str(stage.tea.offers[0])})
    assert "Your cart is empty" in fang.get("/cart/").content.decode()


BAD_NUMBERS = ["-1", "0.5", "1e3", " 1", "NaN", "Infinity", "true", "١", "９", "1000", "9" * 30, "9223372036854775808"]


@pytest.mark.parametrize("number", BAD_NUMBERS)
def test_s60_numbers_that_are_none_are_refused_and_nothing_is_changed(
    stage: Stage, signed_in: Enter, number: str
) -> None:
    """Red when asks.quantity lets int() read what it likes."""
    fang = signed_in(stage.fang)
    assert put(fang, stage, quantity=number) == 422
    assert CartItem.objects.count() == 0
    put(fang, stage)
    refused = fang.post("/cart/quantities/", {f"quantity-{stage.tea.offers[0]}": number})
    assert refused.status_code == 422
    assert CartItem.objects.get().quantity == 1


@pytest.mark.parametrize("offer", ["", "0", "-1", "null", "01a1fdee-245b-7391-86c2-d2380d6f6156"])
def test_s01_offers_that_are_not_there(stage: Stage, signed_in: Enter, offer: str) -> None:
    assert put(signed_in(stage.fang), stage, offer=offer) == 404
    assert signed_in(stage.fang).post("/cart/quantities/", {f"quantity-{offer}": "2"}).status_code == 404


def test_s60_a_price_in_the_form_is_not_heard(stage: Stage, signed_in: Enter) -> None:
    put(signed_in(stage.fang), stage, price="1", total="1", rate_bp="10000")
    assert checkout.cart(CartRef(person_id=stage.fang.id)).totals == {"CNY": 13400}


def test_what_is_sold_out_is_said_before_paying(stage: Stage, signed_in: Enter) -> None:
    fang = signed_in(stage.fang)
    put(fang, stage)
    catalog.set_stock(stage.tea.offers[0], on_hand=0, now=stage.now, by=None)
    page = fang.get("/cart/").content.decode()
    assert "Sold out for now." in page
    assert "Check and pay" not in page


def test_statements_of_a_cart(
    stage: Stage, signed_in: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fang = signed_in(stage.fang)
    put(fang, stage)
    put(fang, stage, offer=stage.cup.offers[0])
    with django_assert_max_num_queries(8):
        fang.get("/cart/")
