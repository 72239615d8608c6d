"""The expert's studio, from a pasted link to the statement, by keyboard alone."""

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
UMBRELLA = "Long umbrella with eight ribs"
REFUSE = """
from uuid import UUID
from goodword.kit import clock
from goodword.people import actions, queries
asked = next(one for one in queries.applications_of(UUID("{person}")) if one.topic == "{topic}")
actions.refuse_credential(application_id=asked.id, reason="Show us a book you bound.", now=clock.now(), by=None)
"""
REASON = "Folds flat, pours clean. Leave it if you boil more than two cups."


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "#2f5d50").save(out, "PNG")
    return out.getvalue()


def button(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator("main").get_by_role("button", name=name, exact=True).first


def chooses(lin: Visitor, keys: Keys, house: Running) -> None:
    """A link of another site is refused with the reason; one of this site chooses its product, a search another."""
    page, board = lin.page, lin.page.keyboard
    lin.open("/studio/")
    keys.follow("Put in a word")
    page.wait_for_url("**/words/new/")
    expect(page.locator("#q")).to_be_focused()
    board.type("https://shop.example.com/item/9")
    board.press("Enter")
    lin.see("This link leads to shop.example.com, not to this site.")
    lin.expects("422 GET /studio/words/new/?q=https%3A%2F%2Fshop.example.com%2Fitem%2F9")
    sought = "Look for a product, or paste its link"
    keys.fill(sought, f"{house.base_url}/products/{house.planted()['products']['notebook']}/")
    board.press("Enter")
    page.wait_for_url("**/words/new/?p=*")
    keys.fill(sought, "umbrella")
    board.press("Enter")
    page.wait_for_url("**q=umbrella**")
    keys.follow(f"Choose {UMBRELLA}")
    chosen = page.get_by_role("region", name="Chosen").locator("li")
    expect(chosen).to_have_count(2)
    keys.follow(f"Move {UMBRELLA} up")
    expect(chosen.first).to_contain_text(UMBRELLA)
    keys.follow("Write your word")
    page.wait_for_url("**/writing/?p=*")


def writes(lin: Visitor, keys: Keys) -> None:
    """The preview follows what is typed; nothing takes the focus away."""
    page = lin.page
    keys.fill("Your reason", REASON)
    expect(page.locator("[data-count=f-reason]")).to_have_text(str(len(REASON)))
    preview = page.get_by_role("region", name="Preview")
    expect(preview.locator(".word.big")).to_have_text(REASON)
    expect(preview).to_contain_text("of what you pay if you keep it. You pay the shop’s own price.")
    expect(page.locator("#f-reason")).to_be_focused()


def keeps_continues_and_cuts(lin: Visitor, keys: Keys) -> None:
    """Kept as a draft and continued; a picture is added and cut with the arrows."""
    page, board = lin.page, lin.page.keyboard
    keys.press("Keep as a draft")
    page.wait_for_url("**/studio/drafts/")
    lin.see("Kept as a draft.")
    keys.follow(f"Continue {REASON}")
    page.wait_for_url("**/writing/?draft=*")
    expect(page.locator("#f-reason")).to_have_value(REASON)
    keys.to(page.locator("#f-pictures")).set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": picture()}
    )
    keys.fill("What the new pictures show", "A notebook, open")
    keys.press("Add and cut pictures")
    page.wait_for_url("**#pictures")
    shape = keys.to(page.locator("[data-cut=shape]"))
    board.press("ArrowDown")
    expect(shape).to_have_value("square")
    zoom = keys.to(page.locator("[data-cut=zoom]"))
    for _step in range(20):
        board.press("ArrowRight")
    expect(zoom).to_have_value("200")
    assert page.locator("[data-crop] img").evaluate("img => img.style.transform") == "scale(2)"
    keys.press("Preview")
    page.wait_for_url("**#preview")
    look = page.get_by_role("region", name="Preview").get_by_alt_text("A notebook, open").first
    assert (look.get_attribute("width"), look.get_attribute("height")) == ("300", "300")


def sets_a_time_and_publishes(lin: Visitor, keys: Keys) -> None:
    """Set for a time and told so; the time is taken back and the word published at once."""
    page, board = lin.page, lin.page.keyboard
    keys.to(page.locator("summary", has_text="Publish it later"))
    board.press("Enter")
    at = keys.to(page.locator("#f-at"))
    day = datetime.now(UTC) + timedelta(days=5)
    board.type(f"{day:%m%d%Y}")
    board.press("ArrowRight")  # a year has up to six digits
    board.type("0930A")
    expect(at).to_have_value(f"{day:%Y-%m-%d}T09:30")
    zone = keys.to(page.get_by_label("In the time of"))
    board.type("Asia/Tok")
    expect(zone).to_have_value("Asia/Tokyo")
    keys.press("Set this time")
    page.wait_for_url("**/studio/drafts/")
    lin.see("09:30 (Asia/Tokyo)")
    keys.press(f"Take the time back {REASON}")
    lin.see("The time is taken back; it is a draft again.")
    keys.follow(f"Continue {REASON}")
    page.wait_for_url("**/writing/?draft=*")
    keys.press("Put in this word")
    lin.see("Your word stands. Who follows you will read it.")


def fills_a_shelf(lin: Visitor, keys: Keys, title: str) -> Locator:
    """Two products on a new shelf."""
    page, board = lin.page, lin.page.keyboard
    lin.open("/studio/showcase/")
    keys.fill("A new shelf", title)
    board.press("Enter")
    shelf = page.get_by_role("region", name=title)
    expect(shelf).to_be_visible()
    for place in range(2):
        keys.to(shelf.locator("select"))
        for _step in range(place):
            board.press("ArrowDown")
        keys.to(shelf.get_by_role("button", name="Put on shelf"))
        board.press("Enter")
        expect(shelf.locator(".row[data-row]")).to_have_count(place + 1)
    return shelf


