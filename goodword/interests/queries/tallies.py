"""What was counted of the signals of posts."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Sum

from goodword.interests.models import Tally


def tallies(post_ids: Iterable[UUID], month: date | None = None) -> dict[tuple[UUID, str], int]:
    """How many signals each of these posts got, by (post, kind): in the month of this day (UTC), or ever.

    A signal is a person, a kind and a day. One statement over kept counters.
    """
    rows = Tally.objects.filter(post_id__in=set(post_ids))
    if month:
        rows = rows.filter(month=month.replace(day=1))
    counted = rows.values("post", "kind").annotate(sum=Sum("count")).order_by("post", "kind")
    return {(post, kind): count for post, kind, count in counted.values_list("post", "kind", "sum")}


def tally_of_author(author_id: UUID, kind: str, month: date) -> int:
    """How many signals of a kind all words of an author got in the month of this day (UTC). One statement.

    Reads the author's counters of one month: as many as they have words.
    """
    rows = Tally.objects.filter(post__author_id=author_id, kind=kind, month=month.replace(day=1))
    return rows.aggregate(sum=Sum("count"))["sum"] or 0
