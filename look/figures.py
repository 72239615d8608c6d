"""What is measured of pages: barriers, weight, and whether every sentence is in both languages."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Response

from goodword.locale import update
from look.pictures import SCHEMES, Found, enter, name, speak_chinese
from tests.running import Running

SCRIPT_MOST, VIEW_MOST = 60_000, 250_000  # bytes as they travel
ALL_RULES = {"resultTypes": ["violations"]}


@dataclass(frozen=True, slots=True)
class Weight:
    """What came over the wire until a page stood still, pictures in sight included. Bytes, text compressed."""

    page: str
    scripts: int
    everything: int


def barriers(browser: Browser, house: Running, found: Found) -> list[str]:
    """Everything axe-core objects to on these pages, in both languages, by day and by night."""
    wrong = []
    for who, addresses in found.items():
        for lang in ("en", "zh-Hans"):
            visitor = enter(browser, house, who)
            if lang != "en":
                speak_chinese(visitor)
            for address in dict.fromkeys(addresses):
                visitor.open(address)
                for scheme in SCHEMES:
                    visitor.page.emulate_media(color_scheme=scheme)
                    for breach in Axe().run(visitor.page, options=ALL_RULES).response["violations"]:
                        wrong.append(f"{lang}, {scheme}, {address}: {breach['id']}")
            visitor.close()
    return wrong


def weights(browser: Browser, house: Running, found: Found) -> list[Weight]:
    """Each page as somebody meets it who was never here, with an empty cache; the heaviest first."""
    measured = []
    for who, addresses in found.items():
        signed_in = enter(browser, house, who)
        state = signed_in.context.storage_state()
        signed_in.close()
        for address in dict.fromkeys(addresses):
            context = browser.new_context(
                viewport={"width": 390, "height": 844}, storage_state=state, base_url=house.base_url
            )
            measured.append(_weigh(name(address), _answers(context, address)))
            context.close()
    return sorted(measured, key=lambda weight: -weight.everything)


def _answers(context: BrowserContext, address: str) -> list[tuple[str, bytes]]:
    """The content type and body of all that a page and its parts are made of."""
    answers = list[Response]()
    page = context.new_page()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    whole = [one for one in answers if one.status not in (204, 301, 302, 304)]
    return [(one.headers.get("content-type", ""), one.body()) for one in whole]


def _weigh(page: str, answers: Iterable[tuple[str, bytes]]) -> Weight:
    scripts = everything = 0
    for kind, body in answers:
        packed = len(body) if kind.startswith("image/") and "svg" not in kind else len(gzip.compress(body, 6))
        everything += packed
        scripts += packed if "javascript" in kind else 0
    return Weight(page, scripts, everything)


def untranslated() -> list[str]:
    """Sentences that are not in every language."""
    return [text for language in update.LANGUAGES for text in update.missing(language)]
