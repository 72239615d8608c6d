"""What a page tells who does not look at it: link previews (Open Graph) and search engines (schema.org in JSON-LD).

Nothing stands here that does not stand on the page: a machine is told the same prices, stock and names as a reader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from goodword.catalog.queries import OfferView, Picture, ProductPage
from goodword.kit.money import Money
from goodword.social.queries import PostView
from goodword.social.rules import excerpt
from goodword.web.shell.jinja import url

Thing = Mapping[str, Any]
SCHEMA = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Face:
    """A page as others show it. `path` is its one address; `thing` what it is about, in the words of schema.org."""

    kind: Literal["product", "article", "profile", "website"]
    title: str
    description: str
    path: str
    picture: Picture | None
    thing: Thing

    @property
    def address(self) -> str:
        """The page's canonical address (RFC 6596)."""
        return absolute(self.path)

    @property
    def image(self) -> str:
        """The picture's whole address; empty where there is none."""
        return absolute(self.picture.url) if self.picture else ""

    @property
    def data(self) -> Thing:
        """The thing as JSON-LD."""
        return {"@context": SCHEMA, **self.thing}


def absolute(path: str) -> str:
    """A path of ours as a whole address."""
    return settings.BASE_URL + path if path.startswith("/") else path


def text_of(html: str) -> str:
    """Harmless HTML as one line of text, as long as a card's words."""
    return excerpt(" ".join(unescape(strip_tags(html.replace("<", " <"))).split()))


def title_of(post: PostView, product: str) -> str:
    """Who speaks, and of what."""
    return _("%(name)s on %(product)s") % {"name": post.author.name, "product": product}


def person_thing(name: str, handle: str) -> Thing:
    """https://schema.org/Person"""
    return {"@type": "Person", "name": name, "url": absolute(url("person", handle))}


def product_thing(product: ProductPage, return_days: int) -> Thing:
    """https://schema.org/Product with an offer for every variant, at the prices and stock of this moment."""
    card = product.card
    told: dict[str, Any] = {
        "@type": "Product",
        "@id": absolute(url("product", card.id)),
        "name": card.title,
        "image": [absolute(picture.url) for picture in product.pictures],
        "offers": [_offer(offer, product, return_days) for offer in product.offers],
    }
    if product.brand:
        told["brand"] = {"@type": "Brand", "name": product.brand}
    if description := text_of(product.description):
        told["description"] = description
    return told


def review_thing(post: PostView, product: ProductPage, return_days: int) -> Thing:
    """https://schema.org/Review: an expert's word. It has no stars, because nobody gave any."""
    edited = {"dateModified": post.edited_at.isoformat()} if post.edited_at else {}
    return {
        "@type": "Review",
        "@id": absolute(url("post", post.id)),
        "author": person_thing(post.author.name, post.author.handle),
        "datePublished": post.published_at.isoformat(),
        **edited,
        "reviewBody": post.reason,
        "itemReviewed": product_thing(product, return_days),
    }


def _offer(offer: OfferView, product: ProductPage, return_days: int) -> Thing:
    """https://schema.org/Offer"""
    sold = offer.listed and offer.available > 0
    told: dict[str, Any] = {
        "@type": "Offer",
        "url": absolute(url("product", product.card.id)),
        "name": offer.variant_title,
        "sku": offer.sku,
        "price": Money(offer.price, offer.currency).plain(),
        "priceCurrency": offer.currency,
        "availability": f"{SCHEMA}/{'InStock' if sold else 'OutOfStock'}",
        "seller": {
            "@type": "Organization",
            "name": product.card.shop_name,
            "url": absolute(url("shop", product.shop_slug)),
        },
        "hasMerchantReturnPolicy": return_policy(return_days),
    }
    return told | ({"gtin": offer.gtin} if offer.gtin else {})


def return_policy(days: int) -> Thing:
    """https://schema.org/MerchantReturnPolicy"""
    window = f"{SCHEMA}/MerchantReturnFiniteReturnWindow"
    return {"@type": "MerchantReturnPolicy", "returnPolicyCategory": window, "merchantReturnDays": days}


def first(pictures: Sequence[Picture]) -> Picture | None:
    """The picture that stands for a page."""
    return next(iter(pictures), None)
