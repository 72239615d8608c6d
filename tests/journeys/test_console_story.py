"""A shop's day with a keyboard and nothing else: goods, stock, parcels, a return, a commission, who recommends."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.journeys.chromium import Street, Visitor
from tests.journeys.keys import Keys
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SHOP = "/console/meijiawu/"
NUMBER = re.compile(r"\d{6}-\w{5}-\w{5}-\d+")
PAPERS = {
    "slug": "hill-farm",
    "name": "Hill Farm",
    "legal_name": "Hill Farm Ltd",
    "registration": "9133",
    "address": "1 Hill Road, Hangzhou",
    "email": "hill@example.com",
    "delivery_fee": "6",
}
GOODS = """Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty
a,Sour jam,S1,-5,1
b,Bramble jam,S2,28.00,12
"""
BUY = """
import json
from uuid import UUID
from django.conf import settings
from goodword.kit import clock
from goodword.orders import actions, queries
from goodword.ops.demo import purchases
names = json.loads((settings.DATA / "planted.json").read_text())
tea = (("longjing", "expert", 1),)
purchases.BUYERS = (
    ("Ada Moor", tea, "paid"), ("Ben Ito", tea, "paid"), ("Di Lund", tea, "paid"), ("Cy Roth", tea, "received"),
)
purchases.buy_some(
    {key: UUID(value) for key, value in names["products"].items()},
    {tuple(key.split("/")): UUID(value) for key, value in names["words"].items()},
)
shop = UUID(names["shops"]["meijiawu"])
while not (arrived := queries.orders_of_shop(shop, "received").rows) or len(queries.orders_to_ship(shop).rows) < 3:
    pass
