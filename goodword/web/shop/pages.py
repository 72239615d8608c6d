"""What the public page of a shop tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goodword.catalog import queries as catalog
from goodword.partners import queries as partners
from goodword.social import queries as social
from goodword.web.shell.face import Face, absolute, return_policy
from goodword.web.shell.jinja import url
from goodword.web.shell.topics import topic_names
from goodword.web.shell.ways import way_to


@dataclass(frozen=True, slots=True)
class Page:
    """A shop; either its goods or the words about them."""

    shop: partners.ShopView
    website: str | None
    reader: UUID | None
    followers: int
    follows: bool
    words: bool
    products: Sequence[catalog.ProductCard]
    posts: Sequence[social.PostView]
    topics: dict[str, str]
    next: str | None
    address: str
    face: Face


def shop(slug: str, reader: UUID | None, *, words: bool, cursor: str | None, now: datetime) -> Page:
    """The shop called `slug`, with what it sells or what is said about it."""
    about = partners.by_slug(slug)
    target = ("shop", str(about.id))
    products: Sequence[catalog.ProductCard] = ()
    posts: Sequence[social.PostView] = ()
    if words:
        said = social.posts_about(cursor, reader, now, shop_id=about.id)
        posts, after = said.rows, said.next
    else:
        goods = catalog.by_shop(about.id, cursor)
        products, after = goods.rows, goods.next
    return Page(
        shop=about,
        website=way_to(about),
        reader=reader,
        followers=social.followers([target])[target],
        follows=target in social.follow_state(reader, [target]),
        words=words,
        products=products,
        posts=posts,
        topics=topic_names() if words else {},
        next=after and url("shop", slug, about="words" if words else None, cursor=after),
        address=url("shop", slug, about="words" if words else None),
        face=_face(about),
    )


def _face(shop: partners.ShopView) -> Face:
    thing = {
        "@type": "OnlineStore",
        "@id": absolute(url("shop", shop.slug)),
        "name": shop.name,
        "legalName": shop.legal_name,
        "identifier": shop.registration,
        "address": {"@type": "PostalAddress", "streetAddress": shop.address, "addressCountry": shop.country},
        "email": shop.email,
        "hasMerchantReturnPolicy": return_policy(shop.return_days),
    }
    return Face("website", shop.name, shop.about or shop.name, url("shop", shop.slug), None, thing)
