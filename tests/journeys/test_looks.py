"""What only a screen shows: what is in sight, what breaks, and what a browser says in its own words."""

import pytest

from tests.journeys.chromium import Street

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
HERE = """() => {
  const tabs = document.querySelector(".tabs"), here = tabs.querySelector("[aria-current]");
  const box = here.getBoundingClientRect(), all = tabs.getBoundingClientRect();
  return box.left >= all.left && box.right <= all.right + 1;
}"""
OTHER_YEAR = """() => {
  const then = '<time data-local datetime="2019-06-01T12:00:00Z">then</time>';
  document.querySelector("main").insertAdjacentHTML("beforeend", then);
  document.dispatchEvent(new CustomEvent("htmx:afterSettle", { detail: { target: document.body } }));
  return document.querySelector("main").lastElementChild.textContent;
}"""
BROKEN = """() => [...document.querySelectorAll("td .chip")].filter((chip) => {
  const words = chip.textContent.trim().split(" ").length;
  return chip.getClientRects().length > words || chip.offsetHeight > 24 * words;
}).length"""


def test_the_tab_one_is_at_stays_in_sight_and_words_stay_whole(street: Street) -> None:
    """Red without looking again when the width changes, and where a cell breaks a word of a chip in two."""
    operator = street.visitor().look_around_as("the operator")
    page = operator.page
    page.set_viewport_size({"width": 1280, "height": 900})
    operator.open("/desk/system/")
    assert page.evaluate(BROKEN) == 0
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(HERE)
    operator.open("/desk/accounts/")
    assert page.evaluate(HERE)


def test_a_moment_of_another_year_names_it(street: Street) -> None:
    """Red while every moment was told without its year."""
    assert "2019" in street.visitor().open("/").page.evaluate(OTHER_YEAR)


def test_a_file_is_chosen_in_our_words(street: Street) -> None:
    """Red while the browser's own "No file chosen" stood there, in its language."""
    shop = street.visitor().look_around_as("a shop")
    page = shop.open("/console/meijiawu/imports/").page
    shop.see("No file chosen yet")
    field = page.get_by_label("File", exact=True)
    assert field.evaluate("field => getComputedStyle(field).opacity") == "0"
    field.set_input_files({"name": "goods.csv", "mimeType": "text/csv", "buffer": b"a,b"})
    shop.see("goods.csv")


def test_without_scripts_the_browser_says_what_was_chosen(street: Street) -> None:
    shop = street.visitor(scripts=False).look_around_as("a shop")
    page = shop.open("/console/meijiawu/imports/").page
    assert page.get_by_label("File", exact=True).is_visible()
    assert not page.locator(".file .btn").is_visible()
