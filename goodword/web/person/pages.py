"""What others see of a person, and what a person keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goodword.people import queries as people
from goodword.social import queries as social
from goodword.web.shell.jinja import url
from goodword.web.shell.topics import topic_names


@dataclass(frozen=True, slots=True)
class Page:
    """A person; either their words or the shelves of their showcase."""

    id: UUID
    handle: str
    name: str
    bio: str
    fields: Sequence[str]
    followers: int
    follows: bool
    own: bool
    on_shelves: bool
    posts: Sequence[social.PostView]
    shelves: Sequence[social.ShelfView]
    topics: dict[str, str]
    next: str | None
    address: str


@dataclass(frozen=True, slots=True)
class SavedPage:
    """Words a person keeps; theirs alone."""

    posts: Sequence[social.PostView]
    topics: dict[str, str]
    next: str | None


def person(handle: str, reader: UUID | None, *, shelves: bool, cursor: str | None, now: datetime) -> Page:
    """The public face of the person called `handle`: their words, or what stands on their shelves."""
    who = people.by_handle(handle)
    target, topics = ("person", str(who.id)), topic_names()
    held = people.credential_topics(who.id)
    said = None if shelves else social.posts_by(who.id, cursor, reader, now)
    return Page(
        id=who.id,
        handle=who.handle,
        name=who.name,
        bio=who.bio,
        fields=[topics.get(slug, slug) for slug in held],
        followers=social.followers([target])[target],
        follows=target in social.follow_state(reader, [target]),
        own=who.id == reader,
        on_shelves=shelves,
        posts=said.rows if said else (),
        shelves=social.showcase(who.id, reader, now) if shelves else (),
        topics=topics,
        next=said.next and url("person", who.handle, cursor=said.next) if said else None,
        address=url("showcase" if shelves else "person", who.handle),
    )


def saved(person_id: UUID, cursor: str | None, now: datetime) -> SavedPage:
    """What the person keeps, last kept first."""
    page = social.saved_by(person_id, cursor, now)
    return SavedPage(posts=page.rows, topics=topic_names(), next=page.next and url("saved", cursor=page.next))
