"""What the page of a product tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goodword.catalog.queries import ProductPage
from goodword.catalog.rules import clean_html
from goodword.social import queries as social
from goodword.web.shell.buying import ForSale, for_sale
from goodword.web.shell.face import Face, first, product_thing, text_of
from goodword.web.shell.jinja import url
from goodword.web.shell.topics import topic_names


@dataclass(frozen=True, slots=True)
class Prose:
    """A shop's own words. They are cleaned once more when they are shown (S-53)."""

    html: str

    def __bool__(self) -> bool:
        return bool(self.html.strip())

    def __html__(self) -> str:
        return clean_html(self.html)


@dataclass(frozen=True, slots=True)
class Page:
    """A product, the words about it, and by whose word the reader came: `word` is their name, or empty."""

    product: ProductPage
    return_days: int
    description: Prose
    post_id: UUID | None
    word: str
    posts: Sequence[social.PostView]
    topics: dict[str, str]
    next: str | None
    address: str
    face: Face


def product(product_id: UUID, post_id: UUID | None, reader: UUID | None, cursor: str | None, now: datetime) -> Page:
    """The product by itself. `post_id` counts only when that post is live and carries the product."""
    sale = for_sale(product_id, now)
    posts = social.posts_about(cursor, reader, now, product_id=product_id)
    author = social.attribution(post_id, product_id) if post_id else None
    names = {one.author.id: one.author.name for one in posts.rows}
    return Page(
        product=sale.product,
        return_days=sale.return_days,
        description=Prose(sale.product.description),
        post_id=post_id if author else None,
        word=names.get(author, "") if author else "",
        posts=posts.rows,
        topics=topic_names(),
        next=posts.next and url("product", product_id, post=post_id if author else None, cursor=posts.next),
        address=url("product", product_id, post=post_id if author else None),
        face=_face(sale),
    )


def _face(sale: ForSale) -> Face:
    product = sale.product
    return Face(
        kind="product",
        title=product.card.title,
        description=text_of(product.description) or product.card.shop_name,
        path=url("product", product.card.id),
        picture=first(product.pictures),
        thing=product_thing(product, sale.return_days),
    )
