"""Looking into the inbox, opening a notice, choosing what one is told. Only POST changes anything (S-04)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodword.kit import clock
from goodword.outreach import actions as outreach
from goodword.outreach.rules import Group
from goodword.web.inbox import pages
from goodword.web.shell.doors import signed_in


@require_safe
@signed_in
def inbox(request: HttpRequest, person: UUID) -> HttpResponse:
    """The reader's notices, newest first."""
    return render(request, "inbox/page.html", {"page": pages.inbox(person, request.GET.get("cursor"))})


@require_POST
@signed_in
def opening(request: HttpRequest, person: UUID, notice_id: UUID) -> HttpResponse:
    """Reads a notice and goes where it leads. Refuses anybody else's."""
    notice = outreach.mark_read(notice_id, now=clock.now(), by=person)
    return redirect(pages.way_from(notice))


@require_POST
@signed_in
def reading(request: HttpRequest, person: UUID) -> HttpResponse:
    """Everything is read."""
    outreach.mark_all_read(now=clock.now(), by=person)
    return redirect("inbox")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choices(request: HttpRequest, person: UUID) -> HttpResponse:
    """What one is told and what not."""
    if request.method == "POST":
        asked = set(request.POST.getlist("group"))
        wanted = [group for group in Group if group.value in asked]
        outreach.choose_notices(person_id=person, wanted=wanted, now=clock.now(), by=person)
        messages.success(request, _("Kept. You are told what you chose from now on."))
        return redirect("inbox-settings")
    return render(request, "inbox/settings.html", {"page": pages.choices(person)})
