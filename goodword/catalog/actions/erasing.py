"""Persons are forgotten."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goodword.catalog.actions.pictures import remove_files
from goodword.catalog.models import Media


@transaction.atomic
def forget_persons(person_ids: Sequence[UUID], *, now: datetime) -> None:
    """Deletes the pictures these persons handed in for their words, files and descriptions (I-35).

    Pictures of a shop's goods are the shop's. The files go first: what fails half way is done again, and a file
    whose row forgot it would stay for ever.
    """
    own = Media.objects.filter(by__in=person_ids, product=None)
    for name in own.exclude(file="").values_list("file", flat=True):
        remove_files(name)
    own.update(file="", alt="", source_url="", width=0, height=0, bytes=0, due_at=None)
