"""Whose payouts are kept back, until when and why."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from goodword.kit.limits import COUNTED, PAGE_SIZE
from goodword.kit.paging import Page, decode_id, encode_cursor
from goodword.settlement.models import Freeze
from goodword.settlement.queries.due import in_force
from goodword.settlement.queries.views import FreezeView

FIELDS = ("id", "payee", "reason", "by", "at", "review_at", "lifted_at", "lifted_by", "lifted_reason")
KEPT = 50  # freezes of one payee that are shown


def freeze_of(payee: UUID, now: datetime) -> FreezeView | None:
    """What keeps this payee's payouts back now, the one that holds longest; None when they are paid out."""
    return next(iter(_views(in_force(now).filter(payee=payee).order_by("-review_at", "-id")[:1])), None)


def freezes_of(payee: UUID) -> list[FreezeView]:
    """Every freeze of a payee, newest first."""
    return _views(Freeze.objects.filter(payee=payee).order_by("-id")[:KEPT])


def frozen_now(now: datetime, cursor: str | None = None) -> Page[FreezeView]:
    """All freezes in force, the longest first, for the desk."""
    rows = in_force(now).order_by("id")
    if cursor:
        rows = rows.filter(id__gt=decode_id(cursor))
    found = _views(rows[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    return Page(found[:PAGE_SIZE], encode_cursor(found[PAGE_SIZE - 1].id) if more else None)


def frozen_count(now: datetime) -> int:
    """How many payees are frozen now, each once however often that was renewed; counted up to COUNTED."""
    return in_force(now).order_by().values("payee").distinct()[:COUNTED].count()


def _views(rows: QuerySet[Freeze]) -> list[FreezeView]:
    return [FreezeView(*row) for row in rows.values_list(*FIELDS)]
