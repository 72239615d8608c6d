"""What everybody may know, by keyboard alone: from the first page to how money is held, a missing page, no network."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import Street, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TABS = 40  # presses; nothing here is further away
CALLED = "(one => (one.getAttribute('aria-label') || one.innerText || '').trim())(document.activeElement)"


def tab_to(visitor: Visitor, name: str) -> None:
    """Tab by Tab until the focus is on what is called so; it can be seen there."""
    for _press in range(TABS):
        visitor.page.keyboard.press("Tab")
        label = visitor.page.evaluate(CALLED)
        if re.fullmatch(name, str(label), re.DOTALL):
            expect(visitor.page.locator(":focus")).to_be_in_viewport()
            return
    raise AssertionError(f"Tab never comes to {name} on {visitor.path}")


def go(visitor: Visitor, name: str, path: str) -> None:
    """Goes to a link by Tab and opens it by Enter."""
    tab_to(visitor, name)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(f"{visitor.base_url}{path}")


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_newcomer_reads_how_it_works_and_then_a_word(street: Street, scripts: bool) -> None:
    guest = street.visitor(scripts=scripts).open("/")
    heading(guest.page, "People trust people.")
    card = guest.page.locator(".wall .card").first
    expect(card).to_be_in_viewport(ratio=0.2)
    go(guest, "What it is", "/about/")
    heading(guest.page, "What Goodword is")
    go(guest, "How your money is held", "/how/money/")
    assert guest.page.locator(".walk h2").all_inner_texts() == ["Paid", "Held safe", "Shipped", "Arrived", "Shop paid"]
    go(guest, "What it costs", "/how/price/")
    assert guest.page.locator(".sums").first.locator(".total").inner_text().split() == [
        "The",
        "buyer",
        "pays",
        "¥138.00",
    ]
    go(guest, "Your wall", "/how/ranking/")
    go(guest, "All rules", "/how/")
    go(guest, r".*Goodword", "/")
    go(guest, "Look around", "/#rows")
    tab_to(guest, "“.*”")
    said = guest.page.locator(":focus").inner_text().strip("“”…")
    guest.page.keyboard.press("Enter")
    guest.page.wait_for_url("**/posts/**")
    guest.see(said)


def test_a_missing_page_helps_to_search(street: Street) -> None:
    guest = street.visitor().open("/no/such/page/")
    heading(guest.page, "There is nothing here")
    guest.expects("404 GET /no/such/page/")
    tab_to(guest, "Find products")
    guest.page.keyboard.type("lamp")
    guest.page.keyboard.press("Enter")
    guest.page.wait_for_url("**/find/?q=lamp")
    expect(guest.page.locator("#rows .card").first).to_be_visible()


def test_without_a_network_a_page_says_so_and_goes_on_by_itself(street: Street) -> None:
    guest = street.visitor().open("/")
    guest.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    guest.open("/how/")
    assert guest.page.evaluate("navigator.serviceWorker.controller !== null")
    guest.context.set_offline(True)
    go(guest, "Your money", "/how/money/")
    heading(guest.page, "You are offline")
    tab_to(guest, "Try again now")
    guest.page.keyboard.press("Enter")
    heading(guest.page, "You are offline")
    kept = "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(one => one.keys()))))"
    found = guest.page.evaluate(f"{kept}.then(all => all.flat().map(one => new URL(one.url).pathname))")
    pages = sorted(path for path in found if not path.startswith("/static/"))
    assert pages == ["/language", "/offline/en/", "/offline/zh-hans/"]
    guest.context.set_offline(False)
    heading(guest.page, "How your money is held")
