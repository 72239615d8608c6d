"""Rows that an action locks before it changes them, always by primary key, and what it reads then.

The gates are inside: who may not touch a row is told that it does not exist (S-74).
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from goodword.kit.statements import read
from goodword.orders.models import Line, Order, Payment, Purchase, Return, ReturnLine
from goodword.orders.queries.reads import visible_to
from goodword.orders.queries.views import NoSuchOrder, NoSuchPurchase, NoSuchReturn
from goodword.orders.rules import OPEN_RETURNS, SHOP_MAY, LineState
from goodword.partners import queries as partners
from goodword.people.queries import PersonUnknown

LOCK_BUYER = "SELECT id FROM people_person WHERE id = %s AND is_active {lock}"
COUNT_UNPAID = "SELECT COUNT(*) FROM orders_purchase WHERE buyer_id = %s AND state = 'placed'"


def lock_unpaid_of(buyer_id: UUID) -> int:
    """How many purchases of the buyer wait for payment; a second one being placed by them waits until we are done.

    Refuses somebody who has left meanwhile (I-35).
    """
    if not read(LOCK_BUYER, [buyer_id]):
        raise PersonUnknown
    ((count,),) = read(COUNT_UNPAID, [buyer_id])
    return int(count)


def lock_purchases(purchase_ids: Iterable[UUID]) -> dict[UUID, Purchase]:
    """These purchases, locked; ids that are not purchases are left out."""
    rows = Purchase.objects.select_for_update(no_key=True).filter(id__in=set(purchase_ids)).order_by("id")
    return {row.id: row for row in rows}


def lock_purchase_of(buyer_id: UUID | None, purchase_id: UUID) -> Purchase:
    """The buyer's purchase, locked. Refuses anybody else's."""
    found = buyer_id and visible_to(buyer_id).select_for_update(no_key=True).filter(id=purchase_id).first()
    if not found:
        raise NoSuchPurchase
    return found


def lock_orders(order_ids: Iterable[UUID]) -> list[Order]:
    """These orders, locked in the order of their ids."""
    rows = Order.objects.select_related("purchase").select_for_update(of=("self",), no_key=True)
    return list(rows.filter(id__in=set(order_ids)).order_by("id"))


def lock_order_of_either(order_id: UUID, person_id: UUID | None, deed: str) -> tuple[Order, bool]:
    """The order, locked, for its buyer, or for staff of its shop who may do `deed`; True when it is the shop."""
    found = lock_orders([order_id]) if person_id else []
    if found and found[0].purchase.buyer_id == person_id:
        return found[0], False
    if found and person_id and partners.role_in(found[0].shop_id, person_id) in SHOP_MAY[deed]:
        return found[0], True
    raise NoSuchOrder


def lock_order_of_shop(order_id: UUID, person_id: UUID | None, deed: str) -> Order:
    """The order, locked, for staff of its shop who may do `deed`. Refuses everybody else."""
    found = lock_orders([order_id]) if person_id else []
    if not found or not person_id or partners.role_in(found[0].shop_id, person_id) not in SHOP_MAY[deed]:
        raise NoSuchOrder
    return found[0]


def lock_order_of_buyer(order_id: UUID, person_id: UUID | None) -> Order:
    """The order, locked, for its buyer. Refuses everybody else."""
    found = lock_orders([order_id])
    if not found or person_id is None or found[0].purchase.buyer_id != person_id:
        raise NoSuchOrder
    return found[0]


def lock_return_of_shop(return_id: UUID, person_id: UUID | None, deed: str) -> Return:
    """The return with its order locked, for staff of the shop who may do `deed`. Refuses everybody else."""
    row = Return.objects.filter(id=return_id).first()
    if row is None:
        raise NoSuchReturn
    try:
        row.order = lock_order_of_shop(row.order_id, person_id, deed)
    except NoSuchOrder as hidden:
        raise NoSuchReturn from hidden
    return row


def known_payments(intent_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these captures were decided on before."""
    return set(Payment.objects.filter(intent_id__in=set(intent_ids)).values_list("intent_id", flat=True))


def units_of(purchase_ids: Iterable[UUID]) -> list[tuple[UUID, int]]:
    """The offers and quantities of these purchases."""
    rows = Line.objects.filter(order__purchase__in=list(purchase_ids)).order_by("id")
    return list(rows.values_list("offer_id", "quantity"))


def units_of_orders(order_ids: Iterable[UUID]) -> list[tuple[UUID, int]]:
    """The offers and quantities of these orders."""
    rows = Line.objects.filter(order__in=list(order_ids)).order_by("id")
    return list(rows.values_list("offer_id", "quantity"))


def order_ids_of(purchase_ids: Iterable[UUID]) -> list[UUID]:
    """The orders of these purchases."""
    rows = Order.objects.filter(purchase__in=list(purchase_ids)).order_by("id")
    return list(rows.values_list("id", flat=True))


def line_states(order_id: UUID) -> list[LineState]:
    """The lines of a locked order as the rules of giving back need them."""
    rows = Line.objects.filter(order=order_id).order_by("id")
    return [LineState(*row) for row in rows.values_list("id", "quantity", "unit_price", "returned", "refunded")]


def units_under_way(order_id: UUID) -> dict[UUID, int]:
    """How many pieces of each line are in a return that has not ended."""
    rows = ReturnLine.objects.filter(asked__order=order_id, asked__state__in=OPEN_RETURNS)
    return dict(rows.order_by().values_list("line_id").annotate(Sum("quantity")))


def return_quantities(return_id: UUID) -> dict[UUID, int]:
    """How many pieces of each line a return brings back."""
    return dict(ReturnLine.objects.filter(asked=return_id).values_list("line_id", "quantity"))


def due_for_expiry(now: datetime) -> QuerySet[Purchase]:
    """Unpaid purchases whose time is over, the longest waiting first."""
    return Purchase.objects.filter(state="placed", expires_at__lte=now).order_by("expires_at", "id")


def due_for_receipt(now: datetime) -> QuerySet[Order]:
    """Orders on their way for so long that they count as received, the longest waiting first."""
    return Order.objects.filter(state="dispatched", receive_by__lte=now).order_by("receive_by", "id")
