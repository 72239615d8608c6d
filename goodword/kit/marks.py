"""Marks: every so many rows one is marked by its id, so that all can be listed page by page at the same cost.

Ids are in time order, so a mark stays where it is. A page goes from one mark to the next; the last one grows until its
end is marked.
"""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from goodword.kit.limits import LISTED

FIRST = UUID(int=0)  # where the first page begins; no row has this id
Row = TypeVar("Row", bound=Model)
Mark = TypeVar("Mark", bound=Model)


def to_mark(rows: QuerySet[Row], marks: QuerySet[Mark], limit: int) -> list[UUID]:
    """The ids of the rows that come LISTED rows after the last mark, and so on, at most `limit`: the next marks."""
    found: list[UUID] = []
    last = marks.order_by("-id").values_list("id", flat=True).first() or FIRST
    while len(found) < limit:
        ids = rows.filter(id__gt=last).order_by("id").values_list("id", flat=True)
        last = next(iter(ids[LISTED - 1 : LISTED]), None)
        if last is None:
            break
        found.append(last)
    return found


def beginnings(marks: QuerySet[Mark]) -> list[UUID]:
    """Where each page begins. One statement, one row for every LISTED rows."""
    return [FIRST, *marks.order_by("id").values_list("id", flat=True)]


def page_from(rows: QuerySet[Row], marks: QuerySet[Mark], start: UUID) -> QuerySet[Row] | None:
    """The rows of the page that begins at `start`, at most twice LISTED, by id. None: no page begins here."""
    begins = list(marks.filter(id__gte=start).order_by("id").values_list("id", flat=True)[:2])
    if start != FIRST and begins[:1] != [start]:
        return None
    after = begins[1:] if start != FIRST else begins[:1]
    rows = rows.filter(id__gte=start, id__lt=after[0]) if after else rows.filter(id__gte=start)
    return rows.order_by("id")[: 2 * LISTED]
