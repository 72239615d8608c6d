"""Leaving for good: what happens is told first, then one decides, and afterwards nobody is left to greet (I-35)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from goodword.kit import clock
from goodword.orders import queries as orders
from goodword.people import queries as people
from goodword.settlement import actions, queries
from goodword.settlement.queries import Pending
from goodword.web.account.pages import door
from goodword.web.shell import say
from goodword.web.shell.doors import attempt, signed_in


@dataclass(frozen=True, slots=True)
class Leaving:
    """What keeps one from leaving, as (sentence, address) pairs; and until when one could still return something."""

    name: str
    pending: Sequence[tuple[str, str]]
    returnable_until: datetime | None


@require_GET
@signed_in
@reauthentication_required
def leaving(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The first step: what leaving means, and what must end before."""
    return render(request, "account/leaving.html", {"here": "me", "page": _page(person_id), "error": ""})


@require_http_methods(["GET", "POST"])
@signed_in
@reauthentication_required
def decision(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The second step: saying so. Refused while something is under way; then the first page tells what."""
    if request.POST.get("sure") == "yes":
        refused = attempt(lambda: actions.leave(person_id, now=clock.now(), by=person_id))
        if refused is None:
            logout(request)
            return redirect("left")
        told = {"here": "me", "page": _page(person_id), "error": str(refused)}
        return render(request, "account/leaving.html", told, status=refused.status)
    page = _page(person_id)
    if page.pending:
        return redirect("my_leaving")
    error = _("Tick the box first, so that nobody leaves by mistake.") if request.method == "POST" else ""
    told = {"here": "me", "page": page, "error": error}
    return render(request, "account/leaving_decision.html", told, status=422 if error else 200)


@require_GET
def left(request: HttpRequest) -> HttpResponse:
    """Goodbye."""
    return render(request, "account/left.html", {"here": ""})


def _page(person_id: UUID) -> Leaving:
    return Leaving(
        name=people.person(person_id).name,
        pending=[_told(one) for one in queries.pending_of(person_id)],
        returnable_until=orders.returnable_until(person_id, clock.now()),
    )


def _told(one: Pending) -> tuple[str, str]:
    """Why one cannot leave yet, and where one can do something about it."""
    told = {"label": one.label, "amount": say.price(one.amount, one.currency) if one.currency else ""}
    if one.why == "earnings":
        return _("%(amount)s that you earned has not been paid out yet.") % told, door("studio-account")
    if one.why == "shop":
        return _("%(label)s is yours alone and has orders or money under way.") % told, door("console")
    sentences = {
        "purchase": _("Purchase %(label)s is still under way."),
        "return": _("Something of purchase %(label)s is on its way back."),
        "refund": _("%(amount)s of purchase %(label)s is on its way back to you."),
    }
    return sentences[one.why] % told, door("purchase", str(one.about))
