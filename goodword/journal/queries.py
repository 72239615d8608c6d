"""Reads of the journal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from goodword.journal.facts import subscriptions
from goodword.journal.models import Beat, Bookmark, DeadLetter, Entry, Seal
from goodword.journal.rules import FIRST, Sealed, digest_of
from goodword.kit.ids import first_id
from goodword.kit.limits import JOURNAL_WINDOW, SEARCH_WINDOW
from goodword.kit.paging import Page, decode_cursor, encode_cursor, sift

NEXT = """WITH seen AS (SELECT * FROM journal_entry WHERE ("transaction", id) > (%s, %s) {settled}
                        ORDER BY "transaction", id LIMIT {window})
          SELECT * FROM seen
          WHERE name IN ({wanted}) OR id = (SELECT id FROM seen ORDER BY "transaction" DESC, id DESC LIMIT 1)
          ORDER BY "transaction", id LIMIT %s"""
UNSEALED = """SELECT * FROM journal_entry WHERE ("transaction", id) > (%s, %s) {settled}
              ORDER BY "transaction", id LIMIT %s"""
BEGINNING = -(2**63)  # before every entry
UNDER = """SELECT * FROM journal_entry
           WHERE ("transaction", id) > (%s, %s) AND ("transaction", id) <= (%s, %s) ORDER BY "transaction", id"""
RESTORED = """SELECT COALESCE(max("transaction"), 0) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
              FROM journal_entry"""
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


def to_seal(after: Seal | None, limit: int) -> list[Entry]:
    """The next entries that no late commit can precede any more, of whatever kind."""
    settled = SETTLED if connection.features.has_select_for_update else ""
    place = [after.transaction, after.entry] if after else [BEGINNING, BEGINNING]
    return list(Entry.objects.raw(UNSEALED.format(settled=settled), [*place, limit]))


def sealed(entry: Entry) -> Sealed:
    """What a seal covers of an entry."""
    return entry.id, entry.uid, entry.name, entry.subject, entry.payload, entry.by, entry.at


def last_seal() -> Seal | None:
    """The latest seal; None where nothing was sealed yet."""
    return Seal.objects.order_by("-number").first()


def broken_seals(seals: Iterable[Seal], before: Seal | None) -> Iterator[str | None]:
    """For each of these seals, which follow `before`, None or the sentence that says what is wrong (I-31)."""
    for seal in seals:
        number, digest = (before.number, before.digest) if before else (0, FIRST)
        place = [before.transaction, before.entry] if before else [BEGINNING, BEGINNING]
        found = [sealed(entry) for entry in Entry.objects.raw(UNDER, [*place, seal.transaction, seal.entry])]
        if seal.number != number + 1:
            yield f"seals {number + 1} to {seal.number - 1} of the journal are missing"
        elif len(found) != seal.count or digest_of(digest, found) != seal.digest:
            yield f"seal {seal.number} of the journal is broken: {seal.count} entries up to {seal.entry} were changed"
        else:
            yield None
        before = seal


def seals() -> Iterator[Seal]:
    """Every seal in order, a few at a time."""
    return Seal.objects.order_by("number").iterator(chunk_size=1000)


def not_as_kept(kept: str) -> list[str]:
    """What is wrong with a seal that somebody kept as NUMBER:DIGEST; nothing when it is still there."""
    number, _colon, digest = kept.partition(":")
    if number.isdecimal() and Seal.objects.filter(number=int(number), digest=digest).exists():
        return []
    return [f"the seal that was kept, {kept}, is not in the journal"]


def is_restored() -> bool:
    """Whether entries bear numbers of transactions that this server has not reached: they come from another one."""
    if not connection.features.has_select_for_update:
        return False
    with connection.cursor() as cursor:
        cursor.execute(RESTORED)
        return bool(cursor.fetchone()[0])


def runs(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The entries cut into stretches of one kind, in order."""
    for _name, run in groupby(entries, key=lambda entry: entry.name):
        yield list(run)


def history_of(subject: UUID, *, limit: int = 100) -> list[Entry]:
    """What happened to one object, oldest first."""
    return list(Entry.objects.filter(subject=subject).order_by("id")[:limit])


def history_of_all(subjects: Iterable[UUID], *, limit: int = 300) -> list[Entry]:
    """What happened to several objects, oldest first. One statement."""
    return list(Entry.objects.filter(subject__in=list(subjects)).order_by("id")[:limit])


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries are looked for; what is None is not asked. `start` is included, `end` is not."""

    subject: UUID | None = None
    name: str | None = None
    by: UUID | None = None
    start: datetime | None = None
    end: datetime | None = None

    def fits(self, row: tuple[int | UUID, str, UUID | None, datetime]) -> bool:
        """Whether an entry (key, name, by, at) is one of them."""
        _key, name, by, at = row
        return (
            (self.name is None or name == self.name)
            and (self.by is None or by == self.by)
            and (self.start is None or at >= self.start)
            and (self.end is None or at < self.end)
        )


def search(sought: Sought, cursor: str | None = None) -> Page[Entry]:
    """Entries, newest first, at a fixed cost: a page may be short and yet have a next (see kit.paging.sift).

    Those about one object in the order they were written; else by their uids, which are sorted by time, as the
    numbers of entries are not: what is told late gets a late number.
    """
    key = "id" if sought.subject else "uid"
    rows = Entry.objects.filter(subject=sought.subject) if sought.subject else _during(sought)
    if cursor:
        (last,) = decode_cursor(cursor, int if sought.subject else UUID)
        rows = rows.filter(**{f"{key}__lt": last})
    seen = list(rows.order_by(f"-{key}").values_list(key, "name", "by", "at")[:SEARCH_WINDOW])
    found, last = sift(seen, sought.fits)
    entries = Entry.objects.in_bulk([row[0] for row in found], field_name=key)
    return Page([entries[row[0]] for row in found], encode_cursor(last[0]) if last else None)


def _during(sought: Sought) -> QuerySet[Entry]:
    """What happened in a time, to the millisecond; `Sought.fits` asks for the rest."""
    rows = Entry.objects.all()
    if sought.start:
        rows = rows.filter(uid__gte=first_id(sought.start))
    if sought.end:
        rows = rows.filter(uid__lt=first_id(sought.end + timedelta(milliseconds=1)))
    return rows


def waiting_since() -> dict[str, datetime | None]:
    """For every subscriber, when the oldest entry happened that it has not read; None when it is up to date."""
    marks = {mark.subscriber: (mark.transaction, mark.entry) for mark in Bookmark.objects.all()}
    found: dict[str, datetime | None] = {}
    for subscriber, wanted in subscriptions.items():
        transaction, entry = marks.get(subscriber, (0, 0))
        ahead = readable_after(transaction, entry, names=list(wanted), limit=1)
        found[subscriber] = next((one.at for one in ahead if one.name in wanted), None)
    return found


def beats() -> list[Beat]:
    """The workers that were seen, the latest first."""
    return list(Beat.objects.order_by("-at")[:20])


def dead_letters() -> QuerySet[DeadLetter]:
    """Entries that could not be taken, newest first."""
    return DeadLetter.objects.select_related("entry").order_by("-id")


def last_beat() -> datetime | None:
    """When any worker was last seen alive."""
    return Beat.objects.order_by("-at").values_list("at", flat=True).first()
