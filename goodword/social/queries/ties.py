"""Reads of who follows what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from goodword.kit.limits import PAGE_SIZE
from goodword.kit.paging import Page, decode_cursor, encode_cursor
from goodword.social.models import Audience, Follow

Target = tuple[str, str]  # the kind ("person", "shop", "topic") and the id or slug as text


@dataclass(frozen=True, slots=True)
class TieView:
    """Something a person follows: its kind, its id or slug as text, the word in its address, and its name.

    A topic's name is in English and Chinese; the others have one name, given twice.
    """

    kind: str
    target: str
    slug: str
    name_en: str
    name_zh: str
    at: datetime


def follow_state(person_id: UUID | None, targets: Iterable[Target]) -> set[Target]:
    """Which of these (kind, id or slug) the person follows. One statement; none for nobody."""
    wanted = {(kind, str(target)) for kind, target in targets}
    if not person_id or not wanted:
        return set()
    asked = {kind: [target for one, target in wanted if one == kind] for kind in ("person", "shop", "topic")}
    rows = Follow.objects.filter(
        Q(person_id__in=asked["person"]) | Q(shop_id__in=asked["shop"]) | Q(topic_id__in=asked["topic"]),
        follower_id=person_id,
    )
    return {target_of(*row) for row in rows.values_list("person_id", "shop_id", "topic_id")}


def followers(targets: Iterable[Target]) -> dict[Target, int]:
    """How many follow each of these (kind, id or slug): kept counters, no rows are counted. One statement."""
    wanted = {(kind, str(target)): 0 for kind, target in targets}
    rows = Audience.objects.filter(target__in={target for _kind, target in wanted})
    found = {(kind, target): count for kind, target, count in rows.values_list("kind", "target", "followers")}
    return {target: found.get(target, 0) for target in wanted}


def follows_of(person_id: UUID, cursor: str | None = None) -> Page[TieView]:
    """What a person follows, last first: for themselves only."""
    rows = Follow.objects.filter(follower_id=person_id).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(cursor, int)[0])
    found = list(rows.select_related("person", "shop", "topic")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Page([_view(row) for row in shown], encode_cursor(shown[-1].id) if len(found) > PAGE_SIZE else None)


def target_of(person_id: UUID | None, shop_id: UUID | None, topic: str | None) -> Target:
    """The one thing a tie leads to."""
    if person_id:
        return "person", str(person_id)
    return ("shop", str(shop_id)) if shop_id else ("topic", str(topic))


def _view(row: Follow) -> TieView:
    kind, target = target_of(row.person_id, row.shop_id, row.topic_id)
    if row.person:
        slug, names = row.person.handle, (row.person.name, row.person.name)
    elif row.shop:
        slug, names = row.shop.slug, (row.shop.name, row.shop.name)
    else:
        topic = row.topic
        slug, names = target, (topic.name_en, topic.name_zh) if topic else ("", "")
    return TieView(kind, target, slug, *names, row.at)
