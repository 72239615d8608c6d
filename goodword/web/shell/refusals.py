"""Refusals, missing pages and faults, said to a person: what is wrong and what to do, and nothing from inside."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from goodword.kit.refusals import Refusal

REQUEST_ID = "goodword.request_id"  # in request.META, where no client can write a name with a point
TOO_SOON = "60"  # seconds; the limits of sign-in count by the minute
LAST_RESORT = "Something went wrong on our side. Nothing you entered was charged. Please try again in a minute."


def say_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal's sentence with its status: a page, or for htmx a note above the page that stays."""
    if refusal.status == 404:
        return not_found(request, refusal)
    response = answer(request, refusal.status, _heading(refusal.status), str(refusal))
    if refusal.status == 429:
        response["Retry-After"] = getattr(refusal, "retry_after", TOO_SOON)
    return response


def too_many(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Somebody tried too often; says when to try again (S-70). allauth asks here too."""
    sentence = _("There were too many tries from here in a short time. Wait a minute, then try again.")
    response = answer(request, 429, _heading(429), sentence)
    response["Retry-After"] = TOO_SOON
    return response


def not_found(request: HttpRequest, exception: Any) -> HttpResponse:
    """The same page for what does not exist and for what the asker may not see (S-74)."""
    return answer(
        request,
        404,
        _("There is nothing here"),
        _("The page may have been withdrawn, or the link may be incomplete. Search for it, or start from the wall."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's secret did not fit: most often the page was open since before a sign-in."""
    return answer(
        request,
        403,
        _("This page was open for too long"),
        _("Nothing was sent. Go back, reload the page and press the button again. Cookies must be allowed."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours. Says so with the database down, and even when the page itself cannot be made."""
    try:
        heading = _("Something went wrong on our side")
        sentence = _("It has been written down. If you were paying, look at your purchases before you try again.")
        if getattr(request, "htmx", False):
            return answer(request, 500, heading, sentence)
        told = {"heading": heading, "sentence": sentence, "request_id": request.META.get(REQUEST_ID, "")}
        return HttpResponse(render_to_string("shell/fault.html", told), status=500)
    except Exception:
        return HttpResponse(LAST_RESORT, status=500, content_type="text/plain; charset=utf-8")


def _heading(status: int) -> str:
    return {
        401: _("Please sign in first"),
        403: _("This is not open to you"),
        429: _("A little too often"),
        503: _("Not just now"),
    }.get(status, _("That did not work"))


def answer(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    """A calm page with `status`, or for htmx the same words as a note."""
    told = {"heading": title, "sentence": sentence, "request_id": request.META.get(REQUEST_ID, "")}
    if getattr(request, "htmx", False):
        response = render(request, "shell/refusal_note.html", told, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#notes", "innerHTML show:window:top"
        return response
    return render(request, "shell/refusal.html", told, status=status)
