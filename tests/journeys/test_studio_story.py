"""The expert's studio, from a pasted link to the statement, by keyboard alone."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.journeys.chromium import Street, Visitor
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
REASON = "Folds flat, pours clean. Leave it if you boil more than two cups."


def on(visitor: Visitor, found: Locator, key: str = "Enter") -> None:
    """Comes to something with the keyboard's focus alone, and presses a key there."""
    found.focus()
    expect(found).to_be_focused()
    visitor.page.keyboard.press(key)


def tab_to(visitor: Visitor, found: Locator, most: int = 40) -> None:
    """Presses Tab until something has the focus: it can be reached by keyboard, and in so many steps."""
    for _step in range(most):
        if found.evaluate("one => one === document.activeElement"):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"{found} is not reached within {most} steps on {visitor.path}")


def button(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator("main").get_by_role("button", name=name, exact=True).first


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "#2f5d50").save(out, "PNG")
    return out.getvalue()


def paste_a_link_and_write(lin: Visitor, house: Running) -> None:
    """A link of another site is refused with the reason; one of this site chooses its product."""
    page, keys = lin.page, lin.page.keyboard
    lin.open("/studio/words/new/")
    expect(page.locator("#q")).to_be_focused()
    keys.type("https://shop.example.com/item/9")
    keys.press("Enter")
    lin.see("This link leads to shop.example.com, not to this site.")
    lin.expects("422 GET /studio/words/new/?q=https%3A%2F%2Fshop.example.com%2Fitem%2F9")
    page.locator("#q").focus()
    keys.press("Control+a")
    keys.type(f"{house.base_url}/products/{house.planted()['products']['notebook']}/")
    keys.press("Enter")
    page.wait_for_url("**/words/new/?p=*")
    on(lin, page.locator("main").get_by_role("link", name="Write your word"))
    page.wait_for_url("**/writing/?p=*")
    tab_to(lin, page.locator("#f-reason"))
    keys.type(REASON)
    expect(page.locator("[data-count=f-reason]")).to_have_text(str(len(REASON)))
    preview = page.get_by_role("region", name="Preview")
    expect(preview.locator(".word.big")).to_have_text(REASON)
    expect(preview).to_contain_text("of what you pay if you keep it. You pay the shop’s own price.")
    expect(page.locator("#f-reason")).to_be_focused()


