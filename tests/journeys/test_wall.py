"""The wall goes on by itself as one scrolls, nothing on it moves, and who goes back is where they were."""

import pytest

from tests.journeys.chromium import Street

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
STILL = 0.02  # of the screen times the distance; 0.1 is what browsers call good
CARDS = "article.card"


def test_the_wall_goes_on_and_stands_still(street: Street) -> None:
    """Red where a picture has no width and height, and without the endless More."""
    fang = street.visitor().look_around_as("a shopper")
    fang.page.add_init_script(WATCH)
    fang.open("/").page.wait_for_load_state("networkidle")
    first = fang.page.locator(CARDS).count()
    for wanted in (first + 1, 2 * first + 1):
        fang.page.keyboard.press("End")
        fang.page.locator(CARDS).nth(wanted - 1).wait_for(state="attached")
    fang.page.wait_for_load_state("networkidle")
    addresses = fang.page.locator(f"{CARDS} a.whole").evaluate_all("links => links.map((link) => link.pathname)")
    assert len(addresses) == len(set(addresses))
    assert fang.page.evaluate("window.shifted") < STILL
    assert fang.page.evaluate("document.activeElement.closest('main, body') !== null")


def test_without_scripts_there_is_a_link_to_more(street: Street) -> None:
    fang = street.visitor(scripts=False).look_around_as("a shopper")
    before = fang.page.locator(f"{CARDS} a.whole").first.get_attribute("href")
    fang.follow("More words")
    assert fang.page.locator(f"{CARDS} a.whole").first.get_attribute("href") != before
