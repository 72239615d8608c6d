"""Every kind of page, narrow and wide, by day and by night, in both languages."""

import re
from collections.abc import Sequence
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
    "": ("/", "/account/login/", "/account/signup/", "/nothing-here/"),
    "a shopper": ("/", "/me/", "/cart/", "/checkout/", "/saved/"),
    "an expert": ("/studio/",),
    "a shop": ("/console/",),
    "the operator": ("/desk/",),
}
Found = dict[str, list[str]]  # addresses by who reaches them


def enter(browser: Browser, house: Running, who: str) -> Visitor:
    """A visitor who is this person of the demo; "" is a guest."""
    visitor = Visitor(browser, house.base_url)
    return visitor.look_around_as(who) if who else visitor


def shop(visitor: Visitor) -> None:
    """So that purchase, cart and middle page have something to show."""
    steps.open_word(visitor.open("/"), "The only reading lamp")
    steps.buy_now(visitor)
    steps.held(visitor, steps.pay(visitor, "¥247.00"))
    steps.put_in_cart(visitor, "For people who say")
    visitor.press("Save")


def find(browser: Browser, house: Running) -> Found:
    """One address of every kind of page, for the first person who reaches it."""
    found: Found = {who: [] for who in PERSONS}
    seen: set[Kind] = set()
    for who, doors in PERSONS.items():
        visitor = enter(browser, house, who)
        if who == "a shopper":
            shop(visitor)
        walk(visitor, [door for door in doors if door != "/nothing-here/"], seen, found[who].append)
        visitor.close()
    found[""].append("/nothing-here/")
    return found


def take(browser: Browser, house: Running, found: Found, folder: Path) -> int:
    """Photographs all of them into `folder`; says how many pictures that made."""
    count = 0
    for who, addresses in found.items():
        for lang in LANGUAGES:
            visitor = enter(browser, house, who)
            if lang != "en":
                speak_chinese(visitor)
            for address in dict.fromkeys(addresses):
                visitor.open(address).page.wait_for_load_state("networkidle")
                count += photograph(visitor, folder, f"{who or 'guest'} {name(address)} {lang}")
            visitor.close()
    return count


def photograph(visitor: Visitor, folder: Path, title: str) -> int:
    """The open page in both widths and by day and night."""
    for width, height in WIDTHS.items():
        visitor.page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            visitor.page.emulate_media(color_scheme=scheme)
            file = re.sub(r"[^A-Za-z0-9]+", "-", f"{title} {width} {scheme}").strip("-").lower()
            visitor.page.screenshot(path=folder / f"{file}.png", full_page=True, animations="disabled")
    return len(WIDTHS) * len(SCHEMES)


def name(address: str) -> str:
    """A short name for a page: its kind, or its path where it has none."""
    return address if address == "/nothing-here/" else " ".join(kind_of(address))


def speak_chinese(visitor: Visitor) -> None:
    """Presses the switch on the wall."""
    visitor.open("/").page.get_by_role("button", name="换成中文").click()
    visitor.page.wait_for_url(f"{visitor.base_url}/")
