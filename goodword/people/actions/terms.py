"""Consent to terms."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from goodword.journal.actions import record
from goodword.people.events import TermsAccepted
from goodword.people.models import TermsAcceptance


@transaction.atomic
def accept_terms(*, person_id: UUID, version: str, now: datetime, by: UUID | None) -> None:
    """A person agrees to a version of the terms. Agreeing again changes nothing."""
    created = TermsAcceptance.objects.get_or_create(
        person_id=person_id, version=version, defaults={"accepted_at": now}
    )[1]
    if created:
        record(TermsAccepted(person_id=person_id, version=version), by=by, now=now)
