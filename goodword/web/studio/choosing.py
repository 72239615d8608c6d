"""What a word is about: products found by words or by a link of this house, chosen, and put in order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog
from goodword.catalog.queries import ProductCard
from goodword.catalog.search import search_products
from goodword.kit.limits import POST_PRODUCTS
from goodword.kit.paging import Page
from goodword.kit.refusals import Refusal
from goodword.partners import queries as partners
from goodword.social import queries as social
from goodword.social.rules import moved
from goodword.web.shell.asks import maybe_id
from goodword.web.shell.jinja import url

PRODUCT = "p"  # in an address or a form, once for every product chosen
ROOTED = re.compile(r"(https?:/)?/", re.IGNORECASE)
# A host ends in letters alone: "1.5l/2l" is a measure.
LINK = re.compile(r"(https?:)?//\S+|/\S+|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?/\S*", re.ASCII | re.IGNORECASE)


class ForeignLink(Refusal):
    """A pasted link leads to another site."""

    status = 422
    code = "web.foreign_link"
    sentence = _("This link leads to %(host)s, not to this site. Look for the product here by its name.")


class DeadLink(Refusal):
    """A pasted link of this site leads to no product, word or shop."""

    status = 422
    code = "web.dead_link"
    sentence = _("No product, word or shop is behind this link. Paste the address of one of their pages.")


@dataclass(frozen=True, slots=True)
class Choice:
    """A product with what a word for it earns, and the addresses that choose it, take it out or move it."""

    card: ProductCard
    rate_bp: int
    address: str
    up: str = ""
    down: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """What a pasted link leads to: products, or a shop with its name."""

    products: Sequence[UUID] = ()
    shop_id: UUID | None = None
    shop_name: str = ""


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """Products found and products chosen. `shop` is the name of the shop whose link was pasted."""

    text: str
    draft: str
    found: Sequence[Choice]
    chosen: Sequence[Choice]
    next: str | None
    write: str
    full: bool
    shop: str


def chosen_ids(asked: QueryDict) -> list[UUID]:
    """The products named, each once, in order, at most one more than a word may carry; what is no id is left out."""
    ids = (maybe_id({PRODUCT: text}, PRODUCT) for text in asked.getlist(PRODUCT)[: POST_PRODUCTS + 1])
    return list(dict.fromkeys(one for one in ids if one))


def address(name: str, ids: Sequence[UUID], **query: str) -> str:
    """The address called `name` with these products in it."""
    pairs = [*((PRODUCT, str(one)) for one in ids), *((key, value) for key, value in query.items() if value)]
    return f"{url(name)}?{urlencode(pairs)}" if pairs else url(name)


def linked(text: str, request: HttpRequest, person: UUID, now: datetime) -> Linked | None:
    """What a pasted link of this site leads to; None when the text is no link. Refuses ForeignLink and DeadLink."""
    own = {request.get_host().lower(), urlsplit(settings.BASE_URL).netloc.lower()}
    if not LINK.fullmatch(text) and text.partition("/")[0].lower() not in own:
        return None
    whole = text if ROOTED.match(text) else f"//{text}"
    try:
        parts = urlsplit(whole)
        host = parts.netloc
    except ValueError as error:
        raise DeadLink from error
    if host and host.lower() not in own:
        raise ForeignLink(host=host[:80])
    try:
        match = resolve(parts.path)
    except Resolver404 as error:
        raise DeadLink from error
    try:
        return _behind(match.url_name or "", match.kwargs, person, now)
    except Refusal as refusal:
        raise DeadLink from refusal


def _behind(name: str, named: dict[str, object], person: UUID, now: datetime) -> Linked:
    if name in ("product", "sheet"):
        return Linked(products=[UUID(str(named["product_id"]))])
    if name == "post":
        return Linked(products=[card.id for card in social.post(UUID(str(named["post_id"])), person, now).products])
    if name == "shop":
        shop = partners.by_slug(str(named["slug"]))
        return Linked(shop_id=shop.id, shop_name=shop.name)
    raise DeadLink


def choose(
    ids: Sequence[UUID], text: str, cursor: str | None, now: datetime, *, draft: str = "", link: Linked | None = None
) -> ChoosePage:
    """Products that fit the words or are behind the link, beside those chosen already. Three statements."""
    cards = catalog.products([*ids, *(link.products if link else ())])
    kept = [one for one in ids if one in cards]
    if link and link.products:
        found = Page([cards[one] for one in link.products if one in cards], None)
    else:
        found = search_products("" if link else text, shop_id=link.shop_id if link else None, cursor=cursor)
    rates = rates_of([*found.rows, *cards.values()], now)
    return ChoosePage(
        text=text,
        draft=draft,
        found=[
            Choice(card, rates[card.id], address("studio-choose", [*kept, card.id], q=text, draft=draft))
            for card in found.rows
            if card.id not in kept
        ],
        chosen=[_chosen(kept, cards[one], rates[one], text, draft) for one in kept],
        next=found.next and address("studio-choose", kept, q=text, draft=draft, cursor=found.next),
        write=address("studio-write", kept, draft=draft),
        full=len(kept) >= POST_PRODUCTS,
        shop=link.shop_name if link else "",
    )


def rates_of(cards: Sequence[ProductCard], now: datetime) -> dict[UUID, int]:
    """What a word for each of these products earns now, in basis points. One statement."""
    pairs = [(card.shop_id, card.id) for card in cards]
    return {product: rate for (_shop, product), rate in partners.commission_rates(pairs, now).items()}


def _chosen(kept: list[UUID], card: ProductCard, rate: int, text: str, draft: str) -> Choice:
    place = kept.index(card.id)

    def to(ids: Sequence[UUID]) -> str:
        return address("studio-choose", ids, q=text, draft=draft)

    return Choice(
        card,
        rate,
        to([other for other in kept if other != card.id]),
        up=to(moved(kept, card.id, place - 1)) if place else "",
        down=to(moved(kept, card.id, place + 1)) if place + 1 < len(kept) else "",
    )
