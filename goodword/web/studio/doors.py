"""Who may come into the studio, and what happens when a deed is refused."""

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


def expert(view: Inside[P]) -> View[P]:
    """Gives `view` the id of an expert, also of one who lost their field: what they earned stays theirs to see.

    A guest is asked to sign in; for everybody else there is nothing here (S-74).
    """

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, person: UUID, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not people.credentials_of(person):
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
