"""What others see of a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goodword.people import queries as people
from goodword.social import queries as social
from goodword.web.shell.face import Face, person_thing
from goodword.web.shell.jinja import url
from goodword.web.shell.topics import topic_names


@dataclass(frozen=True, slots=True)
class Page:
    """A person; either their words or the shelves of their showcase. `fields` they are certified in, by slug."""

    id: UUID
    handle: str
    name: str
    bio: str
    since: datetime
    fields: Mapping[str, str]
    followers: int
    follows: bool
    own: bool
    on_shelves: bool
    posts: Sequence[social.PostView]
    shelves: Sequence[social.ShelfView]
    topics: dict[str, str]
    next: str | None
    address: str
    face: Face


def person(handle: str, reader: UUID | None, *, shelves: bool, cursor: str | None, now: datetime) -> Page:
    """The public face of the person called `handle`: their words, or what stands on their shelves."""
    who = people.by_handle(handle)
    target, topics = ("person", str(who.id)), topic_names()
    held = people.credential_topics(who.id)
    said = None if shelves else social.posts_by(who.id, cursor, reader, now)
    fields = {slug: topics.get(slug, slug) for slug in held}
    address = url("showcase" if shelves else "person", who.handle)
    return Page(
        id=who.id,
        handle=who.handle,
        name=who.name,
        bio=who.bio,
        since=who.joined_at,
        fields=fields,
        followers=social.followers([target])[target],
        follows=target in social.follow_state(reader, [target]),
        own=who.id == reader,
        on_shelves=shelves,
        posts=said.rows if said else (),
        shelves=social.showcase(who.id, reader, now) if shelves else (),
        topics=topics,
        next=said.next and url("person", who.handle, cursor=said.next) if said else None,
        address=address,
        face=_face(who.name, who.handle, who.bio, list(fields.values()), address),
    )


def _face(name: str, handle: str, bio: str, fields: Sequence[str], path: str) -> Face:
    about = {"alternateName": handle, "description": bio, "knowsAbout": list(fields)}
    told = {**person_thing(name, handle), **{key: value for key, value in about.items() if value}}
    return Face("profile", name, bio or name, path, None, {"@type": "ProfilePage", "mainEntity": told})
