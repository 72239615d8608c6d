"""Following persons, shops and topics."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog_queries
from goodword.journal.actions import record
from goodword.kit.limits import FOLLOWS
from goodword.kit.refusals import Refusal
from goodword.partners import queries as partners_queries
from goodword.people import queries as people_queries
from goodword.social.events import Followed, Unfollowed
from goodword.social.models import Audience, Follow
from goodword.social.rules import TIE_KINDS


class TieUnknown(Refusal):
    """What is to be followed is not a person, a shop or a topic."""

    status = 422
    code = "social.tie_unknown"
    sentence = _("You can follow a person, a shop or a topic.")


class FollowSelf(Refusal):
    """Nobody follows themselves."""

    status = 422
    code = "social.follow_self"
    sentence = _("You cannot follow yourself. Your own words are in your showcase.")


class FollowsFull(Refusal):
    """The person follows as much as one can read."""

    status = 409
    code = "social.follows_full"
    sentence = _("You follow %(most)s already. Stop following something first.")


@transaction.atomic
def follow(*, person_id: UUID, kind: str, target: str | UUID, now: datetime, by: UUID | None) -> None:
    """A person follows a person, a shop (by id) or a topic (by slug); following twice is following.

    Refuses what does not exist, oneself, and more than `FOLLOWS` things.
    """
    column, value = _target(kind, target)
    if kind == "person" and value == person_id:
        raise FollowSelf
    _check_exists(kind, value)
    people_queries.lock_persons([person_id])
    # The counter's row is locked first, so that two requests at once count one tie once.
    Audience.objects.bulk_create([Audience(kind=kind, target=str(value))], ignore_conflicts=True)
    audience = Audience.objects.select_for_update().get(kind=kind, target=str(value))
    mine = Follow.objects.filter(follower_id=person_id)
    if mine.filter(**{column: value}).exists():
        return
    if mine.count() >= FOLLOWS:
        raise FollowsFull(most=FOLLOWS)
    Follow.objects.create(follower_id=person_id, at=now, **{column: value})
    Audience.objects.filter(id=audience.id).update(followers=F("followers") + 1)
    record(Followed(person_id, kind, str(value)), by=by, now=now)


@transaction.atomic
def unfollow(*, person_id: UUID, kind: str, target: str | UUID, now: datetime, by: UUID | None) -> None:
    """A person stops following; not having followed changes nothing."""
    column, value = _target(kind, target)
    audience = Audience.objects.select_for_update().filter(kind=kind, target=str(value)).first()
    if audience and Follow.objects.filter(follower_id=person_id, **{column: value}).delete()[0]:
        Audience.objects.filter(id=audience.id).update(followers=F("followers") - 1)
        record(Unfollowed(person_id, kind, str(value)), by=by, now=now)


def _target(kind: str, target: str | UUID) -> tuple[str, str | UUID]:
    """The column of a tie and its value. Refuses an unknown kind and an id that is none."""
    if kind not in TIE_KINDS:
        raise TieUnknown
    if kind == "topic":
        return "topic_id", str(target)
    try:
        return f"{kind}_id", UUID(str(target))
    except ValueError as error:
        raise TieUnknown from error


def _check_exists(kind: str, value: str | UUID) -> None:
    if isinstance(value, str):
        catalog_queries.topic(value)
    elif kind == "person":
        people_queries.person(value)
    elif value not in partners_queries.briefs([value]):
        raise partners_queries.NoSuchShop
