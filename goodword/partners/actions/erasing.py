"""Persons are forgotten."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goodword.journal.actions import record_all
from goodword.partners.actions.standing import suspend_shop
from goodword.partners.events import StaffRemoved
from goodword.partners.models import Shop, Staff, Suspension
from goodword.partners.rules import LEFT


@transaction.atomic
def forget_persons(person_ids: Sequence[UUID], *, now: datetime) -> None:
    """These persons work for no shop any more. A shop that loses its last owner is suspended, and how to reach it is
    emptied; its legal name and register number stay, because its sales are in others' books (I-35).
    """
    staff = Staff.objects.filter(person_id__in=person_ids)
    left = sorted(staff.values_list("shop_id", "person_id"))
    staff.delete()
    record_all([StaffRemoved(shop_id=shop_id, person_id=who) for shop_id, who in left], by=None, now=now)
    owned = Staff.objects.filter(role="owner").values("shop_id")
    orphans = Shop.objects.filter(id__in={shop_id for shop_id, _who in left}).exclude(id__in=owned)
    orphans.update(about="", website="", address="", email="")
    selling = orphans.exclude(id__in=Suspension.objects.filter(lifted_at=None).values("shop_id"))
    for shop_id in sorted(selling.values_list("id", flat=True)):
        suspend_shop(shop_id, reason=LEFT, now=now, by=None)
