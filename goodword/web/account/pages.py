"""What the account's pages show, gathered before any template runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodword.catalog import queries as catalog
from goodword.partners import queries as partners
from goodword.people import queries as people


@dataclass(frozen=True, slots=True)
class Me:
    """One's own account: what others see, and how one's applications stand."""

    handle: str
    name: str
    bio: str
    email: str
    fields: Sequence[str]
    rooms: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Tokens:
    """One's tokens; `secret` is shown once, right after it was made."""

    rows: Sequence[people.TokenView]
    secret: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields one may ask for, what one asked and was told, and how many wait before one."""

    choices: Sequence[tuple[str, str]]
    names: dict[str, str]
    applications: Sequence[people.ApplicationView]
    held: Sequence[people.CredentialView]
    waiting: int


def me(person_id: UUID) -> Me:
    """Everything on the page of one's own account."""
    person, held = people.person(person_id), people.credential_topics(person_id)
    names = topic_names() if held else {}
    return Me(
        handle=person.handle,
        name=person.name,
        bio=person.bio,
        email=person.email,
        fields=[names.get(topic, topic) for topic in held],
        rooms=[(address, label) for address, label in _rooms(person_id, person.handle, bool(held)) if address],
    )


def tokens(person_id: UUID, now: datetime, secret: str = "") -> Tokens:
    """One's tokens."""
    return Tokens(rows=people.tokens_of(person_id), secret=secret, now=now)


def fields(person_id: UUID) -> Fields:
    """What one is certified in, has asked for and may ask for."""
    names = topic_names()
    held = people.credentials_of(person_id)
    applications = people.applications_of(person_id)
    taken = {row.topic for row in held if row.lost_at is None}
    taken |= {row.topic for row in applications if row.state == "open"}
    return Fields(
        choices=[(slug, name) for slug, name in names.items() if slug not in taken],
        names=names,
        applications=applications,
        held=held,
        waiting=people.open_application_count(),
    )


def topic_names() -> dict[str, str]:
    """Every topic's name in the reader's language, by slug."""
    chinese = (get_language() or "en").startswith("zh")
    return {topic.slug: topic.name_zh if chinese else topic.name_en for topic in catalog.topics()}


def _rooms(person_id: UUID, handle: str, expert: bool) -> Iterator[tuple[str, str]]:
    """Where this person has something to do, beyond the account itself."""
    yield _door("purchases"), _("My purchases")
    yield _door("saved"), _("Saved for later")
    yield _door("person", handle), _("How others see me")
    if expert:
        yield _door("studio"), _("Studio: my words and what they earned")
    if partners.shops_of(person_id):
        yield _door("console"), _("Console: my shop's goods and orders")
    if people.has_role(person_id, "operator"):
        yield _door("desk"), _("Desk: applications, shops and books")


def _door(name: str, *args: str) -> str:
    """The room's address, or nothing when this installation leaves that room out."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
