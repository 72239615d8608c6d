"""Experts: finding them, what they said and earned, and taking a field from them with a reason."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goodword.journal import queries as journal
from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.people import actions as people
from goodword.people import queries as people_queries
from goodword.people.queries import ApplicationView, CredentialView
from goodword.people.rules import GRADES
from goodword.people.search import SoughtExperts, search_experts
from goodword.settlement import queries as settlement
from goodword.social import queries as social
from goodword.web.desk.asks import one_of, typed
from goodword.web.desk.doors import operator
from goodword.web.desk.told import Told, told
from goodword.web.shell.doors import attempt, status_of
from goodword.web.shell.jinja import url
from goodword.web.shell.topics import topic_names


@require_safe
@operator
def experts(request: HttpRequest, person: UUID) -> HttpResponse:
    """Who is certified, the latest first; by part of a name or handle, by field and grade."""
    said, topics = typed(request, "q", "topic", "grade"), topic_names()
    grades = [str(each) for each in reversed(GRADES)]
    grade = one_of(said, "grade", grades)
    sought = SoughtExperts(said["q"], one_of(said, "topic", topics), int(grade) if grade else None)
    page = search_experts(sought, request.GET.get("cursor"))
    told = {
        "rows": page.rows,
        "said": said,
        "topics": topics,
        "grades": [(each, each) for each in grades],
        "next": page.next and url("desk-experts", **said, cursor=page.next),
    }
    return render(request, "desk/experts.html", told)


@dataclass(frozen=True, slots=True)
class Standing:
    """All that an operator needs to judge an expert."""

    id: UUID
    handle: str
    name: str
    credentials: list[CredentialView]
    applications: list[ApplicationView]
    words: list[tuple[social.PostView, list[settlement.PostEarnings]]]
    next: str | None
    earnings: list[settlement.Earnings]
    frozen: settlement.FreezeView | None
    history: list[Told]


@require_safe
@operator
def expert(request: HttpRequest, person: UUID, handle: str) -> HttpResponse:
    """One expert: fields with their history, words with what they sold, money."""
    return _page(request, handle)


@require_POST
@operator
def withdrawal(request: HttpRequest, person: UUID, handle: str) -> HttpResponse:
    """The expert loses a field, for a reason they read."""
    found = people_queries.by_handle(handle)
    topic, reason = request.POST.get("topic", ""), request.POST.get("reason", "")
    refusal = attempt(
        lambda: people.withdraw_credential(person_id=found.id, topic=topic, reason=reason, now=clock.now(), by=person)
    )
    if refusal:
        return _page(request, handle, refusal)
    messages.success(request, _("Withdrawn. The expert reads why."))
    return redirect("desk-expert", found.handle)


def _standing(handle: str, cursor: str | None) -> Standing:
    found, now = people_queries.by_handle(handle), clock.now()
    words = social.own_posts(found.id, cursor, now)
    earned = settlement.earned_by_posts([post.id for post in words.rows])
    return Standing(
        id=found.id,
        handle=found.handle,
        name=found.name,
        credentials=people_queries.credentials_of(found.id),
        applications=people_queries.applications_of(found.id),
        words=[(post, earned.get(post.id, [])) for post in words.rows],
        next=words.next and url("desk-expert", found.handle, cursor=words.next),
        earnings=settlement.earnings(found.id),
        frozen=settlement.freeze_of(found.id, now),
        history=told(journal.history_of(found.id)),
    )


def _page(request: HttpRequest, handle: str, refusal: Refusal | None = None) -> HttpResponse:
    told = {
        "who": _standing(handle, request.GET.get("cursor")),
        "topics": topic_names(),
        "error": refusal,
        "typed": {key: request.POST.get(key, "") for key in ("topic", "reason")},
    }
    return render(request, "desk/expert.html", told, status=status_of(refusal, None))
