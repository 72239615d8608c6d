"""What a search tells."""

from collections.abc import Sequence
from dataclasses import dataclass

from goodword.catalog.queries import ProductCard
from goodword.catalog.search import search_products
from goodword.web.shell.jinja import url
from goodword.web.shell.topics import topic_names


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for."""

    text: str
    topic: str
    in_stock: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Products that fit. `searched` is False when nothing was asked yet; then the newest stand there."""

    asked: Asked
    searched: bool
    topics: dict[str, str]
    products: Sequence[ProductCard]
    next: str | None


def find(asked: Asked, cursor: str | None) -> Page:
    """A page of products for what is asked; a topic that does not exist counts as all."""
    topics = topic_names()
    known = Asked(asked.text, asked.topic if asked.topic in topics else "", asked.in_stock)
    found = search_products(known.text, topic=known.topic or None, in_stock=known.in_stock, cursor=cursor)
    stock = "1" if known.in_stock else None
    return Page(
        asked=known,
        searched=bool(known.text or known.topic or known.in_stock),
        topics=topics,
        products=found.rows,
        next=found.next and url("find", q=known.text, topic=known.topic, stock=stock, cursor=found.next),
    )