def keep_continue_and_cut(lin: Visitor) -> None:
    """Kept as a draft and continued; a picture is added and cut with the arrows."""
    page, keys = lin.page, lin.page.keyboard
    tab_to(lin, button(lin, "Keep as a draft"))
    keys.press("Enter")
    page.wait_for_url("**/studio/drafts/")
    lin.see("Kept as a draft.")
    on(lin, page.locator("main").get_by_role("link", name=f"Continue {REASON}"))
    page.wait_for_url("**/writing/?draft=*")
    expect(page.locator("#f-reason")).to_have_value(REASON)
    page.set_input_files("#f-pictures", {"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    tab_to(lin, page.locator("#f-alt"))
    keys.type("A notebook, open")
    tab_to(lin, button(lin, "Add and cut pictures"))
    keys.press("Enter")
    page.wait_for_url("**#pictures")
    shape = page.locator("[data-cut=shape]")
    tab_to(lin, shape)
    keys.press("ArrowDown")
    expect(shape).to_have_value("square")
    tab_to(lin, page.locator("[data-cut=zoom]"))
    for _step in range(20):
        keys.press("ArrowRight")
    expect(page.locator("[data-cut=zoom]")).to_have_value("200")
    assert page.locator("[data-crop] img").evaluate("img => img.style.transform") == "scale(2)"
    tab_to(lin, button(lin, "Preview"))
    keys.press("Enter")
    page.wait_for_url("**#preview")
    look = page.get_by_role("region", name="Preview").get_by_alt_text("A notebook, open").first
    assert (look.get_attribute("width"), look.get_attribute("height")) == ("300", "300")


def set_a_time_and_publish(lin: Visitor) -> None:
    """Set for a time and told so; the time is taken back and the word published at once."""
    page, keys = lin.page, lin.page.keyboard
    on(lin, page.locator("summary", has_text="Publish it later"))
    tab_to(lin, page.locator("#f-at"))
    at = f"{datetime.now(UTC) + timedelta(days=5):%Y-%m-%dT}09:30"
    page.locator("#f-at").fill(at)
    page.locator("#f-zone").select_option("Asia/Tokyo")
    tab_to(lin, button(lin, "Set this time"))
    keys.press("Enter")
    page.wait_for_url("**/studio/drafts/")
    lin.see("09:30 (Asia/Tokyo)")
    on(lin, page.locator("main").get_by_role("button", name=f"Take the time back {REASON}"))
    lin.see("The time is taken back; it is a draft again.")
    on(lin, page.locator("main").get_by_role("link", name=f"Continue {REASON}"))
    page.wait_for_url("**/writing/?draft=*")
    tab_to(lin, button(lin, "Put in this word"), most=60)
    keys.press("Enter")
    lin.see("Your word stands. Who follows you will read it.")


def arrange(lin: Visitor) -> None:
    """Two products on a new shelf; the second is moved up, and the focus stays on its button."""
    page, keys = lin.page, lin.page.keyboard
    lin.open("/studio/showcase/")
    tab_to(lin, page.locator("#f-title"), most=60)
    keys.type("For the desk")
    keys.press("Enter")
    shelf = page.get_by_role("region", name="For the desk")
    expect(shelf).to_be_visible()
    for place in range(2):
        shelf.locator("select").focus()
        for _step in range(place):
            keys.press("ArrowDown")
        on(lin, shelf.get_by_role("button", name="Put on shelf"))
        expect(shelf.locator(".row[data-row]")).to_have_count(place + 1)
    names = shelf.locator(".row[data-row] .grow")
    before = [text.split("\n")[0] for text in names.all_inner_texts()]
    on(lin, shelf.get_by_role("button", name=f"Move {before[1]} up"))
    expect(names.first).to_contain_text(before[1])
    expect(page.locator("[id^=up-]:focus")).to_have_attribute("aria-label", f"Move {before[1]} up")
    page.reload()
    expect(names.first).to_contain_text(before[1])
    grip, above = shelf.locator(".row [data-drag]").nth(1), shelf.locator(".row[data-row]").first
    drag(lin, grip, above)
    expect(names.first).to_contain_text(before[0])


def drag(lin: Visitor, grip: Locator, to: Locator) -> None:
    """The one thing a hand does here: what dragging does is what the buttons do."""
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), to.bounding_box()
    assert start
    assert end
    lin.page.mouse.move(start["x"] + 20, start["y"] + 20)
    lin.page.mouse.down()
    lin.page.mouse.move(end["x"] + 30, end["y"] + 30, steps=6)
    lin.page.mouse.up()


def read_and_ask(lin: Visitor) -> None:
    """The table of words, the statement with its chart and file, and another field."""
    page, keys = lin.page, lin.page.keyboard
    lin.open("/studio/")
    row = page.locator("table tbody tr").first
    expect(row.locator("[data-of=Word]")).to_contain_text("Notebook that lies flat")
    expect(row.locator("[data-of=State]")).to_contain_text("in stock")
    on(lin, page.locator("main").get_by_role("link", name="All time"))
    page.wait_for_url("**/studio/?all=1")
    on(lin, page.get_by_role("navigation", name="Studio").get_by_role("link", name="Statement"))
    expect(page.get_by_role("img", name="Settled a day")).to_be_visible()
    expect(page.locator("main").get_by_role("link", name="As a file (CSV)")).to_be_visible()
    on(lin, page.get_by_role("navigation", name="Studio").get_by_role("link", name="Fields I know"))
    tab_to(lin, page.locator("#f-topic"), most=60)
    keys.press("Tab")
    keys.type("Twelve years of binding books by hand, and teaching it.")
    keys.press("Tab")
    keys.type("https://example.com/bindery")
    keys.press("Tab")
    keys.press("Enter")
    lin.see("Your application has been sent.")
    expect(page.get_by_role("region", name="What you asked for, and what happened to it")).to_contain_text(
        "being looked at"
    )


def test_an_expert_writes_cuts_schedules_arranges_and_reads_by_keyboard(street: Street, house: Running) -> None:
    lin = street.visitor().look_around_as("an expert")
    paste_a_link_and_write(lin, house)
    keep_continue_and_cut(lin)
    set_a_time_and_publish(lin)
    arrange(lin)
    read_and_ask(lin)


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
