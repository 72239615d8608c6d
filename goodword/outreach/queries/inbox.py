"""Reads of a person's notices and choices."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from goodword.kit.limits import PAGE_SIZE, UNREAD_COUNTED
from goodword.kit.paging import Page, decode_cursor, encode_cursor
from goodword.kit.refusals import NotFound
from goodword.kit.statements import places, read, uuid_of
from goodword.outreach.models import Notice, NoticeChoice
from goodword.outreach.rules import SORTS, Group, Kind, News


class NoSuchNotice(NotFound):
    """There is no such notice, or it is another person's (S-74: both look the same)."""

    status = 404
    code = "outreach.no_such_notice"
    sentence = _("This notice is not here any more. Go back to your inbox.")


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as its reader may see it; `facts` and `subject` by its kind, `count` and `amount` when it gathers."""

    id: UUID
    kind: Kind
    subject: UUID
    facts: dict[str, str | int]
    count: int
    amount: int
    at: datetime
    read: bool

    @property
    def group(self) -> Group:
        """What of the reader's affairs it belongs to."""
        return SORTS[self.kind].group


def visible_to(person_id: UUID) -> QuerySet[Notice]:
    """A person's own notices, and nobody else's."""
    return Notice.objects.filter(person_id=person_id)


def notices_of(person_id: UUID, cursor: str | None = None) -> Page[NoticeView]:
    """A person's notices, newest first. One statement."""
    rows = visible_to(person_id)
    if cursor:
        at, last = decode_cursor(cursor, datetime, UUID)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=last), at__lte=at)
    found = list(rows.order_by("-at", "-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    return Page([_view(row) for row in shown], encode_cursor(shown[-1].at, shown[-1].id) if more else None)


def notice_of(person_id: UUID, notice_id: UUID) -> NoticeView:
    """One of a person's notices. Refuses anybody else's."""
    row = visible_to(person_id).filter(id=notice_id).first()
    if row is None:
        raise NoSuchNotice
    return _view(row)


UNREAD = """SELECT p.id, (SELECT COUNT(*) FROM (SELECT 1 FROM outreach_notice AS n
                          WHERE n.person_id = p.id AND n.read_at IS NULL LIMIT %s) AS few)
            FROM people_person AS p WHERE p.id IN ({ids})"""


def unread_of(person_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many notices each person has not read, counted up to UNREAD_COUNTED. One statement."""
    ids = list(person_ids)
    rows = read(UNREAD, [UNREAD_COUNTED, *ids], ids=places(ids)) if ids else []
    return {uuid_of(person_id): count for person_id, count in rows}


def choices_of(person_id: UUID) -> dict[Group, bool]:
    """Which groups a person wants; all that they have not switched off. One statement."""
    chosen = dict(NoticeChoice.objects.filter(person_id=person_id).values_list("group", "wanted"))
    return {group: chosen.get(group, True) for group in Group}


def silent(person_ids: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Which of these persons switched which groups off. One statement."""
    rows = NoticeChoice.objects.filter(person_id__in=person_ids, wanted=False)
    return set(rows.values_list("person_id", "group"))


def told_beside(news: Collection[News]) -> list[tuple[UUID, str, str, datetime]]:
    """What these persons were told of these kinds on these days (UTC): (person, kind, key, at). One statement."""
    if not news:
        return []
    days = sorted(one.at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) for one in news)
    rows = Notice.objects.filter(
        person_id__in={one.person_id for one in news},
        kind__in={one.kind for one in news},
        at__gte=days[0],
        at__lt=days[-1] + timedelta(days=1),
    )
    return list(rows.values_list("person_id", "kind", "key", "at"))


def lock_notices(news: Collection[News]) -> dict[tuple[UUID, str, str], Notice]:
    """The notices under these keys, by person, kind and key, locked until the transaction ends."""
    rows = Notice.objects.select_for_update(no_key=True).filter(
        person_id__in={one.person_id for one in news},
        kind__in={one.kind for one in news},
        key__in={one.key for one in news},
    )
    return {(row.person_id, row.kind, row.key): row for row in rows.order_by("id")}


def _view(row: Notice) -> NoticeView:
    return NoticeView(
        id=row.id,
        kind=Kind(row.kind),
        subject=row.subject,
        facts=row.facts,
        count=row.count,
        amount=row.amount,
        at=row.at,
        read=row.read_at is not None,
    )
