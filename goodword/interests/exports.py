"""What of interests a person takes along."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.interests.models import Signal
from goodword.kit.exports import Rows, exports, told


@exports("signals", _("What you looked at, as far as it is kept to order your wall."))
def signals(person_id: UUID) -> Rows:
    """Signals."""
    return told(Signal.objects.filter(person_id=person_id), "kind", "day", word="post_id", product="product_id")
