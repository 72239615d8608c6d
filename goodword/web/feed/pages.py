"""What a page of the wall tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodword.catalog import queries as catalog
from goodword.interests import queries as interests
from goodword.social import queries as social
from goodword.web.shell.asks import chinese
from goodword.web.shell.face import Face, absolute
from goodword.web.shell.jinja import url

FOR_YOU, FOLLOWING = "for-you", "following"
Tab = tuple[str, str, bool]
Rows = tuple[Sequence[interests.WallCard], str | None]


@dataclass(frozen=True, slots=True)
class WallPage:
    """One page of one lane; `next` is the address of the next page or None. A `newcomer` is told what this is."""

    lane: str
    title: str
    address: str
    reader: UUID | None
    tabs: Sequence[Tab]
    cards: Sequence[interests.WallCard]
    next: str | None
    is_topic: bool = False
    followed: bool = False
    newcomer: bool = False
    face: Face | None = None


@dataclass(frozen=True, slots=True)
class TopicName:
    """A topic in the reader's language."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """Every topic that has a lane."""

    title: str
    tabs: Sequence[Tab]
    topics: Sequence[TopicName]


def lane(reader: UUID | None, which: str, cursor: str | None, now: datetime) -> WallPage:
    """For you or Following: the best or the newest words for this reader."""
    title, name = (_("For you"), "home") if which == FOR_YOU else (_("Following"), "following")
    rows, after = _rows(reader, which, cursor, now)
    return WallPage(
        lane=which,
        title=title,
        address=reverse(name),
        reader=reader,
        tabs=_tabs(which),
        cards=rows,
        next=after and url(name, cursor=after),
        newcomer=which == FOR_YOU and reader is None and cursor is None,
        face=None if reader else _house() if which == FOR_YOU else None,
    )


def topic(reader: UUID | None, slug: str, cursor: str | None, now: datetime) -> WallPage:
    """The lane of one topic."""
    about = catalog.topic(slug)
    title = about.name_zh if chinese() else about.name_en
    followed = bool(social.follow_state(reader, [("topic", slug)]))
    rows, after = _rows(reader, slug, cursor, now)
    return WallPage(
        lane=slug,
        title=title,
        address=reverse("topic", args=[slug]),
        reader=reader,
        tabs=[*_tabs(slug), (title, reverse("topic", args=[slug]), True)],
        cards=rows,
        next=after and url("topic", slug, cursor=after),
        is_topic=True,
        followed=followed,
        face=None if reader else _field(title, reverse("topic", args=[slug])),
    )


def _house() -> Face:
    told = _("People who know say why a thing is good. Your money is held until it has arrived.")
    asks = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{absolute(url('find'))}?q={{q}}"},
        "query-input": "required name=q",
    }
    thing = {"@type": "WebSite", "name": "Goodword", "url": absolute(url("home")), "potentialAction": asks}
    return Face("website", _("People trust people."), told, url("home"), None, thing)


def _field(title: str, path: str) -> Face:
    told = _("What people who know recommend in %(topic)s, newest first.") % {"topic": title}
    return Face("website", title, told, path, None, {"@type": "CollectionPage", "name": title, "description": told})


def topics() -> TopicsPage:
    """All topics."""
    found = [TopicName(one.slug, one.name_zh if chinese() else one.name_en) for one in catalog.topics()]
    return TopicsPage(title=_("Topics"), tabs=_tabs("topics"), topics=found)


def _rows(reader: UUID | None, which: str, cursor: str | None, now: datetime) -> Rows:
    if which == FOLLOWING and reader is None:
        return [], None
    page = interests.wall(reader, which, cursor, get_language() or "en", now)
    return page.rows, page.next


def _tabs(which: str) -> list[Tab]:
    return [
        (_("For you"), reverse("home"), which == FOR_YOU),
        (_("Following"), reverse("following"), which == FOLLOWING),
        (_("Topics"), reverse("topics"), which == "topics"),
    ]
