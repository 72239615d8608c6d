"""What the pages of a word tell: choosing products, writing, changing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from goodword.catalog import queries as catalog
from goodword.catalog.queries import ProductCard
from goodword.catalog.search import search_products
from goodword.kit.limits import POST_PRODUCTS
from goodword.partners import queries as partners
from goodword.people import queries as people
from goodword.social import queries as social
from goodword.social.queries import EditView, PostView, ShelfView
from goodword.web.shell.asks import NothingChosen, maybe_id
from goodword.web.shell.jinja import url
from goodword.web.shell.topics import topic_names

PRODUCT = "p"  # in an address or a form, once for every product chosen


@dataclass(frozen=True, slots=True)
class Choice:
    """A product with what a word for it earns, and the address that chooses it or takes it out."""

    card: ProductCard
    rate_bp: int
    address: str


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """Products found and products chosen."""

    text: str
    found: Sequence[Choice]
    chosen: Sequence[Choice]
    next: str | None
    write: str
    full: bool


@dataclass(frozen=True, slots=True)
class WritePage:
    """The form of a word about these products; `topics` are those the expert is certified in."""

    chosen: Sequence[Choice]
    topics: Sequence[tuple[str, str]]
    choose: str


@dataclass(frozen=True, slots=True)
class WordPage:
    """One of the expert's own words, what it said before, and the shelves its products may stand on."""

    post: PostView
    edits: Sequence[EditView]
    shelves: Sequence[ShelfView]
    topic: str


def chosen_ids(asked: QueryDict) -> list[UUID]:
    """The products named, each once, in order, at most one more than a word may carry; what is no id is left out."""
    ids = (maybe_id({PRODUCT: text}, PRODUCT) for text in asked.getlist(PRODUCT)[: POST_PRODUCTS + 1])
    return list(dict.fromkeys(one for one in ids if one))


def address(name: str, ids: Sequence[UUID], **query: str) -> str:
    """The address called `name` with these products in it."""
    pairs = [*((PRODUCT, str(one)) for one in ids), *((key, value) for key, value in query.items() if value)]
    return f"{url(name)}?{urlencode(pairs)}" if pairs else url(name)


def linked_product(text: str, request: HttpRequest) -> UUID | None:
    """The product a pasted link of this site leads to; None when the text is something else."""
    try:
        parts = urlsplit(text)
        match = resolve(parts.path) if parts.netloc in ("", request.get_host()) else None
    except (ValueError, Resolver404):
        return None
    return match.kwargs["product_id"] if match and match.url_name in ("product", "sheet") else None


def choose(ids: Sequence[UUID], text: str, cursor: str | None, now: datetime) -> ChoosePage:
    """Products that fit the words, beside those chosen already. Three statements."""
    found = search_products(text, cursor=cursor)
    cards = catalog.products(ids)
    kept = [one for one in ids if one in cards]
    rates = _rates([*found.rows, *cards.values()], now)
    return ChoosePage(
        text=text,
        found=[
            Choice(card, rates[card.id], address("studio-choose", [*kept, card.id], q=text))
            for card in found.rows
            if card.id not in kept
        ],
        chosen=_chosen(kept, cards, rates, text),
        next=found.next and address("studio-choose", kept, q=text, cursor=found.next),
        write=address("studio-write", kept),
        full=len(kept) >= POST_PRODUCTS,
    )


def write(person: UUID, ids: Sequence[UUID], now: datetime) -> WritePage:
    """The form for a word about these products."""
    cards = catalog.products(ids)
    kept = [one for one in ids if one in cards]
    held, names = people.credential_topics(person), topic_names()
    return WritePage(
        chosen=_chosen(kept, cards, _rates(list(cards.values()), now), ""),
        topics=[(slug, names.get(slug, slug)) for slug in held],
        choose=address("studio-choose", kept),
    )


def word(person: UUID, post_id: UUID, now: datetime) -> WordPage:
    """One of the expert's own words. Anybody else's is not here (S-74)."""
    post = social.post(post_id, person, now)
    if not post.own:
        raise NothingChosen
    return WordPage(
        post=post,
        edits=social.edits(post_id, person),
        shelves=social.showcase(person, person, now),
        topic=topic_names().get(post.topic, post.topic),
    )


def reason_types() -> list[tuple[str, str]]:
    """Where a reason comes from, in words."""
    return [
        ("used", _("I use it myself")),
        ("tested", _("I have tested it")),
        ("expert", _("It is my field of work")),
    ]


def _rates(cards: Sequence[ProductCard], now: datetime) -> dict[UUID, int]:
    pairs = [(card.shop_id, card.id) for card in cards]
    return {product: rate for (_shop, product), rate in partners.commission_rates(pairs, now).items()}


def _chosen(kept: Sequence[UUID], cards: dict[UUID, ProductCard], rates: dict[UUID, int], text: str) -> list[Choice]:
    return [
        Choice(cards[one], rates[one], address("studio-choose", [other for other in kept if other != one], q=text))
        for one in kept
    ]
