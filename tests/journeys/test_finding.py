"""Finding something and keeping it, with a keyboard alone: suggestion, filters, folder, and the price that fell."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.journeys.chromium import Street, Visitor
from tests.journeys.keys import Keys
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
LOWER = """
from uuid import UUID
from goodword.catalog import actions, queries
from goodword.kit import clock
now = clock.now()
offer = queries.product_page(UUID("{product}"), now).offers[0]
actions.set_price(offer.id, price=offer.price - 2000, now=now, by=None)
"""


def options(visitor: Visitor) -> Locator:
    return visitor.page.locator("[role=option]")


def sound(visitor: Visitor) -> None:
    """axe-core has nothing to say about the page as it stands."""
    breaches = Axe().run(visitor.page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(breach["id"], [node["html"][:160] for node in breach["nodes"]]) for breach in breaches] == []


def open_details(visitor: Visitor, keys: Keys, label: str) -> None:
    """Goes to what is folded up and unfolds it."""
    keys.to(visitor.page.locator("main summary", has_text=label))
    visitor.page.keyboard.press("Enter")


def find_the_lamp(visitor: Visitor, keys: Keys) -> None:
    """Types its beginning and follows what is suggested."""
    visitor.open("/find/")
    field, board = visitor.page.get_by_role("combobox"), visitor.page.keyboard
    expect(field).to_be_focused()
    board.type("Lamp")
    expect(visitor.page.get_by_role("group", name="Shops").get_by_role("option", name="Lamp & Leaf")).to_be_visible()
    sound(visitor)
    visitor.photograph("finding suggestions")
    board.press("Escape")
    expect(options(visitor)).to_have_count(0)
    expect(field).to_have_value("Lamp")
    board.press("ControlOrMeta+a")
    board.type("midnight")
    lamp = visitor.page.get_by_role("option", name="Midnight reading lamp")
    expect(lamp).to_be_visible()
    board.press("ArrowUp")
    board.press("ArrowDown")
    board.press("ArrowDown")
    expect(lamp).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(lamp.get_attribute("id")))
    board.press("Enter")
    visitor.page.wait_for_url("**/find/?q=Midnight+reading+lamp")
    visitor.see("1 product")


def leave_while_it_is_asked(visitor: Visitor) -> None:
    """What comes when the field has been left opens nothing. Red without a look at where the focus is."""
    visitor.open("/find/")
    field = visitor.page.get_by_role("combobox")
    expect(field).to_be_focused()
    with visitor.page.expect_response("**/find/suggestions/**"):
        visitor.page.keyboard.type("lamp")
        visitor.page.keyboard.press("Tab")
    visitor.page.wait_for_timeout(200)
    expect(options(visitor)).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")


def narrow(visitor: Visitor, keys: Keys) -> None:
    """Filters by topic, price and stock; an impossible price is explained; a filter is taken away again."""
    visitor.open("/find/")
    open_details(visitor, keys, "Filters")
    keys.to(visitor.page.locator("main select[name=topic]"))
    visitor.page.keyboard.type("Home")
    keys.fill("Price to", "cheap")
    keys.to(visitor.page.get_by_label("in stock"))
    visitor.page.keyboard.press("Space")
    keys.press("Show")
    visitor.see("cheap is not an amount in CNY.")
    visitor.expects("422 GET " + visitor.path)
    keys.fill("Price to", "¥300")
    keys.to(visitor.page.locator("main select[name=sort]"))
    visitor.page.keyboard.type("Lowest")
    keys.press("Show")
    visitor.page.wait_for_url("**sort=cheapest**")
    shown = visitor.page.locator("main a.chip")
    assert [" ".join(text.split()) for text in shown.all_inner_texts()] == [
        "Without Home",
        "Without up to ¥300",
        "Without in stock",
        "Without Lowest price",
    ]
    sound(visitor)
    visitor.photograph("finding filters")
    keys.follow("Without in stock")
    expect(shown).to_have_count(3)


def keep_the_lamp(visitor: Visitor, keys: Keys) -> None:
    """Opens the lamp, a word about it, and keeps that in a folder made on the way."""
    keys.follow("Midnight reading lamp")
    visitor.page.wait_for_url("**/products/**")
    keys.to(visitor.page.get_by_role("link", name=re.compile("The only reading lamp")))
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/posts/**")
    keys.press("Save")
    expect(visitor.page.locator("main button[aria-pressed=true][aria-label=Save]")).to_be_visible()
    visitor.open("/saved/")
    open_details(visitor, keys, "Put into a folder")
    keys.fill("or a new folder called", "For late evenings")
    keys.press("Put it there")
    visitor.see("Put in its place.")
    keys.to(visitor.page.get_by_role("link", name="For late evenings"))
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("For late evenings")


def test_finding_keeping_and_waiting_for_a_lower_price(street: Street, house: Running) -> None:
    fang = street.visitor().look_around_as("a shopper")
    keys = Keys(fang)
    narrow(fang, keys)
    leave_while_it_is_asked(fang)
    find_the_lamp(fang, keys)
    keep_the_lamp(fang, keys)
    assert fang.page.get_by_text("less than when you saved it").count() == 0
    house.python(LOWER.format(product=house.planted()["products"]["reading-lamp"]))
    keys.follow("Only what costs less now")
    fang.see("¥20 less than when you saved it")
    sound(fang)
    fang.photograph("finding saved")
    open_details(fang, keys, "Change this folder")
    keys.fill("Its name", "Night lights", within="details[open]")
    keys.press("Rename")
    expect(fang.page.get_by_role("heading", level=1)).to_have_text("Night lights")
    open_details(fang, keys, "Change this folder")
    keys.press("Delete this folder")
    fang.see("The folder is gone.")
    fang.see("¥20 less than when you saved it")


def test_the_same_without_scripts(street: Street) -> None:
    nadia = street.visitor(scripts=False).look_around_as("a shopper")
    keys = Keys(nadia)
    nadia.open("/find/")
    keys.to(nadia.page.get_by_role("combobox"))
    nadia.page.keyboard.type("cup")
    nadia.page.keyboard.press("Enter")
    nadia.page.wait_for_url("**/find/?q=cup**")
    open_details(nadia, keys, "Filters")
    keys.fill("Price to", "50")
    keys.press("Show")
    nadia.see("up to ¥50")
    nadia.open("/")
    keys.to(nadia.page.locator("main a.whole"))
    nadia.page.keyboard.press("Enter")
    nadia.page.wait_for_url("**/posts/**")
    keys.press("Save")
    expect(nadia.page.locator("main button[aria-pressed=true][aria-label=Save]")).to_be_visible()
    nadia.open("/saved/")
    open_details(nadia, keys, "New folder")
    keys.fill("Its name", "Gifts", within="details[open]")
    keys.press("Make it")
    nadia.see("The folder is there.")
    nadia.see("Gifts")
