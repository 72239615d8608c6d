"""A statement as a page and as a file: one currency, one month, adding up to the cent."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from goodword.kit.money import Money
from goodword.kit.paging import decode_cursor, encode_cursor
from goodword.settlement import queries as settlement
from goodword.settlement.queries import FreezeView, Statement, StatementRow
from goodword.web.shell.jinja import url

MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])\Z")
MONTHS = 24  # months to choose from
ROWS = 100  # on a page of a statement


@dataclass(frozen=True, slots=True)
class Page:
    """A month's statement; `rows` are a part of its movements. `next` and `file` are addresses."""

    statement: Statement
    month: str
    months: Sequence[str]
    currencies: Sequence[str]
    rows: Sequence[tuple[StatementRow, str]]
    sums: Sequence[tuple[str, int]]
    next: str | None
    file: str
    freeze: FreezeView | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose statement it is, the currencies they are paid in, and the names of the addresses of page and file."""

    kind: Literal["expert", "shop"]
    id: UUID
    currencies: Sequence[str]
    page: str
    file: str
    place: tuple[str, ...] = ()


def statement(of: Owner, request: HttpRequest, now: datetime) -> Page:
    """The statement a request asks for; without a choice this month, in the first currency."""
    month = month_of(request, now)
    asked = request.GET.get("currency", "")
    currency = asked if asked in of.currencies else of.currencies[0]
    start, end = span(month)
    told = settlement.statement(kind=of.kind, owner=of.id, currency=currency, start=start, end=end)
    cursor = request.GET.get("cursor")
    begin = max(int(decode_cursor(cursor, int)[0]), 0) if cursor else 0
    after = begin + ROWS
    chosen = {"month": month, "currency": currency}
    named = _words()
    return Page(
        statement=told,
        month=month,
        months=list(months(now)),
        currencies=of.currencies,
        rows=[(row, named[row.kind]) for row in told.rows[begin:after]],
        sums=_sums(told),
        next=url(of.page, *of.place, **chosen, cursor=encode_cursor(after)) if after < len(told.rows) else None,
        file=url(of.file, *of.place, **chosen),
        freeze=settlement.freeze_of(of.id, now),
    )


def as_file(page: Page) -> HttpResponse:
    """The whole statement as CSV in UTF-8; amounts plain, moments in ISO 8601."""
    told, out = page.statement, io.StringIO()
    writer = csv.writer(out)
    head = [_("Date"), pgettext("of a movement of money", "What"), _("Order"), _("Amount"), _("Currency")]
    writer.writerow(head)
    named = _words()
    for row in told.rows:
        amount = Money(row.amount, told.currency).plain()
        writer.writerow([row.at.isoformat(), named[row.kind], row.order_id or "", amount, told.currency])
    for name, total in page.sums:
        writer.writerow(["", name, "", Money(total, told.currency).plain(), told.currency])
    if told.more:
        writer.writerow(["", _("There are more movements than a file holds; the sums are of all of them.")])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="goodword-{page.month}-{told.currency}.csv"'
    return response


def _words() -> dict[str, str]:
    """What each kind of movement is called."""
    return {
        "earned": _("Settled"),
        "clawback": _("Taken back after a refund"),
        "payout": _("Paid out"),
        "returned": _("Payout that did not arrive"),
    }


def _sums(told: Statement) -> list[tuple[str, int]]:
    named = _words()
    rows = [
        (named["earned"], told.earned),
        (named["clawback"], told.clawed_back),
        (named["payout"], told.paid_out),
        (named["returned"], told.returned),
    ]
    return [(_("At the beginning"), told.opening), *rows, (_("At the end"), told.closing)]


def month_of(request: HttpRequest, now: datetime) -> str:
    """The month a request asks for, such as 2026-06; this one when it asks for none."""
    month = request.GET.get("month", "")
    return month if MONTH.match(month) else f"{timezone.localtime(now):%Y-%m}"


def span(month: str) -> tuple[datetime, datetime]:
    """When a month begins, and when the next does."""
    return _first(month), _first(_following(month))


def _first(month: str) -> datetime:
    zone = timezone.get_current_timezone()
    return datetime(int(month[:4]), int(month[5:]), 1, tzinfo=zone)


def _following(month: str) -> str:
    year, place = int(month[:4]), int(month[5:])
    return f"{year + place // 12}-{place % 12 + 1:02}"


def months(now: datetime) -> Iterator[str]:
    """The months one may choose from, this one first."""
    local = timezone.localtime(now)
    for back in range(MONTHS):
        year, place = divmod(local.year * 12 + local.month - 1 - back, 12)
        yield f"{year}-{place + 1:02}"
