"""Who may come to the desk: operators. For everybody else it does not exist (S-04, S-74)."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from goodword.kit.refusals import Refusal
from goodword.people import queries as people
from goodword.web.shell.asks import NothingChosen
from goodword.web.shell.doors import Inside, View, signed_in

P = ParamSpec("P")


def operator(view: Inside[P]) -> View[P]:
    """Gives `view` the id of an operator; a guest is asked to sign in."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, person: UUID, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not people.has_role(person, "operator"):
            raise NothingChosen
        return view(request, person, *args, **kwargs)

    return guarded


def attempt(deed: Callable[[], object]) -> Refusal | None:
    """Does it. Answers the refusal that belongs on the form; what is not there stays a missing page."""
    try:
        deed()
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return refusal
    return None
