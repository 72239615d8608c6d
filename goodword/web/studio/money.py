"""This month, statements, and where the money goes."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from goodword.kit import clock
from goodword.people import queries as people
from goodword.settlement import queries as settlement
from goodword.web.shell import payouts, statements
from goodword.web.studio import month as months
from goodword.web.studio.chart import chart
from goodword.web.studio.doors import expert

HOUSE_CURRENCY = "CNY"  # of who has not earned yet


@require_safe
@expert
def month(request: HttpRequest, person: UUID) -> HttpResponse:
    """This month and every word."""
    certified = bool(people.credential_topics(person))
    ever = request.GET.get("all") == "1"
    page = months.month(person, certified, request.GET.get("cursor"), clock.now(), ever=ever)
    return render(request, "studio/month.html", {"page": page})


@require_safe
@expert
def statement(request: HttpRequest, person: UUID) -> HttpResponse:
    """A month's movements of money."""
    page = _statement(request, person)
    told = page.statement
    days = dict(settlement.settled_by_day(person, told.currency, told.start, told.end))
    drawn = chart(told.currency, days, told.start.date(), told.end.date() - timedelta(days=1))
    return render(request, "studio/statement.html", {"page": page, "chart": drawn})


@require_safe
@expert
def statement_file(request: HttpRequest, person: UUID) -> HttpResponse:
    """The same as a file."""
    return statements.as_file(_statement(request, person))


@require_http_methods(["GET", "HEAD", "POST"])
@expert
def account(request: HttpRequest, person: UUID) -> HttpResponse:
    """Where payouts go. What is set is not shown again: only that there is one."""
    currencies = _currencies(person)
    return payouts.account(request, "studio/account.html", payee=person, by=person, currencies=currencies, told={})


def _statement(request: HttpRequest, person: UUID) -> statements.Page:
    owner = statements.Owner("expert", person, _currencies(person), "studio-statement", "studio-statement-file")
    return statements.statement(owner, request, clock.now())


def _currencies(person: UUID) -> list[str]:
    return [one.currency for one in settlement.earnings(person)] or [HOUSE_CURRENCY]
