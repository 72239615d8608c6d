"""Who recommends the shop, and what it brought: by word and by expert, month by month."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodword.kit import clock
from goodword.kit.limits import STATEMENT_ROWS
from goodword.kit.money import Money
from goodword.people import queries as people
from goodword.people.queries import PersonBrief
from goodword.settlement import queries as settlement
from goodword.settlement.queries import Brought, Turnover
from goodword.social import queries as social
from goodword.social.queries import PostBrief
from goodword.web.console.doors import SELLERS, Counter, staff
from goodword.web.shell import statements
from goodword.web.shell.jinja import url

By = Literal["post", "expert"]
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take what begins so for a formula


@dataclass(frozen=True, slots=True)
class Row:
    """What somebody, or one of their words, brought."""

    brought: Brought
    expert: PersonBrief | None
    post: PostBrief | None


@dataclass(frozen=True, slots=True)
class Page:
    """A month of recommendations; `next` and `file` are addresses."""

    month: str
    months: Sequence[str]
    by: By
    rows: Sequence[Row]
    turnover: Turnover
    next: str | None
    file: str


@require_safe
@staff(*SELLERS)
def brought(request: HttpRequest, at: Counter) -> HttpResponse:
    """A page of who recommends, most brought first. The same few statements however much was sold."""
    now = clock.now()
    month, by = statements.month_of(request, now), _by(request)
    start, end = statements.span(month)
    found = settlement.brought_to(at.shop.id, start, end, by=by, cursor=request.GET.get("cursor"))
    slug, chosen = at.shop.slug, {"month": month, "by": by}
    page = Page(
        month=month,
        months=list(statements.months(now)),
        by=by,
        rows=_rows(found.rows, by),
        turnover=settlement.turnover(at.shop.id, start, end),
        next=found.next and url("console-words", slug, **chosen, cursor=found.next),
        file=url("console-words-file", slug, **chosen),
    )
    ways = [
        (_("By word"), url("console-words", slug, month=month), by == "post"),
        (_("By person"), url("console-words", slug, month=month, by="expert"), by == "expert"),
    ]
    return render(request, "console/words.html", {"at": at, "page": page, "ways": ways})


@require_safe
@staff(*SELLERS)
def as_file(request: HttpRequest, at: Counter) -> HttpResponse:
    """The same as CSV in UTF-8, up to STATEMENT_ROWS lines; amounts plain."""
    month, by = statements.month_of(request, clock.now()), _by(request)
    start, end = statements.span(month)
    found = settlement.brought_to(at.shop.id, start, end, by=by, size=STATEMENT_ROWS)
    out = io.StringIO()
    csv.writer(out).writerows(_lines(_rows(found.rows, by), at.shop.currency))
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="goodword-words-{month}.csv"'
    return response


def _by(request: HttpRequest) -> By:
    return "expert" if request.GET.get("by") == "expert" else "post"


def _rows(found: Sequence[Brought], by: By) -> list[Row]:
    experts = people.briefs(row.expert_id for row in found)
    posts = social.briefs(row.key for row in found if by == "post")
    return [Row(row, experts.get(row.expert_id), posts.get(row.key)) for row in found]


def _lines(rows: Sequence[Row], currency: str) -> Iterator[list[object]]:
    yield [
        _("Expert"),
        _("Word"),
        _("Saved"),
        _("Orders"),
        _("Sold"),
        _("Returned"),
        _("Price of goods"),
        _("Commission"),
        _("Net for you"),
        _("Currency"),
    ]
    for row in rows:
        told = row.brought
        amounts = [Money(amount, currency).plain() for amount in (told.goods, told.commission, told.net)]
        who, word = row.expert.name if row.expert else "", row.post.reason if row.post else ""
        saved = row.post.saves if row.post else ""
        yield [_text(who), _text(word), saved, told.orders, told.sold, told.returned, *amounts, currency]


def _text(text: str) -> str:
    """Words of other people as a spreadsheet must take them: as words, never as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
