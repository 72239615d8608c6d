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
PLACES = "cards => cards.map((card) => card.getBoundingClientRect()).map((box) => [Math.round(box.top), box.left])"


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


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_cards_are_reached_by_tab_in_the_order_in_which_they_stand(street: Street, width: int) -> None:
    """Red where the wall is made of columns that fill downwards."""
    fang = street.visitor().look_around_as("a shopper")
    fang.page.set_viewport_size({"width": width, "height": 844})
    fang.open("/").page.wait_for_load_state("networkidle")
    places = fang.page.locator(".wall").first.locator(CARDS).evaluate_all(PLACES)
    assert len({top for top, _left in places}) > 1
    assert places == sorted(places)


def test_a_keyboard_stays_where_it_is_when_more_words_come(street: Street) -> None:
    """Red when what comes takes the focus away, or puts it back to the beginning."""
    fang = street.visitor().look_around_as("a shopper")
    fang.open("/").page.wait_for_load_state("networkidle")
    first = fang.page.locator(CARDS).count()
    last = fang.page.locator(f"{CARDS} a.whole").nth(first - 1)
    address = last.get_attribute("href")
    last.focus()
    fang.page.keyboard.press("End")
    fang.page.locator(CARDS).nth(first).wait_for(state="attached")
    fang.page.wait_for_load_state("networkidle")
    assert fang.page.evaluate("document.activeElement.getAttribute('href')") == address


def test_without_scripts_there_is_a_link_to_more(street: Street) -> None:
    fang = street.visitor(scripts=False).look_around_as("a shopper")
    before = fang.page.locator(f"{CARDS} a.whole").first.get_attribute("href")
    fang.follow("More words")
    assert fang.page.locator(f"{CARDS} a.whole").first.get_attribute("href") != before
