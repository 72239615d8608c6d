"""What persons do on their way: the steps that several journeys have in common."""

import re

from playwright.sync_api import expect

from tests.journeys.chromium import Visitor
from tests.running import Running

STEPS = ["Paid", "Held safe", "Shipped", "Arrived", "Shop paid"]
ADDRESS = {"name": "Wang Fang", "street": "12 Hubin Road", "city": "Hangzhou", "postcode": "310000"}


def open_word(visitor: Visitor, beginning: str) -> None:
    """Opens a word on the wall by how it begins."""
    visitor.page.get_by_role("link", name=re.compile(f"^.{re.escape(beginning)}")).first.click()
    visitor.page.wait_for_url("**/posts/**")


def choose(visitor: Visitor, variant: str) -> None:
    """Chooses a variant on the product sheet."""
    visitor.page.locator("main form.buying").get_by_text(variant, exact=True).click()


def put_in_cart(visitor: Visitor, beginning: str, variant: str = "") -> None:
    """Opens a word on the wall and puts its product in the cart."""
    visitor.open("/")
    open_word(visitor, beginning)
    if variant:
        choose(visitor, variant)
    visitor.press("Add to cart")
    visitor.see("It is in your cart.")


def buy_now(visitor: Visitor) -> None:
    """From the product sheet to the middle page."""
    visitor.press("Buy now")
    visitor.page.wait_for_url("**/checkout/?**")


def press_pay(visitor: Visitor, amount: str) -> None:
    """Agrees on the middle page, and comes to the provider's own page."""
    visitor.press(f"Pay {amount}")
    expect(visitor.page.locator(".amount")).to_have_text(f"CN{amount}")


def pay(visitor: Visitor, amount: str) -> str:
    """Agrees, pays at the provider and comes back; the address of the purchase."""
    press_pay(visitor, amount)
    return pay_there(visitor)


def pay_there(visitor: Visitor, verdict: str = "Pay") -> str:
    """Pays, or refuses to, at the provider and comes back; the address of the purchase."""
    visitor.press(verdict)
    visitor.page.wait_for_url(f"{visitor.base_url}/purchases/*/")
    return visitor.path


def held(visitor: Visitor, purchase: str, orders: int = 1) -> None:
    """Waits until the money of a purchase is in safe keeping."""
    visitor.open(purchase)
    visitor.until(f".card:nth-of-type({orders}) .steps .done:nth-child(2)")


def steps_done(visitor: Visitor, shop: str) -> list[str]:
    """Which of the five steps a shop's order has behind it; what is still to come is said too."""
    told = visitor.page.get_by_role("region", name=shop).locator(".steps li").all_text_contents()
    pairs = [text.strip().split(", ") for text in told]
    assert [name for name, _state in pairs] == STEPS
    assert {state for _name, state in pairs} <= {"done", "still to come"}
    return [name for name, state in pairs if state == "done"]


def places(visitor: Visitor, shop: str) -> dict[str, str]:
    """Where the money of a shop's order is, place by place."""
    rows = visitor.page.get_by_role("region", name=shop).locator(".places div").all()
    return {row.locator("dt").inner_text(): row.locator("dd").inner_text() for row in rows}


def paid_back(house: Running, *amounts: int) -> None:
    """Waits until exactly these repayments were made by the provider."""
    wanted = [(amount, "paid") for amount in sorted(amounts)]
    house.until("SELECT amount, state FROM settlement_repayment ORDER BY amount", wanted)


def paid_out(house: Running, *payouts: tuple[str, int]) -> None:
    """Waits until exactly these payouts, by kind of payee and amount, were made by the provider."""
    wanted = [(kind, amount, "paid") for kind, amount in payouts]
    house.until("SELECT kind, amount, state FROM settlement_payout ORDER BY kind", wanted)
