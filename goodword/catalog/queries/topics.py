"""Reads of topics."""

from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from goodword.catalog.models import Topic
from goodword.kit import refusals


class NoSuchTopic(refusals.NotFound):
    """There is no such topic."""

    status = 404
    code = "catalog.no_such_topic"
    sentence = _("There is no such topic. Choose one from the list.")


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic and the one above it."""

    slug: str
    parent: str | None
    name_en: str
    name_zh: str


def topics() -> list[TopicView]:
    """All topics, parents before their children."""
    rows = Topic.objects.order_by(F("parent_id").asc(nulls_first=True), "position", "slug")
    return [TopicView(*row) for row in rows.values_list("slug", "parent_id", "name_en", "name_zh")]


def topic(slug: str) -> TopicView:
    """The topic of this name. Refuses when there is none."""
    row = Topic.objects.filter(slug=slug).values_list("slug", "parent_id", "name_en", "name_zh").first()
    if row is None:
        raise NoSuchTopic
    return TopicView(*row)
