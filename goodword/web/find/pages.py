"""What a search tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from goodword.catalog import queries as catalog
from goodword.catalog.queries import ProductCard, TopicView
from goodword.catalog.search import SORTS, Prices, search_products, titles_like
from goodword.kit.limits import SUGGESTIONS
from goodword.kit.paging import Page as Rows
from goodword.partners import queries as partners
from goodword.partners.queries import ShopBrief
from goodword.partners.search import selling, shops_named
from goodword.people.queries import PersonBrief
from goodword.people.search import experts_named
from goodword.web.find.asked import HOUSE_CURRENCY, Asked, prices_in
from goodword.web.shell.asks import chinese
from goodword.web.shell.jinja import url
from goodword.web.shell.say import price

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address of the same search without it."""

    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Page:
    """Products that fit. `searched` is False when nothing was asked yet; then the newest stand there.

    `count` is told only where all that fits stands on this page: otherwise nobody has counted. `compared` says that
    only prices in `currency` were looked at. `errors` are sentences by field.
    """

    asked: Asked
    searched: bool
    topics: Sequence[Choice]
    fields: Sequence[Choice]
    shops: Sequence[Choice]
    sorts: Sequence[Choice]
    chips: Sequence[Chip]
    currency: str
    compared: bool
    errors: Mapping[str, str]
    products: Sequence[ProductCard]
    count: int | None
    next: str | None
    named_shops: Sequence[ShopBrief]
    named_experts: Sequence[PersonBrief]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What somebody who types this may mean: names with the address where each leads."""

    products: Sequence[Choice]
    topics: Sequence[Choice]
    shops: Sequence[Choice]
    experts: Sequence[Choice]


def find(asked: Asked, cursor: str | None) -> Page:
    """A page of products for what is asked; a topic or shop that does not exist counts as all."""
    fields = catalog.topics()
    names = {one.slug: _name(one) for one in fields}
    shop = selling(asked.shop) if asked.shop else None
    known = Asked(
        text=asked.text,
        topic=asked.topic if asked.topic in names else "",
        shop=shop.slug if shop else "",
        least=asked.least,
        most=asked.most,
        in_stock=asked.in_stock,
        sort=asked.sort,
    )
    currency = shop.currency if shop else HOUSE_CURRENCY
    prices, errors = prices_in(known, currency)
    found = _found(known, shop, prices, cursor)
    first = bool(known.text) and not cursor and not shop
    return Page(
        asked=known,
        searched=known != Asked(),
        topics=_tree(fields),
        fields=[(one.slug, names[one.slug]) for one in fields if one.parent is None],
        shops=_shops(found.rows, shop),
        sorts=_sorts(),
        chips=_chips(known, names, shop, prices),
        currency=currency,
        compared=prices.bounded or known.sort in ("cheapest", "dearest"),
        errors=errors,
        products=found.rows,
        count=len(found.rows) if not cursor and not found.next else None,
        next=found.next and _address(known, cursor=found.next),
        named_shops=shops_named(known.text) if first else (),
        named_experts=experts_named(known.text) if first else (),
    )


def suggestions(text: str) -> Suggestions:
    """What begins or is called like `text`: products, topics in both languages, shops, experts."""
    said = text.casefold()
    fitting = [one for one in catalog.topics() if said and said in f"{one.name_en}\n{one.name_zh}".casefold()]
    return Suggestions(
        products=[(title, url("find", q=title)) for title in titles_like(text)],
        topics=[(_name(one), url("find", topic=one.slug)) for one in fitting[:SUGGESTIONS]],
        shops=[(shop.name, url("shop", shop.slug)) for shop in shops_named(text)],
        experts=[(expert.name, url("person", expert.handle)) for expert in experts_named(text)],
    )


def _found(asked: Asked, shop: ShopBrief | None, prices: Prices, cursor: str | None) -> Rows[ProductCard]:
    return search_products(
        asked.text,
        topic=asked.topic or None,
        shop_id=shop.id if shop else None,
        in_stock=asked.in_stock,
        prices=prices,
        sort=asked.sort,
        cursor=cursor,
    )


def _name(topic: TopicView) -> str:
    return topic.name_zh if chinese() else topic.name_en


def _tree(fields: Sequence[TopicView]) -> list[Choice]:
    """Every topic with those below it after it, set in."""
    below: dict[str | None, list[TopicView]] = {}
    for one in fields:
        below.setdefault(one.parent, []).append(one)
    rows: list[Choice] = []

    def walk(parent: str | None, depth: int) -> None:
        for one in below.get(parent, ()):
            rows.append((one.slug, "\u2003" * depth + _name(one)))
            walk(one.slug, depth + 1)

    walk(None, 0)
    return rows


def _shops(rows: Sequence[ProductCard], chosen: ShopBrief | None) -> list[Choice]:
    """The shops to choose from: those of the products shown, or the one chosen."""
    if chosen:
        return [(chosen.slug, chosen.name)]
    ids: set[UUID] = {card.shop_id for card in rows}
    return [(shop.slug, shop.name) for shop in partners.briefs(ids).values()]


def _sorts() -> list[Choice]:
    said = (_("Best fit"), _("Newest"), _("Lowest price"), _("Highest price"))
    return list(zip(SORTS, said, strict=True))


def _address(asked: Asked, *without: str, **more: str) -> str:
    """The address of a search, but for what is left out."""
    query = {
        "q": asked.text,
        "topic": asked.topic,
        "shop": asked.shop,
        "from": asked.least,
        "to": asked.most,
        "stock": "1" if asked.in_stock else "",
        "sort": asked.sort if asked.sort != "fitting" else "",
    }
    return url("find", **{name: value for name, value in query.items() if name not in without}, **more)


def _chips(asked: Asked, names: Mapping[str, str], shop: ShopBrief | None, prices: Prices) -> list[Chip]:
    """What narrows the search, each to be taken away by itself."""
    chips = []
    if asked.topic:
        chips.append(Chip(names[asked.topic], _address(asked, "topic")))
    if prices.least is not None:
        least = price(prices.least, prices.currency)
        chips.append(Chip(_("from %(price)s") % {"price": least}, _address(asked, "from")))
    if prices.most is not None:
        most = price(prices.most, prices.currency)
        chips.append(Chip(_("up to %(price)s") % {"price": most}, _address(asked, "to")))
    if shop:
        chips.append(Chip(shop.name, _address(asked, "shop")))
    if asked.in_stock:
        chips.append(Chip(_("in stock"), _address(asked, "stock")))
    if asked.sort != "fitting":
        chips.append(Chip(dict(_sorts())[asked.sort], _address(asked, "sort")))
    return chips
