"""Who works for a shop."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.refusals import Refusal
from goodword.partners import queries
from goodword.partners.events import StaffAdded, StaffRemoved
from goodword.partners.models import Staff
from goodword.partners.rules import check_role


class LastOwner(Refusal):
    """A shop without an owner could never be changed again."""

    code = "partners.last_owner"
    sentence = _("A shop needs an owner. Make somebody else an owner first.")


@transaction.atomic
def add_staff(shop_id: UUID, person_id: UUID, *, role: str, now: datetime, by: UUID | None) -> None:
    """The person works for the shop in this role, instead of an earlier one. Refuses to lose the last owner."""
    check_role(role)
    queries.lock_shop(shop_id)
    if role != "owner":
        _keep_an_owner(shop_id, person_id)
    Staff.objects.update_or_create(shop_id=shop_id, person_id=person_id, defaults={"role": role, "by": by, "at": now})
    record(StaffAdded(shop_id=shop_id, person_id=person_id, role=role), by=by, now=now)


@transaction.atomic
def remove_staff(shop_id: UUID, person_id: UUID, *, now: datetime, by: UUID | None) -> None:
    """The person no longer works for the shop. Refuses to remove the last owner; nothing happens to a stranger."""
    queries.lock_shop(shop_id)
    _keep_an_owner(shop_id, person_id)
    if Staff.objects.filter(shop_id=shop_id, person_id=person_id).delete()[0]:
        record(StaffRemoved(shop_id=shop_id, person_id=person_id), by=by, now=now)


def _keep_an_owner(shop_id: UUID, leaving: UUID) -> None:
    owners = set(Staff.objects.filter(shop_id=shop_id, role="owner").values_list("person_id", flat=True))
    if owners == {leaving}:
        raise LastOwner
