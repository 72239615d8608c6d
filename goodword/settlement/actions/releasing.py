"""The end of waiting: an order's money becomes its payees'."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goodword.journal.actions import record_all
from goodword.journal.facts import Fact
from goodword.kit.ids import new_id
from goodword.kit.leases import lease
from goodword.kit.limits import TRANSFERS_AT_ONCE
from goodword.ledger import actions as ledger
from goodword.ledger.rules import Settle
from goodword.settlement import queries
from goodword.settlement.events import CommissionEarned, OrderReleased
from goodword.settlement.models import Escrow, Holding, Release


@transaction.atomic
def set_release_times(*, order_ids: Sequence[UUID], now: datetime, by: UUID | None) -> int:
    """The goods of these orders have arrived, so the end of their return window is known; says how many were held."""
    times = queries.return_windows(order_ids)
    rows = list(Escrow.objects.select_for_update().filter(order__in=list(times), state="held").order_by("order"))
    for row in rows:
        row.release_at = times[row.order_id]
    return Escrow.objects.bulk_update(rows, ["release_at"])


@transaction.atomic
def release_due(*, now: datetime, by: UUID | None, limit: int) -> int:
    """The money of orders whose buyers' rights are spent becomes their payees', once; says of how many (I-10).

    Spent means: received, the return window over, no return open and no refund on its way. Escrows that another
    worker is releasing now are left to it.
    """
    due = lease(queries.releasable(now), limit)
    holdings = queries.holdings_of(due)
    due, holdings = _as_many_as_fit(due, holdings)
    Release.objects.bulk_create(
        Release(escrow=escrow, amount=escrow.captured - escrow.refunded, at=now, by=by) for escrow in due
    )
    ends = []
    for holding in holdings:
        holding.released_at = now
        if holding.transfer:
            ends.append(Settle(holding.transfer, new_id(now), holding.amount))
            holding.transfer = ends[-1].id
    ledger.settle(ends, by=by, now=now)
    Holding.objects.bulk_update(holdings, ["released_at", "transfer"])
    for escrow in due:
        escrow.state, escrow.released = "released", escrow.captured - escrow.refunded
    Escrow.objects.bulk_update(due, ["state", "released"])
    record_all(_facts(due, holdings), by=by, now=now)
    return len(due)


def _as_many_as_fit(due: list[Escrow], holdings: list[Holding]) -> tuple[list[Escrow], list[Holding]]:
    """As many of the escrows as one call to the ledger takes; the others are due again next time."""
    taken, room = set(), TRANSFERS_AT_ONCE
    for escrow in due:
        room -= sum(1 for holding in holdings if holding.escrow_id == escrow.order_id)
        if room >= 0:
            taken.add(escrow.order_id)
    return [e for e in due if e.order_id in taken], [h for h in holdings if h.escrow_id in taken]


def _facts(due: Sequence[Escrow], holdings: Sequence[Holding]) -> list[Fact]:
    facts: list[Fact] = []
    for escrow in due:
        own = [holding for holding in holdings if holding.escrow_id == escrow.order_id]
        got = {kind: sum(h.amount for h in own if h.kind == kind) for kind in ("shop", "expert", "platform")}
        facts.append(OrderReleased(order_id=escrow.order_id, currency=escrow.currency, **got))
        facts += [
            CommissionEarned(holding.payee, escrow.order_id, holding.amount, escrow.currency)
            for holding in own
            if holding.kind == "expert" and holding.amount
        ]
    return facts
