"""Payouts of one person or shop: what went out, and keeping it back with a reason and an end (G7)."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.settlement import actions as settlement
from goodword.settlement import queries as settlement_queries
from goodword.settlement.rules import FREEZE_MOST, FREEZE_REASON
from goodword.web.desk.asks import first_moment
from goodword.web.desk.doors import operator
from goodword.web.desk.told import names_of
from goodword.web.shell.asks import NothingChosen
from goodword.web.shell.doors import attempt, status_of
from goodword.web.shell.jinja import url

USUAL = timedelta(days=14)  # until the review, when nothing else is chosen


@require_safe
@operator
def payouts(request: HttpRequest, person: UUID) -> HttpResponse:
    """Whose payouts are kept back now, and until when."""
    page = settlement_queries.frozen_now(clock.now(), request.GET.get("cursor"))
    names = names_of([row.payee for row in page.rows])
    told = {
        "rows": [(row, names.get(row.payee, str(row.payee))) for row in page.rows],
        "next": page.next and url("desk-payouts", cursor=page.next),
    }
    return render(request, "desk/payouts.html", told)


@require_safe
@operator
def payee(request: HttpRequest, person: UUID, payee_id: UUID) -> HttpResponse:
    """What one person or shop earned and was paid, and whether it is kept back."""
    return _page(request, payee_id)


@require_POST
@operator
def freeze(request: HttpRequest, person: UUID, payee_id: UUID) -> HttpResponse:
    """Nothing more goes out until the day of the review; the payee reads why. Once more renews it."""
    _name(payee_id)
    reason, until = request.POST.get("reason", ""), first_moment(request.POST.get("review", ""))
    now = clock.now()
    refusal = attempt(
        lambda: settlement.freeze_payouts(payee=payee_id, reason=reason, review_at=until or now, now=now, by=person)
    )
    return _answer(request, payee_id, refusal, _("Frozen. The payee reads why and until when."))


@require_POST
@operator
def unfreeze(request: HttpRequest, person: UUID, payee_id: UUID) -> HttpResponse:
    """Money goes out again."""
    _name(payee_id)
    reason = request.POST.get("lifted", "")
    refusal = attempt(lambda: settlement.unfreeze_payouts(payee=payee_id, reason=reason, now=clock.now(), by=person))
    return _answer(request, payee_id, refusal, _("Lifted. What waits goes out with the next payout."))


def _answer(request: HttpRequest, payee_id: UUID, refusal: Refusal | None, said: str) -> HttpResponse:
    if refusal:
        return _page(request, payee_id, refusal)
    messages.success(request, said)
    return redirect("desk-payee", payee_id)


def _name(payee_id: UUID) -> str:
    """What a payee is called. Refuses an id that is neither a person's nor a shop's."""
    found = names_of([payee_id]).get(payee_id)
    if found is None:
        raise NothingChosen
    return found


def _page(request: HttpRequest, payee_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    now = clock.now()
    page = settlement_queries.payouts_of(payee_id, request.GET.get("cursor"))
    today = timezone.localdate(now)
    told = {
        "payee": payee_id,
        "name": _name(payee_id),
        "frozen": settlement_queries.freeze_of(payee_id, now),
        "freezes": settlement_queries.freezes_of(payee_id),
        "earnings": settlement_queries.earnings(payee_id),
        "payouts": page.rows,
        "next": page.next and url("desk-payee", payee_id, cursor=page.next),
        "error": refusal,
        "typed": {
            "reason": request.POST.get("reason", ""),
            "review": request.POST.get("review") or f"{today + USUAL:%Y-%m-%d}",
            "lifted": request.POST.get("lifted", ""),
        },
        "most": FREEZE_REASON,
        "days": FREEZE_MOST.days,
    }
    return render(request, "desk/payee.html", told, status=status_of(refusal, None))
