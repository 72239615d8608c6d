"""What SQL can verify about shops."""

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from goodword.kit.verification import verifies
from goodword.partners.models import AgreementAcceptance, Shop, Suspension, Verification


@verifies("R-13", _("a shop is recommendable exactly when it is verified, has agreed and is not suspended"))
def standing() -> list[str]:
    """Shops whose standing does not follow from the rows that decide it (requirements 2, 13)."""
    mine = Q(shop=OuterRef("id"))
    deserved = Q(
        Exists(Verification.objects.filter(mine)),
        Exists(AgreementAcceptance.objects.filter(mine)),
        ~Exists(Suspension.objects.filter(mine, lifted_at=None)),
    )
    wrong = Shop.objects.annotate(deserved=Case(When(deserved, then=Value(True)), default=Value(False))).exclude(
        recommendable=F("deserved")
    )
    return [f"shop {shop.id} is recommendable={shop.recommendable}" for shop in wrong]
