"""Finding products by words, in Chinese and English, behind one name (one of three vendor-aware places).

Every term must be found. A word finds words that begin with it; one or two Chinese characters find themselves
anywhere; longer unbroken runs are looked for as they are. Every order has a last key, so that a page begins where the
last one ended and costs the same whatever its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Case, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Value, When

from goodword.catalog.models import Offer, Product, SearchEntry
from goodword.catalog.queries import ProductCard, products
from goodword.catalog.queries.products import cheapest, page_of
from goodword.catalog.rules import fold, is_run, query_terms, search_words
from goodword.kit.limits import PAGE_SIZE, PRICE_MAX, SEARCH_COMPARED, SUGGESTIONS, TEXT_SHORT
from goodword.kit.paging import BadCursor, Page, decode_cursor, encode_cursor

Sort = Literal["fitting", "newest", "cheapest", "dearest"]
SORTS: tuple[Sort, ...] = ("fitting", "newest", "cheapest", "dearest")
Key = tuple[int, UUID]


@dataclass(frozen=True, slots=True)
class Prices:
    """Which lowest prices are looked for: minor units of one currency, both ends counted in. None is no bound."""

    currency: str
    least: int | None = None
    most: int | None = None

    @property
    def bounded(self) -> bool:
        """Whether anything is left out because of its price."""
        return self.least is not None or self.most is not None


class _InTrigrams(Func):
    """Whether SQLite's full-text table has what is asked for in this row."""

    template = "id IN (SELECT rowid FROM catalog_search WHERE catalog_search MATCH %(expressions)s)"
    output_field = BooleanField()


class _InWords(Func):
    """Whether PostgreSQL's index of tokens has what is asked for in this row."""

    template = "array_to_tsvector(string_to_array(btrim(words), ' ')) @@ CAST(%(expressions)s AS tsquery)"
    output_field = BooleanField()


def search_products(
    text: str,
    *,
    topic: str | None = None,
    shop_id: UUID | None = None,
    in_stock: bool = False,
    prices: Prices | None = None,
    sort: Sort = "newest",
    cursor: str | None = None,
) -> Page[ProductCard]:
    """A page of the products that can be bought and are called like `text`; without a text, all of them.

    `topic` means the topic and those directly below it. Prices are lowest prices of a product, and only those in the
    currency of `prices` are compared; sorting by price needs to be told which. "fitting" puts first what is called so
    from its beginning, then what has the text in its title; of very many, the newest `SEARCH_COMPARED` are compared.
    One statement; two where the order is not that of time.
    """
    if sort in ("cheapest", "dearest"):
        if prices is None:
            raise ValueError("a currency is needed to compare prices")
        wanted = _wanted(text, "product__", topic, shop_id, in_stock)
        return _by_price(wanted, prices, cursor, falling=sort == "dearest")
    rows = Product.objects.filter(_wanted(text, "", topic, shop_id, in_stock))
    if prices and prices.bounded:
        rows = rows.annotate(lowest=cheapest("price")).filter(
            _between("lowest", prices), shop__currency=prices.currency
        )
    said = fold(text.replace("\0", ""))[:TEXT_SHORT]
    return _by_fit(rows, said, cursor) if sort == "fitting" and said else page_of(rows, cursor)


def titles_like(text: str, limit: int = SUGGESTIONS) -> list[str]:
    """Titles in which `text` is found, those first that begin with it; each title once. One statement."""
    asked = query_terms(text)
    if not asked:
        return []
    rows = Product.objects.filter(_wanted(text, "", None, None, in_stock=False)).order_by("-id")
    for term in asked:
        rows = rows.filter(title__icontains=term)
    found = dict.fromkeys(rows.values_list("title", flat=True)[: limit * 4])
    return sorted(found, key=lambda title: not fold(title).startswith(fold(text)))[:limit]


def _wanted(text: str, path: str, topic: str | None, shop_id: UUID | None, in_stock: bool) -> Q:
    """What may be found and fits, as a condition on products at the end of `path`."""
    wanted = Q(**{f"{path}listed": True, f"{path}shop__recommendable": True})
    if asked := query_terms(text):
        wanted &= Q(**{f"{path}id__in": _found(asked).values("product")})
    elif text.strip():
        wanted &= Q(pk__in=[])
    if topic:
        wanted &= Q(**{f"{path}topic": topic}) | Q(**{f"{path}topic__parent": topic})
    if shop_id:
        wanted &= Q(**{f"{path}shop_id": shop_id})
    if in_stock:
        wanted &= Q(Exists(Offer.objects.filter(product=OuterRef(f"{path}id"), on_hand__gt=F("reserved"))))
    return wanted


