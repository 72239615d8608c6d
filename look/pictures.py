"""Every kind of page, narrow and wide, by day and by night, in both languages."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys import steps
from tests.journeys.chromium import Visitor
from tests.journeys.pages import Kind, kind_of, walk
from tests.running import Running

WIDTHS = {390: 844, 1280: 900}
SCHEMES = ("light", "dark")
LANGUAGES = ("en", "zh-Hans")
PERSONS: dict[str, Sequence[str]] = {
    "": ("/", "/account/login/", "/account/signup/"),
    "a shopper": ("/", "/me/", "/cart/", "/checkout/", "/saved/"),
    "an expert": ("/studio/",),
    "a shop": ("/console/",),
    "the operator": ("/desk/",),
}
ABSENT = ("/nothing-here/",)
Found = dict[str, list[str]]  # addresses by who reaches them


def enter(browser: Browser, house: Running, who: str) -> Visitor:
    """A visitor who is this person of the demo; "" is a guest."""
    visitor = Visitor(browser, house.base_url)
    return visitor.look_around_as(who) if who else visitor


def shop(visitor: Visitor, words: Mapping[str, str]) -> list[str]:
    """Fills the cart; the middle page of one thing, and the purchases, one in each state."""
    for word in ("kenji/reading-lamp", "chen/wave-cup"):
        visitor.open(f"/posts/{words[word]}/").press("Add to cart")
        visitor.see("It is in your cart.")
    steps.buy_now(visitor)
    doors = [visitor.path]
    rows = visitor.open("/purchases/").page.locator("#rows a").all()
    by_state = {row.locator(".chip").inner_text(): row.get_attribute("href") or "" for row in rows}
    return [*doors, *by_state.values()]


def find(browser: Browser, house: Running) -> Found:
    """One address of every kind of page, for the first person who reaches it; purchases in each state."""
    found: Found = {who: [] for who in PERSONS}
    seen: set[Kind] = set()
    for who, doors in PERSONS.items():
        visitor = enter(browser, house, who)
        more = shop(visitor, house.planted()["words"]) if who == "a shopper" else []
        walk(visitor, [*doors, *more], seen, found[who].append)
        visitor.close()
    found[""] += ABSENT
    return found


def take(browser: Browser, house: Running, found: Found, folder: Path) -> int:
    """Photographs all of them into `folder`; says how many pictures that made."""
    count = 0
    for who, addresses in found.items():
        for lang in LANGUAGES:
            visitor = enter(browser, house, who)
            if lang != "en":
                speak_chinese(visitor)
            named = Counter[str]()
            for address in dict.fromkeys(addresses):
                named[name(address)] += 1
                number = named[name(address)] if named[name(address)] > 1 else ""
                count += photograph(visitor, address, folder, f"{who or 'guest'} {name(address)} {number} {lang}")
            visitor.close()
    return count


def photograph(visitor: Visitor, address: str, folder: Path, title: str) -> int:
    """A page in both widths, opened in each as on such a screen, and by day and night."""
    for width, height in WIDTHS.items():
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.open(address).page.wait_for_load_state("networkidle")
        for scheme in SCHEMES:
            visitor.page.emulate_media(color_scheme=scheme)
            file = re.sub(r"[^A-Za-z0-9]+", "-", f"{title} {width} {scheme}").strip("-").lower()
            visitor.page.screenshot(path=folder / f"{file}.png", full_page=True, animations="disabled")
    return len(WIDTHS) * len(SCHEMES)


def name(address: str) -> str:
    """A short name for a page: its kind, or its path where it has none."""
    return address if address in ABSENT else " ".join(kind_of(address))


def speak_chinese(visitor: Visitor) -> None:
    """Presses the switch on the wall."""
    visitor.open("/").page.get_by_role("button", name="换成中文").click()
    visitor.page.wait_for_url(f"{visitor.base_url}/")
