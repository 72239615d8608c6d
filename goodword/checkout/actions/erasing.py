"""Persons are forgotten."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goodword.checkout.models import Address, Cart, Quote


@transaction.atomic
def forget_persons(person_ids: Sequence[UUID], *, now: datetime) -> None:
    """Deletes these persons' carts, addresses and quotes (I-35); what they bought is kept by orders."""
    for rows in (Cart.objects.all(), Address.objects.all(), Quote.objects.all()):
        rows.filter(person_id__in=person_ids).delete()
