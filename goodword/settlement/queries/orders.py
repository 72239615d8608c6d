"""Where the money of orders is."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Sum

from goodword.settlement.models import Escrow
from goodword.settlement.queries.views import OrderMoney


def order_money(order_ids: Iterable[UUID]) -> dict[UUID, OrderMoney]:
    """Where each order's money is; orders not paid yet are left out. One statement."""
    rows = Escrow.objects.filter(order__in=list(order_ids)).annotate(
        experts=Sum(F("shares__expert_amount") - F("shares__expert_reduced")),
        platforms=Sum(F("shares__platform_amount") - F("shares__platform_reduced")),
        released_at=F("release__at"),
    )
    return {
        row.order_id: OrderMoney(
            order_id=row.order_id,
            currency=row.currency,
            state=row.state,
            captured=row.captured,
            held=row.captured - row.refunded - row.released,
            released=row.released - row.clawed,
            refunded=row.refunded + row.clawed,
            shop=row.captured - row.refunded - row.clawed - row.experts - row.platforms,
            expert=row.experts,
            platform=row.platforms,
            release_at=row.release_at,
            released_at=row.released_at,
        )
        for row in rows
    }
