"""Doors: views only for who is signed in, and ways back."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from goodword.web.shell.asks import local, reader

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


def came_from(request: HttpRequest) -> str:
    """The page the reader is on: this one, or the one whose form they sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return local(request, request.POST.get("next", ""))


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page whose form was sent; never to another site (S-16)."""
    return HttpResponseRedirect(came_from(request))
