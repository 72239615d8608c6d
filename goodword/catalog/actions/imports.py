"""Taking a catalogue file: a dry run or for real, with progress and a report of every refused line."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from goodword.catalog.actions.bulk import Counts, put_products
from goodword.catalog.events import ImportEnded
from goodword.catalog.importers import Choices, Draft, FileRefused, forms, validated
from goodword.catalog.models import Import, ImportLine
from goodword.catalog.rules import ProductRow
from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.leases import lease
from goodword.kit.refusals import Refusal
from goodword.partners.queries import lock_shop

CHUNK = 500  # products written in one transaction: each is there whole or not at all, and others need not wait long
STALE = timedelta(minutes=30)  # an import that has run so long has lost its worker and begins again
REPORTED = 1_000  # refused lines kept in the report; all are counted


Tell = Callable[[int, int], object]


def _silent(done: int, of: int) -> None:
    pass


class UnknownForm(Refusal):
    """There is no importer for this form of file."""

    status = 422
    code = "catalog.unknown_form"
    sentence = _("%(form)s is not a form of file we can read. Choose one of: %(forms)s.")


class ImportUnderWay(Refusal):
    """The shop's last import has not ended."""

    code = "catalog.import_under_way"
    sentence = _("Another file of this shop is being read. Wait until it is done, then try again.")


@transaction.atomic
def ask_import(
    shop_id: UUID, *, form: str, path: Path, name: str, dry_run: bool, topic: str | None, now: datetime, by: UUID | None
) -> UUID:
    """The shop hands over a catalogue file, kept at `path`; a worker reads it. Answers the import's id.

    Refuses an unknown form, an unknown shop, and a second file while one is being read.
    """
    check_form(form, forms)
    size = path.stat().st_size
    return begin_import(
        shop_id, now=now, form=form, file=str(path), bytes=size, name=name, dry_run=dry_run, topic=topic, by=by
    )


def begin_import(shop_id: UUID, *, now: datetime, name: str, **values: Any) -> UUID:
    """Notes a file that waits to be read, in the caller's transaction. Refuses ImportUnderWay and an unknown shop."""
    lock_shop(shop_id)
    if Import.objects.filter(shop_id=shop_id, state__in=("waiting", "running")).exists():
        raise ImportUnderWay
    asked = Import.objects.create(
        id=new_id(now), shop_id=shop_id, name=name[:200], state="waiting", asked_at=now, **values
    )
    return asked.id


def check_form(form: str, known: Collection[str]) -> None:
    """Refuses a form of file that is none of `known`."""
    if form not in known:
        raise UnknownForm(form=form[:40], forms=", ".join(known))


def take_waiting_import(*, now: datetime) -> UUID | None:
    """The oldest import that waits begins, or one whose worker was lost begins again; its id, or None."""
    due = Q(state="waiting") | Q(state="running", started_at__lt=now - STALE)
    with transaction.atomic():
        taken = lease(Import.objects.filter(due).order_by("asked_at"), 1)
        if not taken:
            return None
        ImportLine.objects.filter(run=taken[0]).delete()
        Import.objects.filter(pk=taken[0].pk).update(
            state="running", started_at=now, done=0, created=0, changed=0, unchanged=0, refused=0
        )
        return taken[0].pk


def run_import(import_id: UUID, *, now: datetime, tell: Tell = _silent) -> None:
    """A file that began is read twice: first every line is examined, then, unless it is a dry run, products are kept.

    A file that cannot be read to its end is refused whole, before anything is kept. A product with a wrong line is
    left out whole. The same file again changes nothing. Progress is in `done` of `lines`, which count products;
    `tell` hears both.
    """
    asked = Import.objects.select_related("shop").get(pk=import_id, state="running")
    choices = Choices(currency=asked.shop.currency, now=now, topic=asked.topic)
    path = Path(asked.file)

    def drafts() -> Iterator[Draft]:
        return validated(forms[asked.form](path, choices), choices.currency)

    try:
        _examine(asked, drafts())
    except FileRefused as refusal:
        end_import(asked, state="failed", error=str(refusal), now=now)
        return
    if not asked.dry_run:
        _keep(asked, (draft.row for draft in drafts() if draft.row), now, tell)
    end_import(asked, state="done", now=now)


@transaction.atomic
def end_import(asked: Import, *, state: str, error: str = "", now: datetime) -> None:
    """A file is done with: read, or given up with what was wrong with it. Whoever handed it in is told."""
    Import.objects.filter(pk=asked.pk).update(state=state, error=error, ended_at=now)
    record(ImportEnded(import_id=asked.pk, shop_id=asked.shop_id), by=asked.by, now=now)


def _examine(asked: Import, drafts: Iterator[Draft]) -> None:
    products = refused = 0
    report: list[ImportLine] = []
    for draft in drafts:
        products += 1
        refused += draft.row is None
        report += [
            ImportLine(
                run=asked,
                line=found.line,
                handle=found.handle,
                sku=found.sku,
                code=found.refusal.code,
                facts={"sentence": str(found.refusal)},
            )
            for found in draft.refusals
        ]
        del report[REPORTED:]
    with transaction.atomic():
        ImportLine.objects.bulk_create(report)
        asked.lines = products
        Import.objects.filter(pk=asked.pk).update(lines=products, refused=refused)


def _keep(asked: Import, rows: Iterator[ProductRow], now: datetime, tell: Tell) -> None:
    done = 0
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic():
            counts: Counts = put_products(asked.shop_id, chunk, now=now, by=asked.by)
            Import.objects.filter(pk=asked.pk).update(
                done=F("done") + len(chunk),
                created=F("created") + counts.created,
                changed=F("changed") + counts.changed,
                unchanged=F("unchanged") + counts.unchanged,
            )
        done += len(chunk)
        tell(done, asked.lines)
