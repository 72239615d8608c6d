"""What else is about the money of one purchase: refunds on their way, and payouts its orders went out with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goodword.settlement.models import Holding, Repayment


@dataclass(frozen=True, slots=True)
class RepaymentView:
    """Money on its way back to a buyer; `order_id` is None for a payment that came too late."""

    id: UUID
    order_id: UUID | None
    amount: int
    currency: str
    after_release: bool
    state: str
    why: str
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaidOutPart:
    """What of one order went, or is to go, to one payee; `payout_id` and its state once it is sent out."""

    order_id: UUID
    kind: str
    payee: UUID
    amount: int
    currency: str
    released_at: datetime | None
    payout_id: UUID | None
    payout_state: str | None


def repayments_of(purchase_id: UUID) -> list[RepaymentView]:
    """Everything that goes or went back to the buyer of a purchase, oldest first."""
    rows = Repayment.objects.filter(purchase=purchase_id).order_by("id")
    fields = ("id", "escrow_id", "amount", "currency", "after_release", "state", "why", "at", "ended_at")
    return [RepaymentView(*row) for row in rows.values_list(*fields)]


def parts_of(order_ids: Iterable[UUID]) -> list[PaidOutPart]:
    """Who gets what of these orders, and with which payout it went out."""
    rows = Holding.objects.filter(escrow__in=list(order_ids), amount__gt=0).order_by("escrow", "id")
    fields = ("escrow_id", "kind", "payee", "amount", "currency", "released_at", "payout_id", "payout__state")
    return [PaidOutPart(*row) for row in rows.values_list(*fields)]
