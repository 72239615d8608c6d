"""Reads of the journal."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from goodword.journal.models import Beat, DeadLetter, Entry
from goodword.kit.limits import JOURNAL_WINDOW

NEXT = """WITH seen AS (SELECT * FROM journal_entry WHERE ("transaction", id) > (%s, %s) {settled}
                        ORDER BY "transaction", id LIMIT {window})
          SELECT * FROM seen
          WHERE name IN ({wanted}) OR id = (SELECT id FROM seen ORDER BY "transaction" DESC, id DESC LIMIT 1)
          ORDER BY "transaction", id LIMIT %s"""
SETTLED = 'AND "transaction" < pg_snapshot_xmin(pg_current_snapshot())::text::bigint'


def readable_after(transaction: int, entry: int, *, names: Sequence[str], limit: int) -> list[Entry]:
    """The next entries of these kinds after a bookmark, only those that no late commit can still precede.

    Looks at JOURNAL_WINDOW entries; the last of them is in the answer whatever its kind, so that a bookmark can move
    past entries that are not wanted and nobody reads them twice.

    Numbers are given out before commit, so a row with a smaller number may appear after a larger one was read.
    Where transactions run side by side, rows are therefore read in the order of their transaction ids and only
    below the oldest transaction still running (pg_snapshot_xmin), which nothing can enter any more.
    """
    settled = SETTLED if connection.features.has_select_for_update else ""
    wanted = ", ".join(["%s"] * len(names)) or "NULL"
    statement = NEXT.format(wanted=wanted, settled=settled, window=JOURNAL_WINDOW)
    return list(Entry.objects.raw(statement, [transaction, entry, *names, limit]))


def runs(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The entries cut into stretches of one kind, in order."""
    for _name, run in groupby(entries, key=lambda entry: entry.name):
        yield list(run)


def history_of(subject: UUID, *, limit: int = 100) -> list[Entry]:
    """What happened to one object, oldest first."""
    return list(Entry.objects.filter(subject=subject).order_by("id")[:limit])


def dead_letters() -> QuerySet[DeadLetter]:
    """Entries that could not be taken, newest first."""
    return DeadLetter.objects.select_related("entry").order_by("-id")


def last_beat() -> datetime | None:
    """When any worker was last seen alive."""
    return Beat.objects.order_by("-at").values_list("at", flat=True).first()
