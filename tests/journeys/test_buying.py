"""Buying in other ways than straight on: as a guest, twice at once, too late, and back again."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.chromium import Street, Visitor
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PASSWORD = "a horse on a green roof"


def count(house: Running, table: str) -> int:
    return int(house.rows(f"SELECT COUNT(*) FROM {table}")[0][0])


def fill_address(visitor: Visitor) -> None:
    visitor.see("Where shall it go?")
    visitor.fill(**steps.ADDRESS)
    visitor.page.locator("main [name=country]").select_option("CN")
    visitor.press("Send it here")


def test_a_guests_cart_is_still_there_after_signing_up(street: Street) -> None:
    guest = street.visitor().open("/")
    steps.put_in_cart(guest, "Lies flat on page one")
    guest.open("/cart/").see("Notebook that lies flat")
    guest.follow("Check and pay")
    guest.page.wait_for_url("**/account/login/**")
    guest.follow("Make an account")
    guest.fill(email="nadia@example.com", name="Nadia", password1=PASSWORD)
    guest.press("Sign up")
    guest.page.wait_for_url("**/checkout/")
    fill_address(guest)
    guest.see("Notebook that lies flat × 1")
    purchase = steps.pay(guest, "¥60.00")
    steps.held(guest, purchase)
    assert steps.places(guest, "Lamp & Leaf") == {"Held safe for you": "¥60.00"}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_pressing_pay_twice_buys_once(street: Street, house: Running, scripts: bool) -> None:
    before = count(house, "orders_purchase"), count(house, "payments_intent")
    fang = street.visitor(scripts=scripts).look_around_as("a shopper")
    steps.open_word(fang, "Walkers smile")
    steps.buy_now(fang)
    middle = fang.path
    fang.page.get_by_role("button", name="Pay ¥98.00").dblclick()
    expect(fang.page.locator(".amount")).to_have_text("CN¥98.00")
    purchase = steps.pay_there(fang)
    steps.held(fang, purchase)
    for _step in range(6):  # back, over the provider's pages, to the page where Pay was pressed
        if fang.path == middle:
            break
        fang.page.go_back()
    assert fang.path == middle
    assert (count(house, "orders_purchase"), count(house, "payments_intent")) == (before[0] + 1, before[1] + 1)


def test_going_back_and_paying_again_leads_to_the_same_purchase(street: Street, house: Running) -> None:
    fang = street.visitor().look_around_as("a shopper")
    steps.open_word(fang, "Walkers smile")
    steps.buy_now(fang)
    form = fang.page.locator("form[action='/checkout/payment/']")
    fields = {one.get_attribute("name"): one.input_value() for one in form.locator("input[type=hidden]").all()}
    purchase = steps.pay(fang, "¥98.00")
    steps.held(fang, purchase)
    before = count(house, "orders_purchase")
    again = fang.context.request.post(
        "/checkout/payment/", form={**fields, "channel": "sandbox"}, headers={"Referer": fang.base_url}
    )
    assert again.url == f"{fang.base_url}{purchase}"
    assert count(house, "orders_purchase") == before


def test_refusing_to_pay_keeps_the_goods_for_a_second_try(street: Street) -> None:
    fang = street.visitor().look_around_as("a shopper")
    steps.open_word(fang, "Forgot it for two weeks")
    steps.buy_now(fang)
    steps.press_pay(fang, "¥84.00")
    purchase = steps.pay_there(fang, "Refuse")
    assert re.fullmatch(r"/purchases/[0-9a-f-]{36}/", purchase)


def test_a_price_that_rose_between_is_shown_before_it_is_paid(street: Street, house: Running) -> None:
    fang = street.visitor().look_around_as("a shopper")
    steps.open_word(fang, "The only reading lamp")
    steps.buy_now(fang)
    before = count(house, "orders_purchase")
    house.python(f"""
from uuid import UUID
from goodword.catalog import actions, queries
from goodword.kit import clock
product = queries.product_page(UUID("{house.planted()["products"]["reading-lamp"]}"), clock.now())
actions.set_price(product.offers[0].id, price=24900, now=clock.now(), by=None)
""")
    fang.press("Pay ¥247.00")
    expect(fang.page.locator(".price.huge")).to_have_text("¥257.00")
    fang.expects("409 POST /checkout/payment/")
    assert count(house, "orders_purchase") == before
    purchase = steps.pay(fang, "¥257.00")
    steps.held(fang, purchase)
    assert steps.places(fang, "Lamp & Leaf") == {"Held safe for you": "¥257.00"}