def _between(name: str, prices: Prices) -> Q:
    """That a price lies where it is looked for."""
    bounds = {f"{name}__gte": prices.least, f"{name}__lte": prices.most}
    return Q(**{bound: value for bound, value in bounds.items() if value is not None})


def _by_price(wanted: Q, prices: Prices, cursor: str | None, *, falling: bool) -> Page[ProductCard]:
    """A page in the order of lowest prices: walks the index of prices and passes over what costs less elsewhere."""
    below = Q(price__lt=OuterRef("price")) | Q(price=OuterRef("price"), id__lt=OuterRef("id"))
    cheaper = Offer.objects.filter(below, product=OuterRef("product"))
    rows = Offer.objects.filter(wanted, ~Exists(cheaper), _between("price", prices), currency=prices.currency)
    if cursor:
        price, last = _mark(cursor)
        way = "lt" if falling else "gt"
        beyond = Q(**{f"price__{way}": price}) | Q(**{"price": price, f"product__{way}": last})
        rows = rows.filter(beyond, **{f"price__{way}e": price})
    order = ("-price", "-product") if falling else ("price", "product")
    return _page(list(rows.order_by(*order).values_list("price", "product")[: PAGE_SIZE + 1]))


def _by_fit(rows: QuerySet[Product], said: str, cursor: str | None) -> Page[ProductCard]:
    """A page in the order of how well titles fit, the newer first among equals."""
    compared = rows.order_by("-id").values("id")[:SEARCH_COMPARED]
    fit = Case(
        When(search_entry__text__startswith=said, then=Value(0)),
        When(title__icontains=said, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ranked = Product.objects.filter(id__in=compared).annotate(fit=fit)
    if cursor:
        place, last = _mark(cursor)
        ranked = ranked.filter(Q(fit__gt=place) | Q(fit=place, id__lt=last))
    return _page(list(ranked.order_by("fit", "-id").values_list("fit", "id")[: PAGE_SIZE + 1]))


def _page(keys: Sequence[Key]) -> Page[ProductCard]:
    """The products of these keys, in their order; one key more than a page says that there is a next."""
    shown = keys[:PAGE_SIZE]
    found = products(product_id for _first, product_id in shown)
    mark = encode_cursor(shown[-1][0], shown[-1][1]) if len(keys) > PAGE_SIZE else None
    return Page([found[product_id] for _first, product_id in shown], mark)


def _mark(cursor: str) -> Key:
    """The last key of the page before. Refuses a mark that is none of ours."""
    first, last = decode_cursor(cursor, int, UUID)
    if not 0 <= first <= PRICE_MAX:
        raise BadCursor
    return first, last


def _found(asked: list[str]) -> QuerySet[SearchEntry]:
    """The products that have all the terms, from this database's index. Terms are letters and digits only."""
    if connection.vendor == "sqlite":
        entries = SearchEntry.objects.filter(_InTrigrams(Value(" AND ".join(map(_phrase, asked)))))
    else:
        lexemes = [f"'{token}'{'' if is_run(term) else ':*'}" for term in asked for token in _tokens(term)]
        entries = SearchEntry.objects.filter(_InWords(Value(" & ".join(lexemes))))
        for term in filter(is_run, asked):
            entries = entries.filter(text__contains=term)
    return entries


def _tokens(term: str) -> list[str]:
    """The tokens that a document with this term has: of a long run its pairs, else the term itself."""
    if is_run(term) and len(term) > 2:
        return [token for token in search_words(term).split() if len(token) == 2]
    return [term]


def _phrase(term: str) -> str:
    """The term for FTS5's trigrams, which need three characters: blanks around the tokens make up for short ones."""
    if is_run(term):
        return f'text : "{term}"' if len(term) > 2 else f'words : " {term} "'
    return f'words : " {term}"' if len(term) > 1 else f'words : " {term} "'
