"""What must hold of the journal at every moment."""

from django.utils.translation import gettext_lazy as _

from goodword.journal import queries
from goodword.journal.models import Seal
from goodword.kit.verification import verifies

LATEST = 20  # seals that are looked at every time; `goodword verify_journal` looks at all


@verifies("I-31", _("The latest seals of the journal are whole"))
def latest_seals_are_whole() -> list[str]:
    """Nothing under the latest seals was changed, removed, added or reordered."""
    latest = list(Seal.objects.order_by("-number")[: LATEST + 1])[::-1]
    before = latest.pop(0) if len(latest) > LATEST else None
    return [breach for breach in queries.broken_seals(latest, before) if breach]
