"""axe-core finds nothing on any page, in both languages, by day and by night.

Every kind of page is looked at once in each language, by the first of the demo's persons who can reach it.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys import steps
from tests.journeys.chromium import Street, Visitor
from tests.journeys.pages import Kind, walk
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(500)]
PERSONS = ("a shopper", "an expert", "a shop", "the operator", "")
ROOMS = {"home", "post", "product", "person", "shop", "go", "cart", "checkout", "purchase", "studio", "console", "desk"}
ALL_RULES = {"resultTypes": ["violations"]}
COLOURS = {**ALL_RULES, "runOnly": ["color-contrast"]}


class Inspection:
    """Which kinds of page were looked at in one language, and what was found."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.kinds: set[Kind] = set()
        self.found: list[str] = []

    def walk(self, visitor: Visitor, *doors: str) -> None:
        """Looks at every kind of page nobody has looked at yet."""
        walk(visitor, doors, self.kinds, lambda address: self.look(visitor, address))

    def look(self, visitor: Visitor, address: str) -> None:
        """All rules by day; by night what only colours change."""
        for scheme, rules in (("light", ALL_RULES), ("dark", COLOURS)):
            visitor.page.emulate_media(color_scheme=scheme)
            for breach in Axe().run(visitor.page, options=rules).response["violations"]:
                places = [node["html"][:160] for node in breach["nodes"]]
                self.found.append(f"{self.lang}, {scheme}, {address}: {breach['id']} at {places}")


def buys_and_fills_the_cart(visitor: Visitor) -> None:
    """So that purchase, cart and middle page have something to show."""
    steps.open_word(visitor.open("/"), "The only reading lamp")
    steps.buy_now(visitor)
    steps.held(visitor, steps.pay(visitor, "¥247.00"))
    steps.put_in_cart(visitor, "For people who say")


def speaks_chinese(visitor: Visitor) -> None:
    """Presses the switch on the wall."""
    visitor.open("/").page.get_by_role("button", name="换成中文").click()
    visitor.page.wait_for_url(f"{visitor.base_url}/")


@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
def test_nothing_stands_in_the_way_on_any_page(street: Street, house: Running, lang: str) -> None:
    if not house.rows("SELECT 1 FROM orders_purchase LIMIT 1"):
        house.buy_some()
    inspection = Inspection(lang)
    for who in PERSONS:
        visitor = street.visitor()
        if who:
            visitor.look_around_as(who)
        if who == "a shopper":
            buys_and_fills_the_cart(visitor)
        if lang != "en":
            speaks_chinese(visitor)
        inspection.walk(visitor, "/", *(["/me/"] if who else []))
    assert inspection.found == []
    assert {kind[0] for kind in inspection.kinds} >= ROOMS
