"""Doors: views only for whom they are meant, what happens when a deed is refused, and ways back."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from goodword.kit.refusals import Refusal
from goodword.web.shell.asks import NothingChosen, local, reader

P = ParamSpec("P")
Inside = Callable[Concatenate[HttpRequest, UUID, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in(view: Inside[P]) -> View[P]:
    """Gives `view` the id of who is signed in; a guest is asked to sign in and comes back to where they were."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = reader(request)
        if person:
            return view(request, person, *args, **kwargs)
        to_sign_in = redirect_to_login(came_from(request))
        if getattr(request, "htmx", False):
            response = HttpResponse(status=204)
            response["HX-Redirect"] = to_sign_in.url
            return response
        return to_sign_in

    return guarded


def only(allowed: Callable[[UUID], object]) -> Callable[[Inside[P]], View[P]]:
    """A door for those of whom `allowed` is true. A guest is asked to sign in; for others nothing is here (S-74)."""

    def door(view: Inside[P]) -> View[P]:
        @signed_in
        @wraps(view)
        def guarded(request: HttpRequest, person: UUID, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not allowed(person):
                raise NothingChosen
            return view(request, person, *args, **kwargs)

        return guarded

    return door


def attempt(deed: Callable[[], object]) -> Refusal | None:
    """Does it. Answers the refusal that belongs on the form; what is not there stays a missing page."""
    try:
        deed()
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return refusal
    return None


def status_of(refusal: Refusal | None, errors: object) -> int:
    """The status of a form's page: 200, or why it came back."""
    return refusal.status if refusal else 422 if errors else 200


def came_from(request: HttpRequest) -> str:
    """The page the reader is on: this one, or the one whose form they sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return local(request, request.POST.get("next", ""))


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page whose form was sent; never to another site (S-16)."""
    return HttpResponseRedirect(came_from(request))
