"""A shopper with a keyboard and nothing else among the walls, at an expert's, in a shop, and with a cart."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.chromium import Street, Visitor
from tests.journeys.keys import Keys
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SHELVE = """
from uuid import UUID
from goodword.kit import clock
from goodword.social import actions
now, by = clock.now(), UUID("{person}")
shelf = actions.open_shelf(person_id=by, title="For slow mornings", now=now, by=by)
actions.put_on_shelf(shelf_id=shelf, product_id=UUID("{product}"), position=0, now=now, by=by)
"""


def goes(keys: Keys, name: str) -> None:
    """Follows a tab of a wall."""
    keys.to(keys.page.locator("main nav.tabs").get_by_role("link", name=name, exact=True))
    keys.page.keyboard.press("Enter")


def walks_the_walls(fang: Visitor, keys: Keys) -> None:
    """The walls of all, of a topic that is then followed, and of what one follows."""
    fang.open("/")
    goes(keys, "Topics")
    keys.to(fang.page.locator("main a[href='/topics/tea/']"))
    fang.page.keyboard.press("Enter")
    fang.page.wait_for_url("**/topics/tea/")
    keys.press("Follow")
    expect(fang.page.locator("main").get_by_role("button", name=re.compile("^Following"))).to_be_visible()
    goes(keys, "Following")
    keys.to(fang.page.locator("main a.whole", has_text="Third spring"))
    fang.page.keyboard.press("Enter")
    fang.page.wait_for_url("**/posts/**")


def reads_who_that_is(fang: Visitor, keys: Keys) -> None:
    """The author's words, what stands on their shelves, and the shop that sells it."""
    keys.to(fang.page.locator("main a[href='/people/lin_yue/']"))
    fang.page.keyboard.press("Enter")
    expect(fang.page.get_by_role("heading", level=1)).to_contain_text("Lin Yue")
    goes(keys, "Showcase")
    fang.see("For slow mornings")
    keys.to(fang.page.locator("main .grid a", has_text="Longjing"))
    fang.page.keyboard.press("Enter")
    fang.page.wait_for_url("**/posts/**")
    keys.to(fang.page.locator("main a[href='/shops/meijiawu/']"))
    fang.page.keyboard.press("Enter")
    fang.see("four generations")
    keys.to(fang.page.locator("main a", has_text="Longjing, spring 2026"))
    fang.page.keyboard.press("Enter")


def puts_in(fang: Visitor, keys: Keys) -> None:
    """The second variant."""
    offers = fang.page.locator("main form.buying input[name=offer]")
    keys.to(offers)
    fang.page.keyboard.press("ArrowRight")
    expect(offers.nth(1)).to_be_checked()
    here = fang.path
    keys.press("Add to cart")
    fang.see("It is in your cart.")
    assert fang.path == here


def fills_the_cart(fang: Visitor, keys: Keys) -> None:
    """A variant by arrows, put in without leaving; in the cart by shop one is changed and one taken out."""
    puts_in(fang, keys)
    fang.open("/")
    keys.to(fang.page.locator("main a.whole", has_text="每天早上"))
    fang.page.keyboard.press("Enter")
    fang.page.wait_for_url("**/posts/**")
    puts_in(fang, keys)
    keys.to(fang.page.locator("nav.bar").get_by_role("link", name=re.compile("^Cart")))
    fang.page.keyboard.press("Enter")
    fang.page.wait_for_url("**/cart/")
    expect(fang.page.locator("main section.card")).to_have_count(2)
    keys.fill("Quantity of Blue wave cup", "2")
    fang.page.keyboard.press("Enter")
    expect(fang.page.get_by_label("Quantity of Blue wave cup")).to_have_value("2")
    keys.to(fang.page.get_by_role("button", name=re.compile("^Remove Longjing")))
    fang.page.keyboard.press("Enter")
    expect(fang.page.locator("main section.card")).to_have_count(1)


def says_where_it_goes(fang: Visitor, keys: Keys) -> None:
    """Another address in the middle of paying, for which delivery is worked out anew."""
    keys.follow("Check and pay")
    fang.page.wait_for_url("**/checkout/**")
    keys.to(fang.page.locator("main summary", has_text="Change"))
    fang.page.keyboard.press("Enter")
    for name, text in ADDRESS.items():
        keys.to(fang.page.locator(f"main details [name={name}]"))
        fang.page.keyboard.type(text)
    keys.press("Send it here")
    expect(fang.page.get_by_role("region", name="Goes to")).to_contain_text("3 Quiet Lane")


ADDRESS = {"name": "Wang Fang", "street": "3 Quiet Lane", "city": "Suzhou", "postcode": "215000", "country": "China"}


def test_from_the_walls_to_the_middle_page_by_keyboard(street: Street, house: Running) -> None:
    names = house.planted()
    house.python(SHELVE.format(person=names["people"]["expert"], product=names["products"]["longjing"]))
    fang = street.visitor().look_around_as("a shopper")
    keys = Keys(fang)
    walks_the_walls(fang, keys)
    reads_who_that_is(fang, keys)
    fills_the_cart(fang, keys)
    says_where_it_goes(fang, keys)
