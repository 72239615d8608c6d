"""Persons are forgotten."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q

from goodword.orders import queries
from goodword.orders.models import Cancellation, Farewell, Purchase, RefundAgreement, Return

AGAIN = timedelta(days=1)  # an address that is still needed is looked at again then
BATCH = 500


@transaction.atomic
def forget_persons(person_ids: Sequence[UUID], *, now: datetime) -> None:
    """These buyers left: what they wrote is emptied, and where finished purchases went to, but for the country.

    A parcel on its way and goods that can still come back need the address; it is emptied when they no longer do.
    What was bought, for how much and when stays: it is in others' books (I-35).
    """
    Farewell.objects.bulk_create(
        [Farewell(person_id=person_id, due_at=now) for person_id in person_ids], ignore_conflicts=True
    )
    say_farewell(person_ids, now=now)


@transaction.atomic
def say_farewell(person_ids: Iterable[UUID], *, now: datetime) -> None:
    """Empties what these buyers' purchases need no longer; who has purchases left to empty is looked at again."""
    people = list(person_ids)
    _empty_words(people)
    rows = list(queries.finished_of(people, now).filter(address__has_key="name").only("id", "address"))
    for row in rows:
        row.address = {"country": row.address.get("country", "")}
    Purchase.objects.bulk_update(rows, ["address"], batch_size=BATCH)
    waiting = Purchase.objects.filter(buyer_id__in=people).filter(address__has_key="name").values("buyer_id")
    Farewell.objects.filter(person_id__in=people).exclude(person_id__in=waiting).delete()
    Farewell.objects.filter(person_id__in=people).update(due_at=now + AGAIN)


def _empty_words(people: Sequence[UUID]) -> None:
    """Why they gave up or sent back, what they showed of it, and what shops answered them: all about a person."""
    theirs = Q(order__purchase__buyer_id__in=people)
    shown = Return.objects.filter(theirs).exclude(pictures=[]).values_list("pictures", flat=True)
    for picture in chain.from_iterable(shown):  # files first: what fails half way is done again
        storages["private"].delete(picture["file"])
    Return.objects.filter(theirs).update(reason="", answer="", pictures=[])
    Cancellation.objects.filter(theirs).update(reason="")
    RefundAgreement.objects.filter(theirs).update(reason="")
