"""A purchase is paid, or its time passes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goodword.catalog import actions as catalog
from goodword.journal.actions import record_all
from goodword.journal.facts import Fact
from goodword.kit.refusals import Refusal
from goodword.kit.statements import insert_new, tuples, write
from goodword.orders import queries
from goodword.orders.events import PaidTooLate, PurchaseExpired, PurchasePaid
from goodword.orders.models import Order, Payment, Purchase
from goodword.orders.rules import TRANSITIONS, Capture, verdict
from goodword.payments import actions as payments

PAY = """UPDATE orders_purchase SET state = 'paid', paid_at = paid.at
         FROM (WITH told (id, at) AS (VALUES {rows}) SELECT * FROM told) AS paid WHERE orders_purchase.id = paid.id"""


@transaction.atomic
def mark_paid(captures: Sequence[Capture], *, now: datetime, by: UUID | None) -> None:
    """Money arrived: each purchase is paid with all its orders (I-21), or the capture must go back (I-17, I-19).

    A handful of statements for any number of captures. Captures seen before and purposes that are not purchases are
    passed over. A purchase whose time was over gets its stock again if it is still there.
    """
    purchases = queries.lock_purchases({capture.purchase_id for capture in captures})
    seen = queries.known_payments(capture.intent_id for capture in captures)
    fresh = {c.intent_id: c for c in captures if c.purchase_id in purchases and c.intent_id not in seen}
    verdicts: dict[UUID, str] = {}
    for capture in fresh.values():
        row = purchases[capture.purchase_id]
        verdicts[capture.intent_id] = verdict(state=row.state, total=row.total, currency=row.currency, capture=capture)
        if verdicts[capture.intent_id] in {"take", "late"}:
            row.state = "paid"  # so that a second capture of this batch goes back
    claimed = catalog.claim([fresh[key].purchase_id for key, said in verdicts.items() if said == "take"], now=now)
    for key, said in verdicts.items():
        if said == "late" or (said == "take" and fresh[key].purchase_id not in claimed):
            verdicts[key] = "late" if _take_stock_again(fresh[key].purchase_id, now) else "stock"
    _write_payments(fresh, verdicts)
    record_all((_fact(fresh[key], said) for key, said in verdicts.items()), by=by, now=now)


def _take_stock_again(purchase_id: UUID, now: datetime) -> bool:
    """Takes the goods of a purchase whose hold has ended; False when they are gone."""
    try:
        with transaction.atomic():
            catalog.reserve(queries.units_of([purchase_id]), holder=purchase_id, until=now, now=now)
    except Refusal:
        return False
    catalog.claim([purchase_id], now=now)
    return True


def _write_payments(fresh: Mapping[UUID, Capture], verdicts: Mapping[UUID, str]) -> None:
    """The rows of what was decided: payments, and the purchases and orders they pay."""
    insert_new(
        Payment(
            intent_id=key,
            purchase_id=fresh[key].purchase_id,
            amount=fresh[key].amount,
            currency=fresh[key].currency,
            verdict=said,
            at=fresh[key].at,
        )
        for key, said in verdicts.items()
    )
    paid = {fresh[key].purchase_id: fresh[key].at for key, said in verdicts.items() if said in {"take", "late"}}
    if not paid:
        return
    before, after = TRANSITIONS["pay"]
    write(PAY, [value for pair in paid.items() for value in pair], rows=tuples(len(paid)))
    Order.objects.filter(purchase__in=paid, state__in=before).update(state=after)


def _fact(capture: Capture, said: str) -> Fact:
    if said in {"take", "late"}:
        return PurchasePaid(purchase_id=capture.purchase_id, intent_id=capture.intent_id)
    return PaidTooLate(
        purchase_id=capture.purchase_id,
        intent_id=capture.intent_id,
        amount=capture.amount,
        currency=capture.currency,
        why=said,
    )


@transaction.atomic
def expire_purchases(purchase_ids: Collection[UUID], *, now: datetime, by: UUID | None) -> set[UUID]:
    """Nobody paid in time: the stock is free again and nobody may pay any more. Says which purchases expired.

    Purchases that were paid or ended meanwhile, or whose time is not over, stay as they are.
    """
    locked = queries.lock_purchases(purchase_ids)
    ids = {row.id for row in locked.values() if row.state == "placed" and row.expires_at <= now}
    end_unpaid(ids, "expire", now=now, by=by)
    record_all((PurchaseExpired(purchase_id=purchase_id) for purchase_id in sorted(ids)), by=by, now=now)
    return ids


def end_unpaid(purchase_ids: Iterable[UUID], deed: str, *, now: datetime, by: UUID | None) -> None:
    """Ends locked, unpaid purchases by `deed`: rows, stock and the way to pay."""
    ids = sorted(purchase_ids)
    before, after = TRANSITIONS[deed]
    Purchase.objects.filter(id__in=ids).update(state=after)
    Order.objects.filter(purchase__in=ids, state__in=before).update(state=after)
    catalog.release(ids, now=now)
    for purchase_id in ids:
        payments.close_intent(purpose=purchase_id, now=now, by=by)
