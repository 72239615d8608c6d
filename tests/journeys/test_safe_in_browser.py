"""S-51, S-53, S-54 in a real browser: every kind of page, something hostile in every field, every kind of person.

No page breaks the content security policy or goes without it, no script of a user's ran or became an element, and no
page that is one person's is shown to another.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Response

from tests.journeys.chromium import Street, Visitor
from tests.journeys.hostile import MARK, PLANT
from tests.journeys.pages import Kind, kind_of, walk
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PERSONS = ("", "a shopper", "an expert", "a shop", "the operator")
SPY = """
window.ranBy = [];
window.ran = () => { window.ranBy.push(location.pathname) };
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile || ""}`)
});
"""
LOOK = """() => ({
  ran: window.ranBy,
  broken: window.broken,
  made: [...document.querySelectorAll("*")].filter((one) =>
    [...one.attributes].some((a) => a.name.startsWith("on") || /^\\s*javascript:/i.test(a.value))
    || (one.tagName === "SCRIPT" && !one.src && !["application/json", "application/ld+json"].includes(one.type))
    || (one.tagName === "IMG" && one.getAttribute("src") === "x")).map((one) => one.outerHTML.slice(0, 120)),
  counted: document.body.innerText.includes("49HERE"),
  shown: document.documentElement.outerHTML.includes("MARKED"),
})""".replace("MARKED", MARK).replace("HERE", MARK)
WANTED = ("nonce-", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
FORBIDDEN = ("unsafe-inline", "unsafe-eval")


class Planted(NamedTuple):
    """Where something hostile stands."""

    purchase: str
    word: str
    product: str
    shop: str
    expert: str
    application: str


class Seen:
    """What was found on everybody's pages."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.kinds: dict[str, set[Kind]] = {}
        self.paths: dict[str, list[str]] = {}
        self.shown: dict[str, set[str]] = {}


@pytest.fixture(scope="module")
def planted(standing: Running) -> Planted:
    """The hostile content, written through the actions."""
    return Planted(*standing.python(PLANT).strip().splitlines()[-1].split())


def doors(who: str, at: Planted) -> list[str]:
    """Where everybody goes in, besides the wall."""
    public = [f"/posts/{at.word}/", f"/products/{at.product}/", f"/people/{at.expert}/", f"/shops/{at.shop}/"]
    own = {
        "": [],
        "a shopper": ["/me/", f"/purchases/{at.purchase}/", "/me/fields/"],
        "an expert": ["/studio/", "/studio/statement/", "/studio/account/"],
        "a shop": ["/console/", f"/console/{at.shop}/orders/", f"/console/{at.shop}/account/"],
        "the operator": [
            "/desk/",
            f"/desk/purchases/{at.purchase}/",
            f"/desk/shops/{at.shop}/",
            f"/desk/applications/{at.application}/",
        ],
    }
    return ["/", *public, *own[who]]


def policy_of(response: Response) -> str:
    """What is wrong with an answer's policy, or ""."""
    policy = response.headers.get("content-security-policy", "")
    lacking = [part for part in WANTED if part not in policy] + [part for part in FORBIDDEN if part in policy]
    return f"{response.status} {response.url}: {lacking}" if lacking else ""


def visit(street: Street, who: str, at: Planted, seen: Seen) -> None:
    """One person looks at every kind of page they can reach."""
    visitor = street.visitor()
    visitor.context.add_init_script(SPY)
    visitor.page.on("dialog", lambda dialog: (seen.wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    visitor.page.on("response", lambda response: answered(response, seen))
    if who:
        visitor.look_around_as(who)
    paths, shown = seen.paths.setdefault(who, []), seen.shown.setdefault(who, set())

    def look(address: str) -> None:
        paths.append(address)
        found = visitor.page.evaluate(LOOK)
        seen.wrong += [
            f"{who} {address}: {name} {found[name]}" for name in ("ran", "broken", "made", "counted") if found[name]
        ]
        shown.update(kind_of(address)[:1] if found["shown"] else ())

    walk(visitor, doors(who, at), seen.kinds.setdefault(who, set()), look)
    for missing in ("/no-such-page/", "/purchases/00000000-0000-7000-8000-000000000000/"):
        visitor.open(missing)
    visitor.wrong[:] = [line for line in visitor.wrong if not line.startswith(("404", "403"))]


def answered(response: Response, seen: Seen) -> None:
    """Every page carries the policy, errors too."""
    if response.request.resource_type == "document" and not 300 <= response.status < 400:
        wrong = policy_of(response)
        seen.wrong += [wrong] if wrong else []


@pytest.fixture(scope="module")
def seen(browser: Browser, standing: Running, planted: Planted) -> Iterator[Seen]:
    """Everybody's walk, once for all tests here."""
    street, found = Street(browser, standing), Seen()
    for who in PERSONS:
        visit(street, who, planted, found)
    found.wrong += street.wrong()
    yield found
    street.close()


def test_s51_s53_no_policy_is_broken_and_no_script_of_a_user_ran(seen: Seen) -> None:
    """Red with |safe on a word's reason and with an inline handler."""
    assert seen.wrong == []


def test_s53_what_was_planted_is_shown_everywhere(seen: Seen) -> None:
    """So that the test above looked at something."""
    wanted = {
        "": {"post", "product", "person", "shop"},
        "a shopper": {"purchase", "purchases", "me", "my_fields", "post"},
        "an expert": {"studio", "studio-word", "studio-showcase", "studio-statement", "studio-account"},
        "a shop": {"console-shop", "console-orders", "console-order", "console-products", "console-account"},
        "the operator": {
            "desk-purchase",
            "desk-purchases",
            "desk-shop",
            "desk-application",
            "desk-payouts",
            "desk-journal",
        },
    }
    assert {who: names - seen.shown[who] for who, names in wanted.items()} == {who: set() for who in wanted}
    assert len({kind[0] for kinds in seen.kinds.values() for kind in kinds}) > 60


def test_s54_no_page_of_one_person_is_shown_to_another(street: Street, seen: Seen, planted: Planted) -> None:
    """Two persons in turn on every page: whatever the address, each sees their own, and no shared cache may keep it.

    What is nobody else's business: an e-mail, and the number of a purchase. Red with a Cache-Control of
    "public".
    """
    number = street.house.rows("SELECT number FROM orders_purchase ORDER BY id DESC LIMIT 1")[0][0]
    persons = {who: street.visitor().look_around_as(who) for who in ("a shopper", "an expert", "a shop")}
    mail = {who: f"{who.split()[-1]}@demo.goodword" for who in persons}
    wrong: list[str] = []
    for who, other in (("a shopper", "an expert"), ("an expert", "a shopper"), ("a shop", "a shopper")):
        for address in seen.paths[who]:
            for reader in (who, other, who):
                strange = [mail[other if reader == who else who]]
                strange += [number] if who == "a shopper" and reader == other else []
                wrong += keeping(persons[reader], address, strange)
    assert wrong == []
    assert number in persons["a shopper"].context.request.get(f"/purchases/{planted.purchase}/").text()


def keeping(visitor: Visitor, address: str, strange: list[str]) -> list[str]:
    """What is wrong with a page as a place for what is private: what it tells of others, and who may keep it."""
    answer = visitor.context.request.get(address, max_redirects=0)
    text, headers = answer.text(), answer.headers
    wrong = [f"{address} tells {secret}" for secret in strange if secret in text]
    if headers.get("content-type", "").startswith("text/html") and not 300 <= answer.status < 400:
        kept = headers.get("cache-control", "")
        if not ("private" in kept or "no-store" in kept) or "cookie" not in headers.get("vary", "").lower():
            wrong.append(f"{address} may be kept: {kept}, {headers.get('vary')}")
    return wrong
