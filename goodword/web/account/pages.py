"""What the account's pages show, gathered before any template runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodword.catalog import queries as catalog
from goodword.partners import queries as partners
from goodword.people import queries as people
from goodword.people.devices import live_sessions


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
class Device:
    """A place where one is signed in, as one knows it."""

    id: int
    name: str
    ip: str
    began_at: datetime
    here: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """What one can set: the chosen language, and where notices are set when there are any."""

    email: str
    language: str
    languages: Sequence[tuple[str, str]]
    notices: str


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


def settings_of(person_id: UUID) -> Settings:
    """Everything on the page of one's settings."""
    return Settings(
        email=people.person(person_id).email,
        language=get_language() or settings.LANGUAGE_CODE,
        languages=settings.LANGUAGES,
        notices=door("inbox-settings"),
    )


def sessions(person_id: UUID, here: str, now: datetime) -> Sequence[Device]:
    """Where one is signed in; `here` is the key of the session that asks."""
    rows = live_sessions(person_id, now)
    return [Device(row.id, device_name(*row.device), row.ip, row.began_at, row.key == here) for row in rows]


def device_name(browser: str, system: str) -> str:
    """A device as a person would call it."""
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Another device")


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
    yield door("purchases"), _("My purchases")
    yield door("saved"), _("Saved for later")
    yield door("inbox"), _("Inbox")
    yield door("person", handle), _("How others see me")
    if expert:
        yield door("studio"), _("Studio: my words and what they earned")
    if partners.shops_of(person_id):
        yield door("console"), _("Console: my shop's goods and orders")
    if people.has_role(person_id, "operator"):
        yield door("desk"), _("Desk: applications, shops and books")


def door(name: str, *args: str) -> str:
    """The room's address, or nothing when this installation leaves that room out."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
