"""This month, statements, and where the money goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodword.kit import clock
from goodword.payments import actions as payments
from goodword.payments import queries as payments_queries
from goodword.people import queries as people
from goodword.settlement import queries as settlement
from goodword.web.studio import month as months
from goodword.web.studio import statement as statements
from goodword.web.studio.doors import attempt, expert
from goodword.web.studio.forms import PayoutForm

HOUSE_CURRENCY = "CNY"  # whose channels are offered to who has not earned yet


@require_safe
@expert
def month(request: HttpRequest, person: UUID) -> HttpResponse:
    """This month and every word."""
    certified = bool(people.credential_topics(person))
    page = months.month(person, certified, request.GET.get("cursor"), clock.now())
    return render(request, "studio/month.html", {"page": page})


@require_safe
@expert
def statement(request: HttpRequest, person: UUID) -> HttpResponse:
    """A month's movements of money."""
    return render(request, "studio/statement.html", {"page": statements.statement(person, request, clock.now())})


@require_safe
@expert
def statement_file(request: HttpRequest, person: UUID) -> HttpResponse:
    """The same as a file."""
    return statements.as_file(statements.statement(person, request, clock.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@expert
def account(request: HttpRequest, person: UUID) -> HttpResponse:
    """Where payouts go. What is set is not shown again: only that there is one."""
    now, form = clock.now(), PayoutForm(request.POST if request.method == "POST" else None)
    refusal = None
    if form.is_valid():
        refusal = attempt(
            lambda: payments.set_payout_destination(payee=person, now=now, by=person, **form.cleaned_data)
        )
        if refusal is None:
            messages.success(request, _("Payouts go there from now on."))
            return redirect("studio-account")
    currencies = [one.currency for one in settlement.earnings(person)] or [HOUSE_CURRENCY]
    channels = {one.key: one for currency in currencies for one in payments_queries.channels(currency, at=now)}
    told = {
        "form": form,
        "error": refusal,
        "channels": [(one.key, one.name) for one in channels.values() if one.open],
        "known": bool(payments_queries.destinations_of([person])[person]),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "studio/account.html", told, status=status)
