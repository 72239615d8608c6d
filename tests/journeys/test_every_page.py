"""Every page that can be reached by links, as each of the demo's persons and as a guest, in both languages.

Every path is looked at once, and every kind of page once by each person in each language: another product's page is
not another page to somebody who has seen one, nor is the studio with three products chosen when it was seen with two.
Of a kind with very many pages, such as words, one person looks at so `MANY`; the next one looks at others.
"""

import re
from collections import Counter, deque
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from tests.journeys import steps
from tests.journeys.chromium import WIDTH, Street, Visitor
from tests.journeys.pages import Kind, is_file, kind_of
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
GUEST = "a guest"
MANY = 30
ROOMS = {
    GUEST: {"home", "topics", "topic", "find", "post", "product", "person", "shop", "cart", "account_login"},
    "a shopper": {"following", "saved", "checkout", "purchases", "purchase", "me", "my_profile", "my_tokens"},
    "an expert": {"studio", "studio-choose", "studio-write", "studio-word", "studio-showcase", "studio-statement"},
    "a shop": {"console", "console-shop", "console-products", "console-product", "console-orders", "console-order"},
    "the operator": {"desk", "desk-applications", "desk-application", "desk-shop", "desk-thing", "desk-book"}
    | {f"desk-{name}" for name in ("experts", "expert", "purchases", "purchase", "payments", "payouts", "payee")}
    | {"desk-journal", "desk-books", "desk-system", "desk-components"},
}
LOOK = """() => ({
  lang: document.documentElement.lang,
  wide: document.documentElement.scrollWidth,
  bare: [...document.images].filter((img) => !img.hasAttribute("alt")).map((img) => img.src),
  broken: [...document.images].filter((img) => img.complete && !img.naturalWidth).map((img) => img.src),
  headings: document.querySelectorAll("h1").length,
  text: document.title + "\\n" + document.body.innerText,
  links: [...document.links].filter((link) => !link.closest("[inert]")).map((link) => link.href),
})"""
APPLY = """
from uuid import UUID
from goodword.kit import clock
from goodword.people import actions
person = UUID("{person}")
said = "Thirty years of sewing for the theatre."
actions.ask_credential(person_id=person, topic="clothing", evidence=said, links=(), now=clock.now(), by=person)
"""
UNSAID = re.compile(r"\bNone\b(?! yet)|\bNaN\b|\bundefined\b|\{\{|\{%|%\(\w+\)s|\[object |<bound |&amp;|&lt;")


class Crawl:
    """What has been looked at, and by whom."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.kinds: set[Kind] = set()
        self.looked = Counter[Kind]()

    def walk(self, visitor: Visitor, who: str, lang: str, *also: str) -> None:
        """Follows every link from the first page on, and `also` from there; fails with all that was wrong."""
        waiting, wrong = deque(["/", *also]), list[str]()
        found = set(waiting)
        while waiting:
            address = waiting.popleft()
            kind = (who, lang, *kind_of(address))
            path = urlsplit(address).path
            if kind in self.kinds and (path in self.paths or self.looked[kind] >= MANY):
                continue
            self.paths.add(path)
            self.kinds.add(kind)
            self.looked[kind] += 1
            page = look(visitor, address, lang)
            wrong += [f"{lang} {address}: {what}" for what in page.wrong]
            waiting += [link for link in dict.fromkeys(page.links) if link not in found]
            found.update(page.links)
        assert wrong == []

    def routes(self, who: str) -> set[str]:
        """The names of the pages somebody came to."""
        return {kind[2] for kind in self.kinds if kind[0] == who}


class Looked(NamedTuple):
    """What is wrong with a page, and where it leads."""

    wrong: list[str]
    links: list[str]


def look(visitor: Visitor, address: str, lang: str) -> Looked:
    """Opens one page; a file is only fetched."""
    if is_file(address):
        answer = visitor.context.request.get(address)
        return Looked([str(answer.status)] * (answer.status != 200), [])
    visitor.open(address)
    seen = visitor.page.evaluate(LOOK)
    said = UNSAID.search(seen["text"])
    wrong = {
        "lang is": seen["lang"] if seen["lang"] != lang else None,
        "wide": seen["wide"] if seen["wide"] > WIDTH else None,
        "without alt": seen["bare"],
        "broken": seen["broken"],
        "headings": seen["headings"] if seen["headings"] != 1 else None,
        "unsaid": seen["text"][max(said.start() - 30, 0) : said.end() + 30] if said else None,
        "heard": list(visitor.wrong),
    }
    visitor.wrong.clear()
    own = [link for link in seen["links"] if link.startswith(f"{visitor.base_url}/")]
    links = [link.removeprefix(visitor.base_url).partition("#")[0] for link in own]
    return Looked([f"{what} {value}" for what, value in wrong.items() if value], links)


@pytest.fixture(scope="module")
def busy(standing: Running) -> Running:
    """The house after its first purchases, with an application to decide."""
    standing.buy_some()
    standing.python(APPLY.format(person=standing.planted()["people"]["shopper"]))
    return standing


@pytest.fixture(scope="module")
def seen() -> Crawl:
    """What has been looked at by anybody."""
    return Crawl()


@pytest.mark.parametrize("who", ROOMS)
def test_every_page_is_whole_in_both_languages(
    street: Street, house: Running, busy: Running, seen: Crawl, who: str
) -> None:
    visitor = street.visitor()
    if who != GUEST:
        visitor.look_around_as(who)
    if who == "a shopper":
        buy_one_and_keep_one_in_the_cart(visitor)
    asked = asked_for(house) if who == "the operator" else []
    seen.walk(visitor, who, "en", *asked)
    visitor.open("/")
    visitor.page.get_by_role("button", name="换成中文").click()
    visitor.page.wait_for_load_state()
    seen.walk(visitor, who, "zh-Hans", *asked)
    assert seen.routes(who) >= ROOMS[who]


def asked_for(house: Running) -> list[str]:
    """What an operator comes to by asking for it instead of following a link."""
    (purchase,) = house.rows("SELECT id FROM orders_purchase WHERE state = 'paid' ORDER BY id LIMIT 1")[0]
    return ["/desk/shops/?q=jingde-kiln", f"/desk/things/?id={UUID(str(purchase))}"]


def buy_one_and_keep_one_in_the_cart(visitor: Visitor) -> None:
    """So that there is something to see."""
    steps.put_in_cart(visitor, "For people who say")
    visitor.open("/")
    steps.open_word(visitor, "The only reading lamp")
    steps.buy_now(visitor)
    steps.held(visitor, steps.pay(visitor, "¥247.00"))
