"""Taking one's own data along: a ZIP of readable files, written row by row to the disk and sent from there."""

import json
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.core.internal import ratelimit
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from goodword.kit import clock
from goodword.kit.exports import registry
from goodword.kit.refusals import Refusal
from goodword.web.shell.doors import signed_in

RATE = {"takeout": "5/h/user"}  # making one reads everything a person has


class TooManyTakeouts(Refusal):
    """A person takes their data along a few times an hour at most."""

    status = 429
    retry_after = "3600"  # seconds
    code = "web.too_many_takeouts"
    sentence = gettext_lazy("You have taken your data along five times within an hour. Try again in an hour.")


@dataclass(frozen=True, slots=True)
class File:
    """One file of a takeout, as its first page tells of it."""

    name: str
    about: str
    rows: int


@require_GET
@signed_in
@reauthentication_required
def offer(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What there is to take along, and the button. Who asks has just shown that it is them."""
    files = [str(one.about) for one in registry.values()]
    return render(request, "account/takeout.html", {"here": "me", "files": files})


@require_POST
@signed_in
@reauthentication_required
def takeout(request: HttpRequest, person_id: UUID) -> HttpResponseBase:
    """The file. Nobody between us and the person keeps it (S-54)."""
    if not ratelimit.consume(request, app="goodword", action="takeout", config=RATE):
        raise TooManyTakeouts
    now = clock.now()
    kept = _written(person_id, now)
    name = f"goodword-{now:%Y-%m-%d}.zip"
    response = FileResponse(kept, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response


def _written(person_id: UUID, now: datetime) -> IO[bytes]:
    """The file, from its beginning; whoever sends it closes it, and then it is gone."""
    with ExitStack() as stack:
        kept = stack.enter_context(TemporaryFile())
        write(kept, person_id, now)
        kept.seek(0)
        stack.pop_all()
    return kept


def write(kept: IO[bytes], person_id: UUID, now: datetime) -> None:
    """Writes a ZIP of everything the house has about one person: a page that explains, and a JSON file of each kind."""
    files = []
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for export in registry.values():
            with archive.open(f"{export.name}.json", "w") as file:
                rows = _write_rows(file, export.rows(person_id))
            files.append(File(f"{export.name}.json", str(export.about), rows))
        archive.writestr("index.html", render_to_string("account/takeout_index.html", {"files": files, "now": now}))


def _write_rows(file: IO[bytes], rows: Iterable[Mapping[str, Any]]) -> int:
    """A JSON list, a row a line; how many rows."""
    count = 0
    file.write(b"[")
    for row in rows:
        file.write(b",\n" if count else b"\n")
        file.write(json.dumps(row, ensure_ascii=False, default=_plain).encode())
        count += 1
    file.write(b"\n]\n")
    return count


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
