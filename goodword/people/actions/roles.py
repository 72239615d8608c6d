"""What the operator lets persons do."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.refusals import Refusal
from goodword.people import queries
from goodword.people.events import RoleGranted, RoleRevoked
from goodword.people.models import Person, RoleGrant
from goodword.people.rules import ROLES


class RoleUnknown(Refusal):
    """There is no such role."""

    status = 422
    code = "people.role_unknown"
    sentence = _("There is no role called %(role)s.")


@transaction.atomic
def grant_role(*, person_id: UUID, role: str, now: datetime, by: UUID | None) -> None:
    """The operator gives a person a role; the person's sessions end, so that the new right needs a new sign-in (S-45).

    Granting a role that is held changes nothing.
    """
    if role not in ROLES:
        raise RoleUnknown(role=role)
    person = queries.person(person_id)
    granted = RoleGrant.objects.get_or_create(
        person=person, role=role, ended_at__isnull=True, defaults={"granted_at": now, "granted_by": by}
    )[1]
    if granted:
        Person.objects.filter(id=person_id).update(stamp=F("stamp") + 1)
        record(RoleGranted(person_id=person_id, role=role), by=by, now=now)


@transaction.atomic
def revoke_role(*, person_id: UUID, role: str, now: datetime, by: UUID | None) -> None:
    """The operator takes a role away; the person's sessions end. Taking away a role not held changes nothing."""
    held = RoleGrant.objects.filter(person_id=person_id, role=role, ended_at__isnull=True)
    if held.update(ended_at=now, ended_by=by):
        Person.objects.filter(id=person_id).update(stamp=F("stamp") + 1)
        record(RoleRevoked(person_id=person_id, role=role), by=by, now=now)
