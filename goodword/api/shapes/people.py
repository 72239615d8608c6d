"""Persons over the wire."""

from datetime import datetime
from uuid import UUID

from typing_extensions import TypedDict

from goodword.people.queries import ApplicationView, PersonBrief


class TopicGrade(TypedDict):
    """A field somebody is certified in, with a grade from 1 to 3."""

    slug: str
    grade: int


class Person(TypedDict):
    """What others see of a person."""

    id: UUID
    handle: str
    name: str
    topics: list[TopicGrade]


class OwnShop(TypedDict):
    """A shop somebody works for, and as what."""

    slug: str
    name: str
    role: str | None


class Me(TypedDict):
    """Whose token it is, what they may do, and where they work."""

    id: UUID
    handle: str
    name: str
    topics: list[TopicGrade]
    operator: bool
    shops: list[OwnShop]


class Application(TypedDict):
    """Somebody asks to be certified in a field. State is open, granted or refused."""

    id: UUID
    person_id: UUID
    handle: str
    name: str
    topic: str
    evidence: str
    links: list[str]
    asked_at: datetime
    decided_at: datetime | None
    grade: int | None
    reason: str
    state: str


class ApplicationPage(TypedDict):
    """A page of applications."""

    rows: list[Application]
    next: str | None


def person(seen: PersonBrief) -> Person:
    """A person as others see them."""
    return {
        "id": seen.id,
        "handle": seen.handle,
        "name": seen.name,
        "topics": [{"slug": one.slug, "grade": one.grade} for one in seen.topics],
    }


def application(asked: ApplicationView) -> Application:
    """An application."""
    return {
        "id": asked.id,
        "person_id": asked.person_id,
        "handle": asked.handle,
        "name": asked.name,
        "topic": asked.topic,
        "evidence": asked.evidence,
        "links": list(asked.links),
        "asked_at": asked.asked_at,
        "decided_at": asked.decided_at,
        "grade": asked.grade,
        "reason": asked.reason,
        "state": asked.state,
    }
