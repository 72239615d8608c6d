"""What a shop pays for a word."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.refusals import Refusal
from goodword.partners import queries
from goodword.partners.events import CommissionSet
from goodword.partners.models import CommissionTerms
from goodword.partners.rules import RATE_BP_MAX, check_between


class TermsInThePast(Refusal):
    """Nothing is promised or cut backwards in time (row 107)."""

    status = 422
    code = "partners.terms_in_the_past"
    sentence = _("Commission terms cannot begin in the past. Choose now or a later moment.")


@transaction.atomic
def set_commission(
    shop_id: UUID,
    product_id: UUID | None,
    *,
    rate_bp: int,
    from_at: datetime,
    now: datetime,
    by: UUID | None,
) -> None:
    """The shop pays `rate_bp` basis points for a recommendation from `from_at` on: of one product, or of all others.

    Orders placed before keep their rate. Refuses a beginning in the past and more than half of the price.
    """
    check_between(_("The commission in basis points"), rate_bp, 0, RATE_BP_MAX)
    if from_at < now:
        raise TermsInThePast
    queries.lock_shop(shop_id)
    CommissionTerms.objects.create(
        shop_id=shop_id, product_id=product_id, rate_bp=rate_bp, from_at=from_at, by=by, at=now
    )
    record(
        CommissionSet(shop_id=shop_id, product_id=product_id, rate_bp=rate_bp, from_at=from_at),
        by=by,
        now=now,
    )
