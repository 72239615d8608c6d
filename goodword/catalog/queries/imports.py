"""What became of catalogue files."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.catalog.models import Import, ImportLine
from goodword.kit.refusals import NotFound


class NoSuchImport(NotFound):
    """There is no such import, or it is another shop's."""

    status = 404
    code = "catalog.no_such_import"
    sentence = _("There is no such import.")


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import's progress; `lines`, `done` and the counts are products, `refused` those left out."""

    id: UUID
    name: str
    form: str
    dry_run: bool
    state: str
    error: str
    lines: int
    done: int
    created: int
    changed: int
    unchanged: int
    refused: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class LineView:
    """A refused line and why."""

    line: int
    handle: str
    sku: str
    code: str
    sentence: str


def imports_of(shop_id: UUID, *, limit: int = 20) -> list[ImportView]:
    """A shop's latest imports."""
    return [_view(row) for row in Import.objects.filter(shop_id=shop_id).order_by("-id")[:limit]]


def import_of(shop_id: UUID, import_id: UUID) -> tuple[ImportView, list[LineView]]:
    """One import of the shop with its report. Refuses another shop's."""
    row = Import.objects.filter(pk=import_id, shop_id=shop_id).first()
    if row is None:
        raise NoSuchImport
    lines = ImportLine.objects.filter(run=row).order_by("line", "id")
    return _view(row), [
        LineView(found.line, found.handle, found.sku, found.code, str(found.facts.get("sentence", "")))
        for found in lines
    ]


def _view(row: Import) -> ImportView:
    return ImportView(
        row.id,
        row.name,
        row.form,
        row.dry_run,
        row.state,
        row.error,
        row.lines,
        row.done,
        row.created,
        row.changed,
        row.unchanged,
        row.refused,
        row.asked_at,
    )


def feed_address(import_id: UUID) -> str:
    """Where the file of an import is fetched from; nothing when it was handed in."""
    return str(Import.objects.values_list("address", flat=True).get(pk=import_id))
