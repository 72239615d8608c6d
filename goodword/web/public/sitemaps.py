"""Lists of all public pages for search engines (sitemaps.org): an index, and pages of a fixed size behind it.

Posts and products are read as one range of their primary key each page, so that a page costs the same however many
there are. Addresses are the same in every language: a page answers in the reader's.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID
from xml.sax.saxutils import escape

from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog
from goodword.kit.refusals import NotFound
from goodword.partners import queries as partners
from goodword.people import queries as people
from goodword.social import queries as social
from goodword.web.shell.face import absolute
from goodword.web.shell.jinja import url

SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = ("home", "topics", "about", "how", "how-money", "how-ranking", "how-price")
ALL = "all"
Row = tuple[str, datetime | None]


class NoSuchList(NotFound):
    """No list of public pages begins there."""

    status = 404
    code = "web.no_such_list"
    sentence = _("There is no such list. The index of all of them is at /sitemap.xml.")


def index() -> str:
    """Every list there is. Its length grows by one for so many posts or products as one list holds."""
    whole = [("pages", ALL), ("shops", ALL), ("people", ALL)]
    posts = [("posts", start.hex) for start in social.post_lists()]
    products = [("products", start.hex) for start in catalog.product_lists()]
    places = (absolute(url("sitemap-page", kind, start)) for kind, start in [*whole, *posts, *products])
    return _written("sitemapindex", (f"<sitemap><loc>{escape(place)}</loc></sitemap>" for place in places))


def page(kind: str, start: str) -> str:
    """One list. Refuses NoSuchList."""
    rows = _whole(kind) if start == ALL else _ranged(kind, start)
    return _written("urlset", (_entry(*row) for row in rows))


def _whole(kind: str) -> Iterable[Row]:
    if kind == "pages":
        topics = (url("topic", one.slug) for one in catalog.topics())
        return [(path, None) for path in [*(url(name) for name in PAGES), *topics]]
    if kind == "shops":
        return [(url("shop", slug), None) for slug in partners.listed()]
    if kind == "people":
        return [(url("person", handle), None) for handle in people.listed()]
    raise NoSuchList


def _ranged(kind: str, start: str) -> Iterable[Row]:
    try:
        begins = UUID(hex=start)
    except ValueError as error:
        raise NoSuchList from error
    found: Sequence[tuple[UUID, datetime]] | None = None
    if kind == "posts":
        name, found = "post", social.listed_posts(begins)
    elif kind == "products":
        name, found = "product", catalog.listed_products(begins)
    if found is None:
        raise NoSuchList
    before, after = url(name, begins).split(str(begins))
    return ((f"{before}{one}{after}", at) for one, at in found)


def _entry(path: str, changed: datetime | None) -> str:
    told = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
    return f"<url><loc>{escape(absolute(path))}</loc>{told}</url>"


def _written(root: str, rows: Iterable[str]) -> str:
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{SCHEMA}">', *rows, f"</{root}>", ""])
