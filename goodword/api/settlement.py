"""Statements and earnings: for experts, a shop's staff, and operators."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import BeforeValidator, Field

from goodword.api.problems import Invalid
from goodword.api.shapes import settlement as shapes
from goodword.api.tokens import Asked, require_operator
from goodword.api.wire import Currency, Slug, all_rows, answer
from goodword.partners import queries as partners
from goodword.settlement import queries as settlement

YEAR = 366  # days in one statement
BOOKKEEPERS = ("owner", "manager")  # who sees a shop's money


def _day(told: object) -> object:
    """Only 2026-06-01; not the seconds since 1970 that pydantic would take too."""
    if isinstance(told, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", told, re.ASCII):
        raise ValueError("must be a day such as 2026-06-01")
    return told


Day = Annotated[date, BeforeValidator(_day), Field(ge=date(2000, 1, 1), le=date(9000, 1, 1))]

router = Router(tags=["settlement"])


@router.get("/earnings", operation_id="getEarnings", response=shapes.EarningsPage)
def earnings(request: Asked) -> HttpResponse:
    """The caller's commission now, by currency."""
    return all_rows(shapes.earnings(one) for one in settlement.earnings(request.auth.id))


@router.get("/statements", operation_id="getStatement", response=shapes.Statement)
def statement(
    request: Asked,
    kind: Literal["expert", "platform"],
    currency: Currency,
    start: Day,
    end: Day,
) -> HttpResponse:
    """The caller's commission, or, for operators, the platform's money, from one day up to (not including) another."""
    if kind == "platform":
        require_operator(request.auth)
    owner = request.auth.id if kind == "expert" else None
    since, until = _period(start, end)
    return answer(
        shapes.statement(settlement.statement(kind=kind, owner=owner, currency=currency, start=since, end=until))
    )


@router.get("/shops/{slug}/statements", operation_id="getShopStatement", response=shapes.Statement)
def shop_statement(request: Asked, slug: Slug, currency: Currency, start: Day, end: Day) -> HttpResponse:
    """Staff: the shop's money from one day up to (not including) another, at most a year."""
    shop = partners.by_slug(slug)
    partners.require_role(shop.id, request.auth.id, *BOOKKEEPERS)
    since, until = _period(start, end)
    return answer(
        shapes.statement(settlement.statement(kind="shop", owner=shop.id, currency=currency, start=since, end=until))
    )


def _period(start: date, end: date) -> tuple[datetime, datetime]:
    """The first moments of both days, in UTC. Refuses a period that is none or longer than a year."""
    if not 0 < (end - start).days <= YEAR:
        raise Invalid
    return _midnight(start), _midnight(end)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