def names_on(shelf: Locator) -> list[str]:
    return [text.split("\n")[0] for text in shelf.locator(".row[data-row] .grow").all_inner_texts()]


def arranges(lin: Visitor, keys: Keys) -> None:
    """The second product of a shelf is moved up, and the focus stays on its button."""
    shelf = fills_a_shelf(lin, keys, "For the desk")
    _first, second = names_on(shelf)
    keys.to(shelf.get_by_role("button", name=f"Move {second} up"))
    lin.page.keyboard.press("Enter")
    expect(shelf.locator(".row[data-row] .grow").first).to_contain_text(second)
    expect(lin.page.locator("[id^=up-]:focus")).to_have_attribute("aria-label", f"Move {second} up")
    lin.page.reload()
    expect(shelf.locator(".row[data-row] .grow").first).to_contain_text(second)


def reads(lin: Visitor, keys: Keys) -> None:
    """The table of words and what each brought, the statement with its chart and file."""
    page = lin.page
    lin.open("/studio/")
    heads = page.get_by_role("region", name="Your words").locator("thead th").all_inner_texts()
    assert heads == ["Word", "Shop", "Seen", "Saved", "Sold", "Returned", "Earned", "State"]
    newest = page.locator("table tbody tr", has_text=f"{UMBRELLA} and 1 more")
    expect(newest.locator("[data-of=State]")).to_contain_text("in stock")
    keys.follow("All time")
    page.wait_for_url("**/studio/?all=1")
    sold = page.locator("table tbody tr", has_text="Longjing, spring 2026")
    expect(sold.locator("[data-of=Sold]")).to_have_text(re.compile(r"^[1-9]"))
    expect(sold.locator("[data-of=Earned]")).to_contain_text("¥")
    expect(page.get_by_role("img", name="Earned a day")).to_be_visible()
    keys.follow("Statement")
    keys.to(page.get_by_role("link", name="As a file (CSV)"))
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    assert len(coming.value.path().read_text("utf-8-sig").splitlines()) > 1


def asks_for_a_field(lin: Visitor, keys: Keys, house: Running) -> None:
    """Another field is asked for with evidence; what became of it is read in the same place."""
    page, board = lin.page, lin.page.keyboard
    keys.follow("Fields I know")
    keys.to(page.locator("#f-topic"))
    topic = page.locator("#f-topic").input_value()
    board.press("Tab")
    board.type("Twelve years of binding books by hand, and teaching it.")
    board.press("Tab")
    board.type("https://example.com/bindery")
    board.press("Tab")
    board.press("Enter")
    lin.see("Your application has been sent.")
    asked = page.get_by_role("region", name="What you asked for, and what happened to it")
    expect(asked).to_contain_text("being looked at")
    house.python(REFUSE.format(person=house.planted()["people"]["expert"], topic=topic))
    page.reload()
    expect(asked).to_contain_text("Show us a book you bound.")


def test_an_expert_writes_cuts_schedules_arranges_and_reads_by_keyboard(street: Street, house: Running) -> None:
    house.buy_some()
    lin = street.visitor().look_around_as("an expert")
    keys = Keys(lin)
    chooses(lin, keys, house)
    writes(lin, keys)
    keeps_continues_and_cuts(lin, keys)
    sets_a_time_and_publishes(lin, keys)
    arranges(lin, keys)
    reads(lin, keys)
    asks_for_a_field(lin, keys, house)


def test_what_stands_on_a_shelf_is_dragged_by_hand(street: Street, house: Running) -> None:
    """What dragging does is what the buttons do."""
    lin = street.visitor().look_around_as("an expert")
    shelf = fills_a_shelf(lin, Keys(lin), "For the hand")
    lin.page.wait_for_load_state("networkidle")  # what has just been put on the shelf may still be arriving
    first, second = names_on(shelf)
    grip, above = shelf.locator(".row[data-row] [data-drag]").nth(1), shelf.locator(".row[data-row]").first
    grip.evaluate("grip => grip.scrollIntoView({block: 'center', behavior: 'instant'})")  # not below the bar
    start, end = grip.bounding_box(), above.bounding_box()
    assert start
    assert end
    lin.page.mouse.move(start["x"] + 20, start["y"] + 20)
    lin.page.mouse.down()
    lin.page.mouse.move(end["x"] + 30, end["y"] + 30, steps=6)
    lin.page.mouse.up()
    expect(shelf.locator(".row[data-row] .grow").first).to_contain_text(second)
    lin.page.reload()
    assert names_on(shelf) == [second, first]


def test_a_word_is_written_kept_and_published_without_scripts(street: Street, house: Running) -> None:
    lin = street.visitor(scripts=False).look_around_as("an expert")
    lin.open(f"/studio/words/new/?p={house.planted()['products']['reading-lamp']}")
    lin.follow("Write your word")
    lin.fill(reason="Warm, and it does not hum.")
    lin.page.set_input_files("#f-pictures", {"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    lin.press("Add and cut pictures")
    lin.page.locator("[data-cut=shape]").select_option("wide")
    lin.press("Preview")
    lin.see("“Warm, and it does not hum.”")
    lin.press("Keep as a draft")
    lin.page.locator("main").get_by_role("link", name="Continue").first.click()
    lin.press("Put in this word")
    lin.see("Your word stands. Who follows you will read it.")
