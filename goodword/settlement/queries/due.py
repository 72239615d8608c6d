"""What is due, and the rows an action locks before it changes them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from goodword.orders.models import Order, RefundAgreement, RefundLine, Return
from goodword.orders.rules import OPEN_RETURNS
from goodword.payments.models import PayoutDestination
from goodword.settlement.models import Debt, Escrow, Freeze, Holding, Payout, Repayment
from goodword.settlement.rules import AgreedRefund, cutoff_of


@dataclass(frozen=True, slots=True)
class DuePayee:
    """Somebody whose money of one currency should go out."""

    kind: str
    payee: UUID
    currency: str


def return_windows(order_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When the return window of each of these orders ends; orders that have not arrived are left out."""
    rows = Order.objects.filter(id__in=list(order_ids), return_until__isnull=False)
    return {order_id: until for order_id, until in rows.values_list("id", "return_until") if until}


def releasable(now: datetime) -> QuerySet[Escrow]:
    """Escrows whose buyers' rights are spent (I-10), the longest waiting first.

    The order was received, its return window is over, no return is open, and every refund that was agreed has been
    taken off.
    """
    open_returns = Return.objects.filter(order=OuterRef("order"), state__in=OPEN_RETURNS)
    return (
        Escrow.objects.filter(state="held", release_at__lte=now, order__state="received")
        .filter(order__return_until__lte=now, order__refunded=F("refunded"))
        .exclude(Exists(open_returns))
        .order_by("release_at", "order")
    )


def holdings_of(escrows: Sequence[Escrow]) -> list[Holding]:
    """What payees wait for in these escrows."""
    return list(Holding.objects.filter(escrow__in=escrows).order_by("id"))


def agreed_refunds(refund_ids: Iterable[UUID]) -> list[AgreedRefund]:
    """These refunds as the shop or the rules agreed to them, oldest first. Two statements."""
    ids, lines = list(refund_ids), defaultdict[UUID, dict[UUID, int]](dict)
    for refund_id, line_id, amount in RefundLine.objects.filter(refund__in=ids).values_list(
        "refund_id", "line_id", "amount"
    ):
        lines[refund_id][line_id] = amount
    rows = RefundAgreement.objects.filter(id__in=ids).order_by("id").values_list("id", "order_id", "delivery")
    return [AgreedRefund(refund_id, order_id, lines[refund_id], delivery) for refund_id, order_id, delivery in rows]


def lock_escrow(order_id: UUID) -> Escrow | None:
    """The escrow of an order, locked until the transaction ends."""
    return Escrow.objects.select_for_update().filter(order=order_id).first()


def delivery_left(escrow: Escrow) -> int:
    """What of an order's delivery cost has not been refunded."""
    given = Repayment.objects.filter(escrow=escrow).aggregate(sum=Sum("delivery"))["sum"]
    return escrow.delivery - (given or 0)


def late_intents(intent_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these too late payments are on their way back already."""
    rows = Repayment.objects.filter(intent__in=list(intent_ids), escrow=None)
    return set(rows.values_list("intent", flat=True))


def lock_repayments(attempts: Iterable[UUID], *, states: Iterable[str]) -> list[Repayment]:
    """The repayments whose last attempts these are, in these states, locked in the order of their ids."""
    rows = Repayment.objects.select_for_update().filter(attempt__in=list(attempts), state__in=list(states))
    return list(rows.order_by("id"))


def unpaid(cutoff: datetime) -> QuerySet[Holding]:
    """Money that was released before `cutoff` and has not gone out."""
    return Holding.objects.filter(payout=None, amount__gt=0, released_at__lt=cutoff).exclude(kind="platform")


def in_force(now: datetime) -> QuerySet[Freeze]:
    """Freezes that hold payouts back now: not lifted, and their time is not over."""
    return Freeze.objects.filter(lifted_at=None, review_at__gt=now)


def due_payees(period: date, limit: int, now: datetime) -> list[DuePayee]:
    """Payees with money to go out in this period: not served in it yet, not frozen now, and they have said where to."""
    served = Payout.objects.filter(payee=OuterRef("payee"), period=period, currency=OuterRef("currency"))
    destination = PayoutDestination.objects.filter(payee=OuterRef("payee"), replaced_at=None)
    frozen = in_force(now).filter(payee=OuterRef("payee"))
    rows = unpaid(cutoff_of(period)).exclude(Exists(served)).exclude(Exists(frozen)).filter(Exists(destination))
    found = rows.order_by("payee", "currency", "kind").values_list("kind", "payee", "currency").distinct()
    return [DuePayee(*row) for row in found[:limit]]


def gathered(payout_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The sum of the holdings put into each of these payouts."""
    rows = Holding.objects.filter(payout__in=payout_ids).order_by().values("payout").annotate(sum=Sum("amount"))
    return dict(rows.values_list("payout", "sum"))


def lock_debts(payees: Sequence[UUID], *, open_only: bool = True) -> list[Debt]:
    """These payees' debts, oldest first, locked; the ids rise with age, so this is also the order of their keys."""
    rows = Debt.objects.select_for_update().filter(payee__in=payees).order_by("id")
    return list(rows.filter(recovered__lt=F("amount")) if open_only else rows)


def lock_payouts(payouts: Mapping[UUID, object]) -> list[Payout]:
    """Those of these payouts that are under way, locked in the order of their ids."""
    return list(Payout.objects.select_for_update().filter(id__in=list(payouts), state="asked").order_by("id"))
