"""Recommendations, comments and follows over the wire."""

from datetime import datetime
from uuid import UUID

from typing_extensions import TypedDict

from goodword.api.shapes.catalog import Card, Picture, card, picture
from goodword.api.shapes.people import Person, person
from goodword.social import queries as views


class ProductRate(TypedDict):
    """The author earns so many basis points of what is bought of this product through the post."""

    product_id: UUID
    rate_bp: int


class Disclosure(TypedDict):
    """What stands behind a recommendation, from the books; show it wherever you show the words."""

    rates: list[ProductRate]
    rate_bp: int
    free_sample: bool


class Post(TypedDict):
    """A recommendation. `withdrawn_for` is set when it is no longer live; only its author sees that."""

    id: UUID
    author: Person
    topic: str
    reason: str
    reason_type: str
    evidence: str
    published_at: datetime
    edited_at: datetime | None
    disclosure: Disclosure
    products: list[Card]
    pictures: list[Picture]
    saves: int
    comments: int
    saved: bool
    own: bool
    withdrawn_for: str | None


class PostPage(TypedDict):
    """A page of recommendations."""

    rows: list[Post]
    next: str | None


class Comment(TypedDict):
    """Something said below a post; `answer` when it answers the comment `thread`. A removed one has no text."""

    id: UUID
    thread: UUID
    answer: bool
    author: Person
    text: str
    at: datetime
    removed: bool
    may_remove: bool


class CommentPage(TypedDict):
    """A page of comments, threads oldest first."""

    rows: list[Comment]
    next: str | None


class Follow(TypedDict):
    """Something the caller follows: a person or shop by id, or a topic by its word."""

    kind: str
    target: str
    slug: str
    name_en: str
    name_zh: str
    at: datetime


class FollowPage(TypedDict):
    """A page of what the caller follows, last first."""

    rows: list[Follow]
    next: str | None


def post(seen: views.PostView) -> Post:
    """A recommendation as its reader may see it."""
    return {
        "id": seen.id,
        "author": person(seen.author),
        "topic": seen.topic,
        "reason": seen.reason,
        "reason_type": seen.reason_type,
        "evidence": seen.evidence,
        "published_at": seen.published_at,
        "edited_at": seen.edited_at,
        "disclosure": {
            "rates": [{"product_id": product, "rate_bp": rate} for product, rate in seen.disclosure.rates],
            "rate_bp": seen.disclosure.rate_bp,
            "free_sample": seen.disclosure.free_sample,
        },
        "products": [card(one) for one in seen.products],
        "pictures": [picture(one) for one in seen.pictures],
        "saves": seen.saves,
        "comments": seen.comments,
        "saved": seen.saved,
        "own": seen.own,
        "withdrawn_for": seen.withdrawn_for,
    }


def comment(seen: views.CommentView) -> Comment:
    """A comment."""
    return {
        "id": seen.id,
        "thread": seen.thread,
        "answer": seen.answer,
        "author": person(seen.author),
        "text": seen.text,
        "at": seen.at,
        "removed": seen.removed,
        "may_remove": seen.may_remove,
    }


def follow(seen: views.TieView) -> Follow:
    """Something that is followed."""
    return {
        "kind": seen.kind,
        "target": seen.target,
        "slug": seen.slug,
        "name_en": seen.name_en,
        "name_zh": seen.name_zh,
        "at": seen.at,
    }
