"""Who asks to recommend in which field: reading, granting with a grade, refusing with a reason."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.people import actions as people
from goodword.people import queries as people_queries
from goodword.people.rules import GRADES
from goodword.web.desk.doors import operator
from goodword.web.shell.doors import attempt
from goodword.web.shell.jinja import url
from goodword.web.shell.topics import topic_names


@require_safe
@operator
def applications(request: HttpRequest, person: UUID) -> HttpResponse:
    """Those that wait, the longest first."""
    page = people_queries.open_applications(request.GET.get("cursor"))
    told = {
        "rows": page.rows,
        "topics": topic_names(),
        "next": page.next and url("desk-applications", cursor=page.next),
    }
    return render(request, "desk/applications.html", told)


@require_safe
@operator
def application(request: HttpRequest, person: UUID, application_id: UUID) -> HttpResponse:
    """One application with its evidence, and what was decided before."""
    return _page(request, application_id)


@require_POST
@operator
def grant(request: HttpRequest, person: UUID, application_id: UUID) -> HttpResponse:
    """The applicant may recommend in this field, with a grade; the reason is theirs to read."""
    typed = request.POST.get("grade", "")
    grade = int(typed) if typed in {str(one) for one in GRADES} else 0
    reason = request.POST.get("reason", "")
    return _decide(
        request,
        application_id,
        lambda: people.grant_credential(
            application_id=application_id, grade=grade, reason=reason, now=clock.now(), by=person
        ),
        _("Granted."),
    )


@require_POST
@operator
def refuse(request: HttpRequest, person: UUID, application_id: UUID) -> HttpResponse:
    """Not now; the applicant reads why and may ask again."""
    reason = request.POST.get("reason", "")
    return _decide(
        request,
        application_id,
        lambda: people.refuse_credential(application_id=application_id, reason=reason, now=clock.now(), by=person),
        _("Refused. The applicant reads why."),
    )


def _decide(request: HttpRequest, application_id: UUID, deed: Callable[[], None], said: str) -> HttpResponse:
    refusal = attempt(deed)
    if refusal:
        return _page(request, application_id, refusal)
    messages.success(request, said)
    return redirect("desk-applications")


def _page(request: HttpRequest, application_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    asked = people_queries.application(application_id)
    earlier = [one for one in people_queries.applications_of(asked.person_id) if one.id != asked.id]
    told = {
        "asked": asked,
        "earlier": earlier,
        "held": people_queries.credentials_of(asked.person_id),
        "topics": topic_names(),
        "grades": [(grade, str(grade)) for grade in GRADES],
        "error": refusal,
        "typed": {key: request.POST.get(key, "") for key in ("grade", "reason")},
    }
    return render(request, "desk/application.html", told, status=refusal.status if refusal else 200)
