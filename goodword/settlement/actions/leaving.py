"""Somebody leaves for good."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import Refusal
from goodword.people import actions as people
from goodword.people import queries as people_queries
from goodword.settlement import queries


class StillPending(Refusal):
    """Goods or money of the person are on their way, or a shop of theirs has work to do."""

    status = 409
    code = "settlement.still_pending"
    sentence = _("Something of yours is still under way. It is named here; when it has ended you can leave.")


@transaction.atomic
def leave(person_id: UUID, *, now: datetime, by: UUID | None) -> None:
    """A person leaves for good and is forgotten everywhere but, without a name, in the books (I-35).

    Refuses while anything of theirs is under way (`queries.pending_of`). Their row is locked first, and placing a
    purchase locks it too, so that none slips in between.
    """
    people_queries.lock_for_leaving(person_id)
    if queries.pending_of(person_id):
        raise StillPending
    people.erase_person(person_id=person_id, now=now, by=by)
