"""How Goodword looks and speaks to one, and where one is signed in."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goodword.kit import clock
from goodword.people import actions
from goodword.web.account import pages
from goodword.web.shell.doors import back, signed_in
from goodword.web.shell.jinja import THEME, THEMES, theme


@require_GET
@signed_in
def overview(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything one can set, on one page."""
    told = {"here": "me", "page": pages.settings_of(person_id), "theme_now": theme(request) or "system"}
    return render(request, "account/settings.html", told)


@require_POST
def change_theme(request: HttpRequest) -> HttpResponse:
    """Pages are light, dark, or as the device says, on this device; goes back to where one was."""
    chosen, response = request.POST.get("theme", ""), back(request)
    if chosen == "system":
        response.delete_cookie(THEME)
    elif chosen in THEMES:
        response.set_cookie(
            THEME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@require_http_methods(["GET", "POST"])
@signed_in
def sessions(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Where one is signed in. Sent: everywhere else one is signed out."""
    here = request.session.session_key or ""
    if request.method == "POST":
        actions.end_other_sessions(person_id=person_id, kept=here, now=clock.now(), by=person_id)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("usersessions_list")
    return render(
        request, "account/sessions.html", {"here": "me", "page": pages.sessions(person_id, here, clock.now())}
    )


@require_POST
@signed_in
def session_end(request: HttpRequest, person_id: UUID, session_id: int) -> HttpResponse:
    """Signs one device out."""
    actions.end_session(person_id=person_id, session_id=session_id, now=clock.now(), by=person_id)
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")
