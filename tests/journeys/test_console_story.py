"""A shop's day with a keyboard and nothing else: goods, stock, parcels, a return, a commission, who recommends."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.chromium import Street, Visitor
from tests.journeys.keys import Keys
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SHOP = "/console/meijiawu/"
BUY = """
import json
from uuid import UUID
from django.conf import settings
from goodword.kit import clock
from goodword.orders import actions, queries
from goodword.ops.demo import purchases
names = json.loads((settings.DATA / "planted.json").read_text())
tea = (("longjing", "expert", 1),)
purchases.BUYERS = (("Ada Moor", tea, "paid"), ("Ben Ito", tea, "paid"), ("Cy Roth", tea, "received"))
purchases.buy_some(
    {key: UUID(value) for key, value in names["products"].items()},
    {tuple(key.split("/")): UUID(value) for key, value in names["words"].items()},
)
shop = UUID(names["shops"]["meijiawu"])
while not (arrived := queries.orders_of_shop(shop, "received").rows) or len(queries.orders_to_ship(shop).rows) < 2:
    pass
order = arrived[0]
line = order.lines[0].id
actions.ask_return(
    order.id, lines=[(line, 1)], reason="Too dry for me", ground="other", now=clock.now(), by=order.buyer_id
)
"""


def write(keys: Keys, name: str, text: str) -> None:
    """Goes to the field called `name`, and writes into it."""
    keys.to(keys.page.locator(f"main [name='{name}']"))
    keys.page.keyboard.press("ControlOrMeta+a")
    keys.page.keyboard.type(text)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(out, "PNG")
    return out.getvalue()


def adds_a_pot(shop: Visitor, keys: Keys) -> None:
    """A product with a picture and two variants."""
    keys.follow("Goods")
    keys.follow("Add by hand")
    shop.page.wait_for_url("**/products/new/")
    write(keys, "title", "Clay pot")
    write(keys, "description", "Made by hand.")
    keys.to(shop.page.locator("main [name=pictures]")).set_input_files(
        {"name": "pot.png", "mimeType": "image/png", "buffer": picture()}
    )
    for name, text in (("title", "Small"), ("sku", "POT-1"), ("price", "88.00"), ("stock", "3")):
        write(keys, f"v0-{name}", text)
    keys.to(shop.page.locator("main form details > summary"))
    shop.page.keyboard.press("Enter")
    for name, text in (("title", "Large"), ("sku", "POT-2"), ("price", "128.00"), ("stock", "2")):
        write(keys, f"v1-{name}", text)
    keys.press("List it")
    shop.see("The product is listed.")
    expect(shop.page.locator(".hung img")).to_have_count(1)
    shop.see("POT-2")


def counts_the_shelf(shop: Visitor, keys: Keys) -> None:
    """Stock and price of one line, among all of them."""
    keys.follow("Stock")
    shop.page.wait_for_url("**/shelf/")
    keys.fill("Pieces of Clay pot · Large on the shelf", "9")
    keys.press("Keep what I changed")
    shop.see("1 line is changed.")
    expect(shop.page.get_by_label("Pieces of Clay pot · Large on the shelf")).to_have_value("9")


def packs_two(shop: Visitor, keys: Keys) -> None:
    """Slips first, then both parcels at once."""
    keys.follow("To do")
    keys.follow("Send 2 orders")
    shop.page.wait_for_url("**/to-ship/")
    for step in ("slips", "send"):
        for place in range(2):
            keys.to(shop.page.locator("main [name=order]").nth(place))
            shop.page.keyboard.press("Space")
        if step == "slips":
            keys.press("Slips of the ticked ones")
            shop.page.wait_for_url("**/slips/?**")
            expect(shop.page.locator("article.slip")).to_have_count(2)
            assert "¥" not in shop.page.locator("article.slip").first.inner_text()
            keys.follow("Back to what is to ship")
            shop.page.wait_for_url("**/to-ship/")
    numbers = shop.page.locator("main [name^=number-]")
    keys.to(shop.page.locator("main [name=carrier]"), back=True)
    shop.page.keyboard.type("SF Express")
    for place in range(2):
        keys.to(numbers.nth(place))
        shop.page.keyboard.type(f"SF{place}")
    keys.press("The ticked ones are with the carrier")
    shop.see("2 orders are on their way.")


def takes_it_back(shop: Visitor, keys: Keys) -> None:
    """The return is found from the first page, and answered."""
    keys.follow("To do")
    keys.follow("Answer 1 return")
    keys.to(shop.page.get_by_role("cell").get_by_role("link"))
    shop.page.keyboard.press("Enter")
    shop.see("Too dry for me")
    keys.fill("Your answer", "To the farm, please")
    keys.press("Take it back")
    shop.see("Accepted. The buyer sends it back.")


def promises_more(shop: Visitor, keys: Keys, now: datetime) -> None:
    """Another commission, from a day on."""
    keys.follow("Commission")
    shop.page.wait_for_url("**/commission/")
    write(keys, "rate", "9.5")
    keys.to(shop.page.locator("main [name=from_day]"))
    shop.page.keyboard.type(f"{now + timedelta(days=30):%m%d%Y}")
    keys.press("Set the rate")
    shop.see("The rate is set.")
    first = shop.page.locator("tbody tr").first
    expect(first).to_contain_text("9.5%")
    expect(first).to_contain_text("coming")


def test_a_shops_day_by_keyboard(street: Street, house: Running) -> None:
    house.python(BUY)
    shop = street.visitor().look_around_as("a shop")
    keys = Keys(shop)
    shop.open(SHOP)
    adds_a_pot(shop, keys)
    counts_the_shelf(shop, keys)
    packs_two(shop, keys)
    takes_it_back(shop, keys)
    promises_more(shop, keys, datetime.now(UTC))
    keys.follow("Words")
    shop.page.wait_for_url("**/words/")
    expect(shop.page.locator("tbody tr").first).to_contain_text(re.compile(r"\b3\b"))
    keys.follow("By person")
    shop.page.wait_for_url("**by=expert**")
    shop.see("Net for you")
    assert house.rows("SELECT carrier, number FROM orders_dispatch WHERE number LIKE 'SF_' ORDER BY number") == [
        ("SF Express", "SF0"),
        ("SF Express", "SF1"),
    ]


def test_parcels_are_sent_without_scripts(street: Street, house: Running) -> None:
    shop = street.visitor(scripts=False).look_around_as("a shop")
    shop.open(f"{SHOP}orders/to-ship/").see("Nothing to ship")
    shop.open(f"{SHOP}shelf/")
    first = shop.page.locator("main [name^=stock-]").first
    first.fill("11")
    shop.press("Keep what I changed")
    shop.see("1 line is changed.")
