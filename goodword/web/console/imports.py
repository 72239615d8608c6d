"""Catalogue files: handing one in or naming where a feed is, watching it being read, the report line by line."""

from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from goodword.catalog import actions as catalog
from goodword.catalog import queries as catalog_queries
from goodword.catalog.importers import forms as importers
from goodword.catalog.queries import ImportView
from goodword.kit import clock
from goodword.kit.limits import IMPORT_BYTES
from goodword.kit.paging import decode_cursor, encode_cursor
from goodword.kit.refusals import Refusal
from goodword.web.console.doors import SELLERS, Counter, staff
from goodword.web.console.forms import ImportForm
from goodword.web.shell.doors import attempt, status_of
from goodword.web.shell.jinja import url
from goodword.web.shell.topics import topic_names

LINES = 100  # of a report on one page
NAMES = {
    "shopify": "Shopify CSV",
    "google-tsv": "Google Merchant TSV",
    "google-xml": "Google Merchant XML",
    "vendure": "Vendure CSV",
}


class FileTooLarge(Refusal):
    """A catalogue file larger than we take."""

    status = 413
    code = "web.file_too_large"
    sentence = gettext_lazy("This file is larger than %(megabytes)s MB. Hand it in as several.")


class NoFile(Refusal):
    """Neither a file nor an address was given."""

    status = 422
    code = "web.no_file"
    sentence = gettext_lazy("Choose a file, or write the address of your feed.")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*SELLERS)
def imports(request: HttpRequest, at: Counter) -> HttpResponse:
    """Handing in a file, and what became of the last ones."""
    sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if sent else ImportForm(initial={"dry_run": True})
    refusal = None
    if form.is_valid():
        asked: list[UUID] = []
        refusal = attempt(lambda: asked.append(_ask(form, at)))
        if refusal is None:
            return redirect("console-import", at.shop.slug, asked[0])
    told = {
        "at": at,
        "form": form,
        "error": refusal,
        "kinds": [(key, NAMES.get(key, key)) for key in importers],
        "feeds": [(key, NAMES.get(key, key)) for key in catalog.FEED_FORMS],
        "fed": sent and "address" in request.POST,
        "topics": [("", _("As the file says")), *topic_names().items()],
        "rows": catalog_queries.imports_of(at.shop.id),
        "megabytes": IMPORT_BYTES // 1024**2,
    }
    return render(request, "console/imports.html", told, status=status_of(refusal, form.errors))


def _ask(form: ImportForm, at: Counter) -> UUID:
    """Asks for a feed to be fetched, or keeps the file and asks for it to be read; a refused one is not kept."""
    said = form.cleaned_data
    topic = catalog_queries.topic(said["topic"]).slug if said["topic"] else None
    wish = {"form": said["form"], "dry_run": said["dry_run"], "topic": topic, "now": clock.now(), "by": at.person}
    if said["address"]:
        return catalog.ask_feed(at.shop.id, address=said["address"], path=_place(), **wish)
    if not said["file"]:
        raise NoFile
    handed: UploadedFile[bytes] = said["file"]
    if (handed.size or 0) > IMPORT_BYTES:
        raise FileTooLarge(megabytes=IMPORT_BYTES // 1024**2)
    path = _keep(handed)
    try:
        return catalog.ask_import(at.shop.id, path=path, name=handed.name or "", **wish)
    except Refusal:
        path.unlink()
        raise


def _place() -> Path:
    """A place for a file, under a name made by chance (S-32)."""
    return Path(settings.DATA) / "imports" / str(uuid4())


def _keep(handed: "UploadedFile[bytes]") -> Path:
    path = _place()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        for chunk in handed.chunks():
            file.write(chunk)
    return path


@require_safe
@staff(*SELLERS)
def run(request: HttpRequest, at: Counter, import_id: UUID) -> HttpResponse:
    """How far a file is, and every line that was left out. Looks again by itself until it is done."""
    view, lines = catalog_queries.import_of(at.shop.id, import_id)
    cursor = request.GET.get("cursor")
    begin = max(int(decode_cursor(cursor, int)[0]), 0) if cursor else 0
    after = begin + LINES
    told = {
        "at": at,
        "run": view,
        "under_way": view.state in ("waiting", "running"),
        "sentence": _sentence(view),
        "lines": lines[begin:after],
        "reported": len(lines),
        "next": url("console-import", at.shop.slug, import_id, cursor=encode_cursor(after))
        if after < len(lines)
        else None,
        "address": url("console-import", at.shop.slug, import_id),
    }
    return render(request, "console/import.html", told)


def _sentence(view: ImportView) -> str:
    if view.state == "waiting":
        return _("The file waits to be read. This page looks again by itself.")
    if view.state == "running":
        return _("The file is being read. You may leave; it goes on.")
    if view.state == "failed":
        return _("The file was refused whole; nothing was changed.")
    return _("A trial: nothing was changed.") if view.dry_run else _("Done.")
