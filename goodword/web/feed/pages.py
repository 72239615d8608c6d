"""What a page of the wall tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodword.catalog import queries as catalog
from goodword.catalog.queries import TopicView
from goodword.interests import queries as interests
from goodword.people import queries as people
from goodword.people.queries import PersonBrief
from goodword.social import queries as social
from goodword.web.shell.asks import chinese
from goodword.web.shell.face import Face, absolute
from goodword.web.shell.jinja import url

EXPERTS = 8  # beside a topic's name: a row that is seen at once
FOR_YOU, FOLLOWING = "for-you", "following"
Tab = tuple[str, str, bool]
Rows = tuple[Sequence[interests.WallCard], str | None]


@dataclass(frozen=True, slots=True)
class WallPage:
    """One page of one lane; `next` is the address of the next page or None. A `newcomer` is told what this is.

    Of a topic: what it belongs to, what belongs to it, and the first of those certified in it.
    """

    lane: str
    title: str
    address: str
    reader: UUID | None
    tabs: Sequence[Tab]
    cards: Sequence[interests.WallCard]
    next: str | None
    is_topic: bool = False
    followed: bool = False
    above: "TopicName | None" = None
    below: "Sequence[TopicName]" = ()
    experts: Sequence[PersonBrief] = ()
    more_experts: bool = False
    newcomer: bool = False
    face: Face | None = None


@dataclass(frozen=True, slots=True)
class TopicName:
    """A topic in the reader's language."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ExpertsPage:
    """Those who are certified in a topic."""

    topic: TopicName
    experts: Sequence[PersonBrief]
    next: str | None


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
    fields = catalog.topics()
    about = next((one for one in fields if one.slug == slug), None) or catalog.topic(slug)
    title = _named(about).name
    certified = people.experts_in(slug).rows if cursor is None else []
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
        above=next((_named(one) for one in fields if one.slug == about.parent), None),
        below=[_named(one) for one in fields if one.parent == slug],
        experts=certified[:EXPERTS],
        more_experts=len(certified) > EXPERTS,
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


def experts(slug: str, cursor: str | None) -> ExpertsPage:
    """Everybody who is certified in a topic, the highest grade first. Refuses a topic that there is not."""
    about = _named(catalog.topic(slug))
    rows = people.experts_in(slug, cursor)
    return ExpertsPage(about, rows.rows, rows.next and url("topic-experts", slug, cursor=rows.next))


def _named(one: TopicView) -> TopicName:
    return TopicName(one.slug, one.name_zh if chinese() else one.name_en)


def topics() -> TopicsPage:
    """All topics."""
    return TopicsPage(title=_("Topics"), tabs=_tabs("topics"), topics=[_named(one) for one in catalog.topics()])


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
