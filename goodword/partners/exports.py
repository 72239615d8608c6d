"""What of partners a person takes along."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit.exports import Rows, exports, told
from goodword.partners.models import Staff


@exports("shops", _("The shops you work for."))
def shops(person_id: UUID) -> Rows:
    """Where the person works."""
    return told(Staff.objects.filter(person_id=person_id), "role", "at", shop="shop__name")
