"""Persons are forgotten."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from goodword.payments.models import PayoutDestination


@transaction.atomic
def forget_persons(person_ids: Sequence[UUID], *, now: datetime) -> None:
    """Empties where these persons were paid out to (I-35); that they were, and how much, stays in the books."""
    PayoutDestination.objects.filter(payee__in=person_ids).update(
        reference="", fingerprint="", replaced_at=Coalesce("replaced_at", Value(now))
    )
