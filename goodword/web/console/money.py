"""A shop's statements, and where its money goes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodword.kit import clock
from goodword.payments import actions as payments
from goodword.payments import queries as payments_queries
from goodword.web.console import statement as statements
from goodword.web.console.doors import SELLERS, Counter, attempt, staff, status_of
from goodword.web.console.forms import PayoutForm


@require_safe
@staff(*SELLERS)
def statement(request: HttpRequest, at: Counter) -> HttpResponse:
    """A month's movements of money."""
    page = statements.statement(at.shop, request, clock.now())
    return render(request, "console/statement.html", {"at": at, "page": page})


@require_safe
@staff(*SELLERS)
def statement_file(request: HttpRequest, at: Counter) -> HttpResponse:
    """The same as a file."""
    return statements.as_file(statements.statement(at.shop, request, clock.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@staff("owner")
def account(request: HttpRequest, at: Counter) -> HttpResponse:
    """Where payouts go. What is set is not shown again: only that there is one."""
    now, form = clock.now(), PayoutForm(request.POST if request.method == "POST" else None)
    shop, refusal = at.shop, None
    if form.is_valid():
        said = form.cleaned_data
        refusal = attempt(lambda: payments.set_payout_destination(payee=shop.id, now=now, by=at.person, **said))
        if refusal is None:
            messages.success(request, _("Payouts go there from now on."))
            return redirect("console-account", shop.slug)
    told = {
        "at": at,
        "form": form,
        "error": refusal,
        "channels": [(one.key, one.name) for one in payments_queries.channels(shop.currency, at=now) if one.open],
        "known": bool(payments_queries.destinations_of([shop.id])[shop.id]),
    }
    return render(request, "console/account.html", told, status=status_of(refusal, form.errors))
