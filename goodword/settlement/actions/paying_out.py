"""Payees' money goes out of the house, once a period."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from goodword.journal.actions import record_all
from goodword.journal.facts import Fact
from goodword.kit.ids import new_id
from goodword.kit.leases import try_claim
from goodword.kit.money import Money
from goodword.ledger import actions as ledger
from goodword.ledger.rules import NewTransfer, Settle
from goodword.payments import actions as payments
from goodword.settlement import accounts, queries
from goodword.settlement.events import PayoutAsked, PayoutMade, PayoutReturned
from goodword.settlement.models import Debt, Holding, Payout, Recovery
from goodword.settlement.queries.due import DuePayee
from goodword.settlement.rules import PLATFORM, cutoff_of, recover

PAYING_OUT = "settlement.payouts"  # held while payouts are asked for, and while one is forbidden


@transaction.atomic
def ask_payouts(*, period: date, now: datetime, by: UUID | None, limit: int) -> int:
    """What was released to payees before `period` began is on its way to them, debts first; says to how many.

    A payee has at most one payout a period and currency (I-11), none before saying where money should go, and none
    while frozen (G7). The provider is called later, by payments' job, with the payout's id as its key. Only one worker
    does this at a time.
    """
    if not try_claim(PAYING_OUT):
        return 0
    due = queries.due_payees(period, limit, now)
    ids = {payee: new_id(now) for payee in due}
    sums = _gather(ids, period)
    debts = queries.lock_debts([payee.payee for payee in due])
    payouts, recoveries, made = [], [], []
    for payee, payout_id in ids.items():
        owed = [debt for debt in debts if (debt.payee, debt.currency) == (payee.payee, payee.currency)]
        parts = recover(sums[payout_id], [debt.amount - debt.recovered for debt in owed])
        payout = _payout(payout_id, payee, period, sums[payout_id], sum(parts), now)
        for debt, part in zip(owed, parts, strict=True):
            debt.recovered += part
            if part:
                recoveries.append(Recovery(payout=payout, debt=debt, amount=part))
        payouts.append(payout)
        made += _transfers(payout)
    Payout.objects.bulk_create(payouts)
    Recovery.objects.bulk_create(recoveries)
    Debt.objects.bulk_update(debts, ["recovered"])
    ledger.transfer(made, by=by, now=now)
    for payout in payouts:
        if payout.amount:
            sent = Money(payout.amount, payout.currency)
            payments.ask_payout(payout_id=payout.id, payee=payout.payee, amount=sent, now=now, by=by)
    facts = [PayoutAsked(row.payee, row.id, row.amount, row.recovered, row.currency) for row in payouts]
    record_all(facts, by=by, now=now)
    return len(payouts)


def _gather(ids: Mapping[DuePayee, UUID], period: date) -> dict[UUID, int]:
    """Puts each payee's unpaid holdings into its payout, then adds up what was put in, so that both always agree."""
    for payee, payout_id in ids.items():
        queries.unpaid(cutoff_of(period)).filter(kind=payee.kind, payee=payee.payee, currency=payee.currency).update(
            payout=payout_id
        )
    return queries.gathered(list(ids.values()))


def _payout(payout_id: UUID, payee: DuePayee, period: date, gathered: int, recovered: int, now: datetime) -> Payout:
    left = gathered - recovered
    return Payout(
        id=payout_id,
        kind=payee.kind,
        payee=payee.payee,
        period=period,
        currency=payee.currency,
        amount=left,
        recovered=recovered,
        transfer=new_id(now) if left else None,
        recovery_transfer=new_id(now) if recovered else None,
        state="asked" if left else "netted",
        asked_at=now,
        ended_at=None if left else now,
    )


def _transfers(payout: Payout) -> list[NewTransfer]:
    """Pending until the provider has said how it went; a netted payout has nobody to wait for."""
    source = accounts.payee(payout.kind, payout.payee, payout.currency, PLATFORM)
    made = []
    if payout.transfer:
        target = accounts.channel(payout.currency)
        made.append(NewTransfer(payout.transfer, source, target, payout.amount, "payout", payout.id, pending=True))
    if payout.recovery_transfer:
        made.append(
            NewTransfer(
                payout.recovery_transfer,
                source,
                accounts.debt(payout.payee, payout.currency),
                payout.recovered,
                "recovery",
                payout.id,
                pending=payout.state == "asked",
            )
        )
    return made


def _ends(payouts: Sequence[Payout], now: datetime, *, paid: bool) -> list[Settle]:
    ends = []
    for payout in payouts:
        for transfer, amount in ((payout.transfer, payout.amount), (payout.recovery_transfer, payout.recovered)):
            if transfer:
                ends.append(Settle(transfer, new_id(now), amount if paid else 0))
    return ends


@transaction.atomic
def end_payouts(*, paid: Mapping[UUID, int], now: datetime, by: UUID | None) -> int:
    """These payouts (id -> amount) have reached their payees; says how many were new."""
    rows = queries.lock_payouts(paid)
    for row in rows:
        if row.amount != paid[row.id]:
            raise ValueError(f"payout {row.id} is about {row.amount}, not {paid[row.id]}")
    ledger.settle(_ends(rows, now, paid=True), by=by, now=now)
    Payout.objects.filter(id__in=[row.id for row in rows]).update(state="paid", ended_at=now)
    record_all([PayoutMade(row.payee, row.id, row.amount, row.currency) for row in rows], by=by, now=now)
    return len(rows)


@transaction.atomic
def return_payouts(*, failed: Mapping[UUID, str], now: datetime, by: UUID | None) -> int:
    """These payouts (id -> why) did not go through; says how many were new.

    The money is the payees' again and goes out with the next period; debts it would have paid are open again (I-12).
    """
    rows = queries.lock_payouts(failed)
    queries.lock_debts([row.payee for row in rows], open_only=False)  # before the ledger, as ask_payouts does
    ledger.settle(_ends(rows, now, paid=False), by=by, now=now)
    for recovery in Recovery.objects.filter(payout__in=rows).order_by("debt"):
        Debt.objects.filter(id=recovery.debt_id).update(recovered=F("recovered") - recovery.amount)
    Holding.objects.filter(payout__in=rows).update(payout=None)
    facts: list[Fact] = []
    for row in rows:
        row.state, row.why, row.ended_at = "failed", failed[row.id][:200], now
        facts.append(PayoutReturned(row.payee, row.id, row.amount, row.currency, row.why))
    Payout.objects.bulk_update(rows, ["state", "why", "ended_at"])
    record_all(facts, by=by, now=now)
    return len(rows)
