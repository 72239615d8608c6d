"""Settings with a keyboard alone: how pages speak and look, where one is signed in, one's data, and leaving."""

import zipfile

import pytest
from playwright.sync_api import expect

from goodword.ops.demo import PHRASE
from tests.journeys import steps
from tests.journeys.chromium import Street, Visitor
from tests.journeys.keys import Keys
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PASSWORD = "a horse on a green roof"
SHOPPER = "shopper@demo.goodword"


def go(keys: Keys, address: str) -> None:
    """Follows the link to an address."""
    keys.to(keys.page.locator(f"main a[href='{address}']"))
    keys.page.keyboard.press("Enter")


def prove(keys: Keys, phrase: str) -> None:
    """Shows again that it is them."""
    keys.page.wait_for_url("**/account/reauthenticate/**")
    keys.to(keys.page.locator("main input[name=password]"))
    keys.page.keyboard.type(phrase)
    keys.page.keyboard.press("Enter")


def shown(visitor: Visitor) -> str:
    """The colour of the paper."""
    return str(visitor.page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_settings_are_a_keyboard_away(street: Street) -> None:
    fang, elsewhere = (street.visitor().sign_in(SHOPPER, PHRASE) for _visitor in range(2))
    keys = Keys(fang.open("/me/"))
    go(keys, "/me/settings/")
    keys.choose("language", "zh-hans")
    keys.press("Use this language")
    expect(fang.page.locator("h1")).to_have_text("设置")
    keys.choose("language", "en")
    keys.press("使用这种语言")
    expect(fang.page.locator("h1")).to_have_text("Settings")

    light = shown(fang)
    keys.choose("theme", "dark")
    keys.press("Use this appearance")
    expect(fang.page.locator("html")).to_have_attribute("data-theme", "dark")
    assert shown(fang) != light
    dark = shown(fang)
    assert shown(fang.open("/account/password/change/")) == dark, "the pages of sign-in too"
    keys = Keys(fang.open("/me/settings/"))
    keys.choose("theme", "system")
    keys.press("Use this appearance")
    expect(fang.page.locator("html:not([data-theme])")).to_be_attached()
    assert shown(fang) == light

    go(keys, "/account/sessions/")
    fang.see("Chromium on Linux")
    assert fang.page.get_by_text("Chromium on Linux").count() >= 2  # other journeys may have signed in too
    keys.press("Sign out everywhere else")
    fang.see("You are signed out everywhere else.")
    expect(fang.page.get_by_text("Chromium on Linux")).to_have_count(1)
    assert elsewhere.open("/me/").path.startswith("/account/login/")


def test_ones_data_comes_along_and_what_is_open_keeps_one_here(street: Street) -> None:
    fang = street.visitor().sign_in(SHOPPER, PHRASE)
    steps.open_word(fang, "Walkers smile")
    steps.buy_now(fang)
    purchase = steps.pay(fang, "¥98.00")
    steps.held(fang, purchase)
    keys = Keys(fang.open("/me/settings/"))
    go(keys, "/me/takeout/")
    prove(keys, PHRASE)
    fang.page.wait_for_url("**/me/takeout/")
    with fang.page.expect_download() as coming:
        keys.press("Make the file")
    with zipfile.ZipFile(coming.value.path()) as archive:
        assert SHOPPER in archive.read("profile.json").decode()
        assert purchase.split("/")[2] in archive.read("purchases.json").decode()
    keys = Keys(fang.open("/me/settings/"))
    go(keys, "/me/leaving/")
    fang.see("This has to end first")
    expect(fang.page.get_by_role("link", name="Go on")).to_have_count(0)
    go(keys, purchase)
    fang.page.wait_for_url(f"**{purchase}")


def test_who_wants_to_leave_is_let_go_and_forgotten(street: Street, house: Running) -> None:
    nadia = street.visitor().open("/account/signup/")
    nadia.fill(email="nadia@example.com", name="Nadia", password1=PASSWORD)
    nadia.press("Sign up")
    nadia.page.wait_for_url(f"{nadia.base_url}/")
    keys = Keys(nadia.open("/me/settings/"))
    go(keys, "/me/leaving/")
    prove(keys, PASSWORD)
    nadia.see("What is kept, and why")
    keys.follow("Go on")
    nadia.see("Goodbye, Nadia?")
    keys.to(nadia.page.locator("main input[name=sure]"))
    nadia.page.keyboard.press("Space")
    keys.press("Delete my account")
    nadia.see("Your account is deleted")
    assert nadia.open("/me/").path.startswith("/account/login/")
    assert house.rows("SELECT name, bio FROM people_person WHERE erased_at IS NOT NULL") == [("", "")]
    assert house.rows("SELECT COUNT(*) FROM people_person WHERE email LIKE 'nadia%' OR name = 'Nadia'") == [(0,)]
