"""Somebody is told something."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from goodword.kit.ids import new_id
from goodword.outreach import queries
from goodword.outreach.actions.counting import counted_again
from goodword.outreach.models import Notice, NoticePart
from goodword.outreach.rules import SORTS, News, is_news, is_told, within_budget


@transaction.atomic
def tell(news: Sequence[News], *, now: datetime) -> None:
    """Puts into inboxes what is not there yet; the same again changes nothing. Few statements whatever their number.

    Left out: what a person switched off, unless it is always told, what is too old to be told (`NOTICES_KEPT`), and
    what goes beyond what a day may bring of its kind (`Sort.a_day`), and who has left for good: facts about them may
    come late (I-35). What is no news any more (`NEWS_FOR`) is put there as read.
    """
    silent = queries.silent({one.person_id for one in news})
    wanted = [
        one
        for one in news
        if is_told(one.at, now)
        and (SORTS[one.kind].always or (one.person_id, SORTS[one.kind].group.value) not in silent)
    ]
    with counted_again({one.person_id for one in wanted}) as here:
        wanted = [one for one in wanted if here.get(one.person_id)]
        single = [one for one in wanted if not SORTS[one.kind].gathered]
        single = within_budget(single, queries.told_beside([one for one in single if SORTS[one.kind].a_day]))
        Notice.objects.bulk_create([_notice(one, now) for one in single], ignore_conflicts=True)
        _gather([one for one in wanted if SORTS[one.kind].gathered], now)


def _notice(one: News, now: datetime) -> Notice:
    return Notice(
        id=new_id(one.at),
        person_id=one.person_id,
        kind=one.kind,
        subject=one.subject,
        key=one.key,
        facts=one.facts,
        at=one.at,
        read_at=None if is_news(one.at, now) else one.at,
    )


def _gather(news: Sequence[News], now: datetime) -> None:
    """Adds parts to the notices of their days; a part that was counted is not counted again."""
    if not news:
        return
    begun = {(one.person_id, one.kind.value, one.key): _notice(one, now) for one in reversed(news)}
    Notice.objects.bulk_create(begun.values(), ignore_conflicts=True)
    rows = queries.lock_notices(news)
    known = set(
        NoticePart.objects.filter(
            notice__in=[rows[key].id for key in begun], part__in={one.part for one in news}
        ).values_list("notice_id", "part")
    )
    changed: dict[object, Notice] = {}
    for one in news:
        row = rows[one.person_id, one.kind.value, one.key]
        if one.part is None or (row.id, one.part) in known:
            continue
        known.add((row.id, one.part))
        changed[row.id] = row
        row.count, row.amount = row.count + 1, row.amount + one.amount
        if one.at >= row.at:
            row.at, row.facts = one.at, one.facts
        if is_news(one.at, now):
            row.read_at = None
    fresh = [(row_id, part) for row_id, part in known if row_id in changed]
    NoticePart.objects.bulk_create([NoticePart(notice_id=row, part=part) for row, part in fresh], ignore_conflicts=True)
    Notice.objects.bulk_update(changed.values(), ["count", "amount", "at", "facts", "read_at"])
