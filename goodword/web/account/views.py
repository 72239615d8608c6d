"""Sign-in, language and one's own account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import check_for_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.people import actions, queries
from goodword.web.account import pages
from goodword.web.shell.asks import local
from goodword.web.shell.doors import back, signed_in

LOOK_AROUND_AS = {
    "shopper": gettext_lazy("As a shopper"),
    "expert": gettext_lazy("As an expert"),
    "shop": gettext_lazy("As a shop"),
    "operator": gettext_lazy("As the operator"),
}
TOKEN_DAYS = {
    "7": gettext_lazy("a week"),
    "30": gettext_lazy("a month"),
    "90": gettext_lazy("three months"),
    "365": gettext_lazy("a year"),
}


@require_POST
def look_around(request: HttpRequest, who: str) -> HttpResponse:
    """Signs in one of the demo's four persons. Exists in demo mode only."""
    person = queries.by_email(f"{who}@demo.goodword") if settings.DEMO and who in LOOK_AROUND_AS else None
    if person is None:
        raise Http404
    response: HttpResponse = perform_login(
        request, person, email_verification="none", redirect_url=local(request, request.POST.get("next", ""))
    )
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Changes the language of the pages, and of what is written to the person; goes back to where one was."""
    chosen, response = request.POST.get("language", ""), back(request)
    if chosen not in dict(settings.LANGUAGES) or not check_for_language(chosen):
        return response
    if request.user.is_authenticated:
        actions.change_language(person_id=request.user.pk, language=chosen, now=clock.now(), by=request.user.pk)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


@require_GET
@signed_in
def me(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One's own account."""
    return _show(request, "me", page=pages.me(person_id))


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What others see: name, handle, a few words."""
    typed = {key: request.POST.get(key, "") for key in ("name", "handle", "bio")}

    def change() -> HttpResponse:
        actions.change_profile(person_id=person_id, now=clock.now(), by=person_id, **typed)
        messages.success(request, _("Your profile has been changed."))
        return redirect("me")

    page = pages.me(person_id)
    typed_or_kept = typed if request.method == "POST" else {"name": page.name, "handle": page.handle, "bio": page.bio}
    return _form(request, "profile", change, lambda: {"page": page, "typed": typed_or_kept})


@require_http_methods(["GET", "POST"])
@signed_in
def tokens(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One's tokens for programs; a new one's secret is shown once."""
    now = clock.now()
    days, label = request.POST.get("days", ""), request.POST.get("label", "")

    def issue() -> HttpResponse:
        expires_at = now + timedelta(days=int(days) if days in TOKEN_DAYS else 0)
        secret = actions.issue_token(person_id=person_id, label=label, expires_at=expires_at, now=now, by=person_id)
        return _show(
            request,
            "tokens",
            page=pages.tokens(person_id, now, secret),
            days=TOKEN_DAYS,
            typed={"label": "", "days": ""},
        )

    return _form(
        request,
        "tokens",
        issue,
        lambda: {"page": pages.tokens(person_id, now), "days": TOKEN_DAYS, "typed": {"label": label, "days": days}},
    )


@require_POST
@signed_in
def token_revocation(request: HttpRequest, person_id: UUID, token_id: UUID) -> HttpResponse:
    """Ends one of one's tokens."""
    actions.revoke_token(person_id=person_id, token_id=token_id, now=clock.now(), by=person_id)
    messages.success(request, _("The token no longer works."))
    return redirect("my_tokens")


@require_http_methods(["GET", "POST"])
@signed_in
def fields(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The fields one is certified in or has asked for; asking for another."""
    typed = {key: request.POST.get(key, "") for key in ("topic", "evidence", "links")}

    def ask() -> HttpResponse:
        if typed["topic"] not in pages.topic_names():
            raise Http404
        actions.ask_credential(
            person_id=person_id,
            topic=typed["topic"],
            evidence=typed["evidence"],
            links=typed["links"].split(),
            now=clock.now(),
            by=person_id,
        )
        messages.success(request, _("Your application has been sent. You will read the decision here."))
        return redirect("my_fields")

    return _form(request, "fields", ask, lambda: {"page": pages.fields(person_id), "typed": typed})


def _form(
    request: HttpRequest, name: str, do: Callable[[], HttpResponse], told: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """Shows a form; when it is sent, does it, or shows it again with what was typed and why it was refused."""
    if request.method != "POST":
        return _show(request, name, error="", **told())
    try:
        return do()
    except Refusal as refusal:
        return _show(request, name, status=refusal.status, error=str(refusal), **told())


def _show(request: HttpRequest, name: str, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, f"account/{name}.html", {"here": "me", "error": "", **told}, status=status)
