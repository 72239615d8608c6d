"""Finding products by words, in Chinese and English, behind one name (one of three vendor-aware places).

Every term must be found. A word finds words that begin with it; one or two Chinese characters find themselves
anywhere; longer unbroken runs are looked for as they are. Newest first, so that a page begins where the last ended.
"""

from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value

from goodword.catalog.models import Offer, Product, SearchEntry
from goodword.catalog.queries import ProductCard
from goodword.catalog.queries.products import page_of
from goodword.catalog.rules import is_run, query_terms, search_words
from goodword.kit.paging import Page


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
    cursor: str | None = None,
) -> Page[ProductCard]:
    """A page of the products that can be bought and are called like `text`; without a text, all of them. One statement.

    `topic` means the topic and those directly below it.
    """
    rows = Product.objects.filter(listed=True, shop__recommendable=True)
    if asked := query_terms(text):
        rows = rows.filter(id__in=_found(asked).values("product"))
    elif text.strip():
        rows = rows.none()
    if topic:
        rows = rows.filter(Q(topic=topic) | Q(topic__parent=topic))
    if shop_id:
        rows = rows.filter(shop_id=shop_id)
    if in_stock:
        rows = rows.filter(Exists(Offer.objects.filter(product=OuterRef("id"), on_hand__gt=F("reserved"))))
    return page_of(rows, cursor)


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
