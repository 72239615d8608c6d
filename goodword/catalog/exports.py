"""What of catalog a person takes along."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from goodword.catalog.models import Media
from goodword.kit.exports import Rows, exports, told


@exports("pictures", _("The pictures you handed in, each with the address where you find it."))
def pictures(person_id: UUID) -> Rows:
    """Pictures, their words, and where they are."""
    for row in told(Media.objects.filter(by=person_id), "file", "width", "height", "alt", "at"):
        yield {**row, "file": default_storage.url(row["file"]) if row["file"] else ""}
