"""Notices end."""

from datetime import datetime
from uuid import UUID

from goodword.outreach.actions.counting import counted_again
from goodword.outreach.models import Notice, NoticeChoice, NoticePart
from goodword.outreach.rules import NOTICES_KEPT


def forget_old_notices(*, limit: int, now: datetime) -> int:
    """Deletes up to `limit` notices older than `NOTICES_KEPT`, oldest first, with their parts; says how many."""
    old = Notice.objects.filter(at__lte=now - NOTICES_KEPT).order_by("at", "id")
    found = dict(old.values_list("id", "person_id")[:limit])
    with counted_again(set(found.values())):
        return _delete(list(found))


def forget_person(person_id: UUID) -> int:
    """Deletes all that a person was told, their choices, and that they were counted in others' notices (I-35).

    What others were told keeps its number. Says how many notices went; doing it again changes nothing.
    """
    with counted_again({person_id}):
        NoticePart.objects.filter(part=person_id).delete()
        NoticeChoice.objects.filter(person_id=person_id).delete()
        return _delete(list(Notice.objects.filter(person_id=person_id).values_list("id", flat=True)))


def _delete(notices: list[UUID]) -> int:
    NoticePart.objects.filter(notice__in=notices).delete()
    return Notice.objects.filter(id__in=notices).delete()[0] if notices else 0
