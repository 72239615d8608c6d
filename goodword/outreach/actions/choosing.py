"""A person chooses what they are told."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goodword.journal.actions import record
from goodword.outreach.events import NoticesChosen
from goodword.outreach.models import NoticeChoice
from goodword.outreach.rules import Group


@transaction.atomic
def choose_notices(*, person_id: UUID, wanted: Collection[Group], now: datetime, by: UUID | None) -> None:
    """A person wants the notices of these groups and not of the others; what is always told is told all the same.

    What is in the inbox already stays there.
    """
    NoticeChoice.objects.bulk_create(
        [NoticeChoice(person_id=person_id, group=group, wanted=group in wanted, at=now) for group in Group],
        update_conflicts=True,
        unique_fields=["person", "group"],
        update_fields=["wanted", "at"],
    )
    kept = tuple(group.value for group in Group if group in wanted)
    record(NoticesChosen(person_id=person_id, wanted=kept), by=by, now=now)
