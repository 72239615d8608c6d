"""Where payouts go: set, and never shown again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from goodword.kit import clock
from goodword.kit.limits import TEXT_SHORT
from goodword.payments import actions as payments
from goodword.payments import queries as payments_queries
from goodword.settlement import queries as settlement
from goodword.web.shell.doors import attempt, status_of


class PayoutForm(forms.Form):
    """Where money should go."""

    channel = forms.CharField(max_length=60)
    reference = forms.CharField(max_length=TEXT_SHORT)


def account(
    request: HttpRequest, template: str, *, payee: UUID, by: UUID, currencies: Sequence[str], told: dict[str, Any]
) -> HttpResponse:
    """The page that says whether an account is set, and sets another through a channel open in `currencies`."""
    now, form = clock.now(), PayoutForm(request.POST if request.method == "POST" else None)
    refusal = None
    if form.is_valid():
        said = form.cleaned_data
        refusal = attempt(lambda: payments.set_payout_destination(payee=payee, now=now, by=by, **said))
        if refusal is None:
            messages.success(request, _("Payouts go there from now on."))
            return redirect(request.path)
    channels = {one.key: one.name for key in currencies for one in payments_queries.channels(key, at=now) if one.open}
    told |= {
        "form": form,
        "error": refusal,
        "channels": list(channels.items()),
        "freeze": settlement.freeze_of(payee, now),
        "known": bool(payments_queries.destinations_of([payee])[payee]),
    }
    return render(request, template, told, status=status_of(refusal, form.errors))
