"""The wall over the wire."""

from datetime import datetime
from uuid import UUID

from typing_extensions import TypedDict

from goodword.api.shapes.catalog import Picture
from goodword.api.wire import Money
from goodword.interests import queries as views
from goodword.interests.rules import Because as BecauseView


class Because(TypedDict):
    """Why a card stands where it does: author, topic or shop (followed), none (new), lane (asked for)."""

    code: str
    name: str
    hours: int


class WallCard(TypedDict):
    """A recommendation on the wall. `rate_bp` and `free_sample` are its disclosure; show them when set.

    `price`, `compare_at` and `available` are of `offer_id`, the cheapest offer in stock.
    """

    post_id: UUID
    reason: str
    reason_type: str
    published_at: datetime
    author_id: UUID
    author_handle: str
    author_name: str
    author_topic: str
    topic: str
    product_id: UUID
    product_title: str
    product_slug: str
    shop_id: UUID
    shop_name: str
    shop_slug: str
    offer_id: UUID
    picture: Picture
    price: Money
    compare_at: Money | None
    available: int
    rate_bp: int
    free_sample: bool
    saves: int
    comments: int
    saved: bool
    because: Because


class Wall(TypedDict):
    """A page of a lane."""

    rows: list[WallCard]
    next: str | None


class Term(TypedDict):
    """A reason that holds; only the best one counted."""

    because: Because
    counted: bool


class Explanation(TypedDict):
    """Where a post stands in For you: published then, ranked as if published at `ranked_at`, by these terms."""

    post_id: UUID
    published_at: datetime
    ranked_at: datetime
    terms: list[Term]


def card(seen: views.WallCard) -> WallCard:
    """A card. Written for speed: one literal, nothing looked up twice."""
    picture, because, currency = seen.picture, seen.because, seen.currency
    before = seen.compare_at
    return {
        "post_id": seen.post_id,
        "reason": seen.reason,
        "reason_type": seen.reason_type,
        "published_at": seen.published_at,
        "author_id": seen.author_id,
        "author_handle": seen.author_handle,
        "author_name": seen.author_name,
        "author_topic": seen.author_topic,
        "topic": seen.topic,
        "product_id": seen.product_id,
        "product_title": seen.product_title,
        "product_slug": seen.product_slug,
        "shop_id": seen.shop_id,
        "shop_name": seen.shop_name,
        "shop_slug": seen.shop_slug,
        "offer_id": seen.offer_id,
        "picture": {"url": picture.url, "width": picture.width, "height": picture.height, "alt": picture.alt},
        "price": {"amount": seen.price, "currency": currency},
        "compare_at": None if before is None else {"amount": before, "currency": currency},
        "available": seen.available,
        "rate_bp": seen.rate_bp,
        "free_sample": seen.free_sample,
        "saves": seen.saves,
        "comments": seen.comments,
        "saved": seen.saved,
        "because": {"code": because.code, "name": because.name, "hours": because.hours},
    }


def why(told: views.Explanation) -> Explanation:
    """The true terms of a rank."""
    return {
        "post_id": told.post_id,
        "published_at": told.published_at,
        "ranked_at": told.ranked_at,
        "terms": [{"because": _because(one.because), "counted": one.counted} for one in told.terms],
    }


def _because(told: BecauseView) -> Because:
    return {"code": told.code, "name": told.name, "hours": told.hours}
