"""Searching the journal: what happened, by what it is about, its kind, who did it and when."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodword.journal import queries as kept
from goodword.journal.facts import all_facts
from goodword.web.desk.asks import NobodyFound, first_moment, one_of, typed, whom
from goodword.web.desk.doors import operator
from goodword.web.desk.facts import fact_name
from goodword.web.desk.told import told as told_of
from goodword.web.shell.asks import maybe_id
from goodword.web.shell.jinja import url


@require_safe
@operator
def journal(request: HttpRequest, person: UUID) -> HttpResponse:
    """Entries, newest first."""
    said, kinds = typed(request, "id", "kind", "who", "from", "to"), sorted(all_facts())
    about = maybe_id(said, "id")
    rows: Sequence[Any] = ()
    mark, error = None, None
    try:
        sought = kept.Sought(
            subject=about,
            name=one_of(said, "kind", kinds) or None,
            by=whom(said["who"]),
            start=first_moment(said["from"]),
            end=first_moment(said["to"], after=True),
        )
        if about or not said["id"]:
            page = kept.search(sought, request.GET.get("cursor"))
            rows, mark = page.rows, page.next
    except NobodyFound as nobody:
        error = nobody
    told = {
        "rows": told_of(rows),
        "said": said,
        "pairs": sorted(((kind, fact_name(kind)) for kind in kinds), key=lambda pair: pair[1]),
        "error": error,
        "wrong_id": bool(said["id"]) and about is None,
        "next": mark and url("desk-journal", **said, cursor=mark),
    }
    return render(request, "desk/journal.html", told)
