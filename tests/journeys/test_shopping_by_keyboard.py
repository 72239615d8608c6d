"""A shopper with a keyboard and nothing else: from the wall to a purchase, its receipt, a return and a withdrawal."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from goodword.ops.demo import PHRASE
from tests.journeys import steps
from tests.journeys.chromium import Street, Visitor
from tests.journeys.keys import Keys
from tests.journeys.main_way import KEEPER

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
WORD = "每天早上第一杯"


def buys_two_cups(fang: Visitor, keys: Keys) -> str:
    """Opens the product over the wall, leaves it with Escape, opens the word, and buys two."""
    card = fang.page.locator("article.card", has_text=WORD).first
    keys.to(card.get_by_role("link", name=re.compile("look and buy")))
    fang.page.keyboard.press("Enter")
    expect(fang.page.locator("#sheet[open]")).to_be_visible()
    fang.page.keyboard.press("Escape")
    expect(fang.page.locator("#sheet[open]")).to_have_count(0)
    keys.to(card.get_by_role("link", name=re.compile("look and buy")), back=True)
    keys.to(card.locator("a.whole"), back=True)
    fang.page.keyboard.press("Enter")
    fang.page.wait_for_url("**/posts/**")
    keys.fill("Quantity", "2")
    keys.press("Buy now")
    fang.page.wait_for_url("**/checkout/?**")
    return fang.path


def pays(fang: Visitor, keys: Keys, amount: str) -> str:
    """Agrees and pays at the provider, by keyboard there too; the address of the purchase."""
    keys.press(f"Pay {amount}")
    expect(fang.page.locator(".amount")).to_have_text(f"CN{amount}")
    keys.to(fang.page.get_by_role("button", name="Pay", exact=True))
    fang.page.keyboard.press("Enter")
    fang.page.wait_for_url(f"{fang.base_url}/purchases/*/")
    return fang.path


def shop_sends(street: Street) -> None:
    """The shop's newest order is handed to a carrier."""
    keeper = street.visitor().sign_in(KEEPER, PHRASE)
    keeper.open("/console/jingde-kiln/orders/").page.get_by_role("cell").get_by_role("link").first.click()
    keeper.see("Blue wave cup")
    keeper.fill(carrier="SF Express", number="SF7")
    keeper.press("It is with the carrier")
    keeper.see("On its way. The buyer sees the number.")


def test_the_whole_way_and_back_by_keyboard(street: Street, tmp_path: Path) -> None:
    fang = street.visitor().look_around_as("a shopper")
    keys = Keys(fang)
    middle = buys_two_cups(fang, keys)
    forgets_who_is_there(fang, keys, middle)
    purchase = pays(fang, keys, "¥102.00")
    steps.held(fang, purchase)
    keys.follow("Receipt")
    fang.see("¥102.00")
    keys.follow("The purchase")
    shop_sends(street)
    fang.open(purchase)
    keys.press("It arrived")
    fang.see("Good. You can still ask to return it for a while.")
    sends_one_back(fang, keys, tmp_path)
    withdraws_from_the_other(fang, keys)


def forgets_who_is_there(fang: Visitor, keys: Keys, middle: str) -> None:
    """The session ends in the middle of paying: after signing in again it is the same quote."""
    quote = fang.page.locator("input[name=quote]").input_value()
    fang.context.clear_cookies(name="goodword")
    keys.press("Pay ¥102.00")
    fang.page.wait_for_url("**/account/login/**")
    keys.press("As a shopper")
    fang.page.wait_for_url("**/checkout/**")
    assert fang.page.locator("input[name=quote]").input_value() == quote
    assert fang.path.startswith(middle.partition("?")[0])


def sends_one_back(fang: Visitor, keys: Keys, folder: Path) -> None:
    """Three presses would do; here with a picture and a word more."""
    picture = folder / "crack.png"
    Image.new("RGB", (60, 40), "white").save(picture)
    keys.follow("Return it")
    keys.fill("of 2", "1")
    keys.choose("ground", "damaged")
    keys.fill("What should the shop know?", "A crack from the lip to the foot.")
    keys.to(fang.page.get_by_label("Pictures")).set_input_files(picture)
    keys.press("Send it back")
    fang.see("The shop has been asked. Its answer appears here.")
    expect(fang.page.get_by_alt_text("What you showed the shop")).to_have_js_property("naturalWidth", 60)


def withdraws_from_the_other(fang: Visitor, keys: Keys) -> None:
    keys.follow("Withdraw from the contract")
    keys.press("Send it back")
    fang.see("withdraw from the contract with Jingde Kiln for:")
    keys.press("Confirm the withdrawal")
    fang.see("You have withdrawn.")
    keys.to(fang.page.get_by_role("link", name="Acknowledgement to keep"))
    with fang.page.expect_download() as kept:
        fang.page.keyboard.press("Enter")
    assert "Declared on" in Path(kept.value.path()).read_text()