order = arrived[0]
line = order.lines[0].id
actions.ask_return(
    order.id, lines=[(line, 1)], reason="Too dry for me", ground="other", now=clock.now(), by=order.buyer_id
)
"""


def write(keys: Keys, name: str, text: str) -> None:
    """Goes to the field called `name`, and writes into it."""
    write_here(keys, keys.page.locator(f"main [name='{name}']"), text)


def write_here(keys: Keys, field: Locator, text: str) -> None:
    keys.to(field)
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
    """Stock and price of two lines, among all of them; what is shown as earlier price is the 30-day low."""
    keys.follow("Stock")
    shop.page.wait_for_url("**/shelf/")
    line = shop.page.locator("tbody tr", has_text="POT-2")
    keys.to(line.locator("[name^=price-]"))
    shop.page.keyboard.press("ControlOrMeta+a")
    shop.page.keyboard.type("99.00")
    keys.fill("Earlier price of Clay pot · Large", "150.00")
    keys.fill("Pieces of Clay pot · Large on the shelf", "9")
    keys.press("Keep what I changed")
    shop.see("1 line is changed.")
    expect(shop.page.get_by_label("Pieces of Clay pot · Large on the shelf")).to_have_value("9")
    expect(line).to_contain_text("¥128.00 is shown")


def packs_two(shop: Visitor, keys: Keys) -> None:
    """Slips first, then two parcels at once."""
    keys.follow("To do")
    keys.follow("Send 3 orders")
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
    keys.press("Mark as sent")
    shop.see("2 orders are on their way.")


def sends_by_file(shop: Visitor, keys: Keys) -> None:
    """The third number comes in a file, where a line that cannot be is told apart. Part of the price is given back."""
    number = shop.page.locator("main .row, main label", has_text=NUMBER).first.inner_text()
    [order] = NUMBER.findall(number)
    keys.follow("Parcel numbers from a file")
    text = f"order,carrier,number\n{order},SF Express,SF2\n260101-00000-00000-1,SF Express,SF3\n"
    keys.to(shop.page.get_by_label("File")).set_input_files(
        {"name": "parcels.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    keys.press("Hand in the file")
    rows = shop.page.get_by_role("region", name="What became of it").locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("sent")
    expect(rows.nth(1)).to_contain_text("refused")
    keys.follow(order)
    keys.to(shop.page.locator("main summary", has_text="Give part of the price back"))
    shop.page.keyboard.press("Enter")
    write_here(keys, shop.page.locator("main [name^=amount-]"), "5.00")
    keys.fill("Why", "The tin has a dent", within="details[open]")
    keys.press("Give it back")
    shop.see("¥5.00 given back")


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
    keys.press("It is back here: refund it")
    expect(shop.page.get_by_role("region", name="Return")).to_contain_text("back here, refunded")


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
    sends_by_file(shop, keys)
    takes_it_back(shop, keys)
    promises_more(shop, keys, datetime.now(UTC))
    keys.follow("Words")
    shop.page.wait_for_url("**/words/")
    expect(shop.page.locator("tbody tr").first).to_contain_text(re.compile(r"\b4\b"))
    keys.follow("By person")
    shop.page.wait_for_url("**by=expert**")
    shop.see("Net for you")
    reads_the_statement(shop, keys)
    assert house.rows("SELECT carrier, number FROM orders_dispatch WHERE number LIKE 'SF_' ORDER BY number") == [
        ("SF Express", "SF0"),
        ("SF Express", "SF1"),
        ("SF Express", "SF2"),
    ]


def reads_the_statement(shop: Visitor, keys: Keys) -> None:
    """What moved in a month, on the page and as a file."""
    keys.follow("Statement")
    shop.page.wait_for_url("**/statement/")
    shop.see("Waiting now")
    keys.to(shop.page.get_by_role("link", name="As a file (CSV)"))
    with shop.page.expect_download() as coming:
        shop.page.keyboard.press("Enter")
    assert coming.value.path().read_text("utf-8-sig").count("\n") > 1


def takes(keys: Keys, step: str) -> None:
    """Follows a step of the list."""
    keys.to(keys.page.locator("ol.setup li", has_text=step).get_by_role("link"))
    keys.page.keyboard.press("Enter")


def opens(keeper: Visitor, keys: Keys) -> None:
    """Says who they are, and reads what comes next."""
    keeper.open("/console/")
    for name, text in PAPERS.items():
        write(keys, name, text)
    keys.press("Open the shop")
    keeper.see("Your shop is open to you.")
    keeper.see("2 of 7 steps done")
    takes(keys, "Partner agreement")
    keys.to(keeper.page.get_by_role("button", name=re.compile("^Accept version")))
    keeper.page.keyboard.press("Enter")
    keeper.see("3 of 7 steps done")


def lists_a_file(keeper: Visitor, keys: Keys) -> None:
    """A file with one wrong line is tried, then taken; a feed is asked for by its address, which must be one."""
    page = keeper.page
    for trial in (True, False):
        keys.follow("Catalogue files")
        page.wait_for_url("**/imports/")
        keys.to(page.get_by_label("File", exact=True)).set_input_files(
            {"name": "goods.csv", "mimeType": "text/csv", "buffer": GOODS.encode()}
        )
        if not trial:
            keys.to(page.locator("main [name=dry_run]"))
            page.keyboard.press("Space")
        keys.press("Hand in the file")
        expect(page.locator("#run")).to_contain_text("A trial: nothing was changed." if trial else "Done.")
        expect(page.locator("#run tbody tr")).to_contain_text("S1")
    keys.follow("Look at the goods")
    keeper.see("Bramble jam")
    keys.follow("Catalogue files")
    write(keys, "address", "https://feed.invalid/goods.tsv")
    keys.press("Fetch it")
    keeper.see("its host name is not known")
    expect(page.locator("main [name=address]")).to_have_value("https://feed.invalid/goods.tsv")
    keeper.expects("422 POST /console/hill-farm/imports/")


def test_a_shop_is_set_up_by_keyboard(street: Street) -> None:
    keeper = street.visitor().look_around_as("a shopper")
    keys = Keys(keeper)
    opens(keeper, keys)
    lists_a_file(keeper, keys)
    keys.follow("To do")
    keeper.see("4 of 7 steps done")
    takes(keys, "Commission")
    write(keys, "rate", "8")
    keys.press("Set the rate")
    keys.follow("To do")
    takes(keys, "Payout account")
    keys.fill("Account there", "hill-farm")
    keys.press("Pay us there")
    keeper.see("Payouts go there from now on.")
    keys.follow("To do")
    keeper.see("6 of 7 steps done")
    keeper.see("We look at your papers; you need not do anything.")


def test_parcels_are_sent_without_scripts(street: Street, house: Running) -> None:
    shop = street.visitor(scripts=False).look_around_as("a shop")
    shop.open(f"{SHOP}orders/to-ship/").see("Nothing to ship")
    shop.open(f"{SHOP}shelf/")
    first = shop.page.locator("main [name^=stock-]").first
    first.fill("11")
    shop.press("Keep what I changed")
    shop.see("1 line is changed.")
