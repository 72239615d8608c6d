"""A parcel leaves the shop and arrives."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, Value
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record, record_all
from goodword.kit.refusals import Refusal
from goodword.orders import queries
from goodword.orders.events import OrderDispatched, OrderReceived
from goodword.orders.models import Dispatch, Order
from goodword.orders.rules import CARRIER_LENGTH, TRANSITIONS

NUL = "\0"  # no text holds one, and PostgreSQL takes none


class NotDispatchable(Refusal):
    """Only a paid order that was not cancelled or sent before can be dispatched."""

    status = 409
    code = "orders.not_dispatchable"
    sentence = _("This order cannot be dispatched: it is not paid, or was cancelled or sent already.")


class BadParcel(Refusal):
    """The carrier's name is missing, or it or the number is too long or holds what is no text."""

    status = 422
    code = "orders.bad_parcel"
    sentence = _("Name the carrier. The name and the parcel's number have at most %(most)s characters each.")


class NotReceivable(Refusal):
    """Only a dispatched order can be received."""

    status = 409
    code = "orders.not_receivable"
    sentence = _("This order is not on its way: it was not sent yet, or has arrived already.")


@transaction.atomic
def dispatch_order(
    order_id: UUID, *, carrier: str, number: str, auto_receipt: timedelta, now: datetime, by: UUID | None
) -> None:
    """The shop hands the parcel to `carrier`; after `auto_receipt` it counts as received if nobody says so before.

    Refuses a stranger to the shop, BadParcel and NotDispatchable.
    """
    carrier, number = " ".join(carrier.split()), " ".join(number.split())
    if not carrier or max(len(carrier), len(number)) > CARRIER_LENGTH or NUL in carrier + number:
        raise BadParcel(most=CARRIER_LENGTH)
    order = queries.lock_order_of_shop(order_id, by, "dispatch")
    before, after = TRANSITIONS["dispatch"]
    moved = Order.objects.filter(id=order_id, state__in=before).update(state=after, receive_by=now + auto_receipt)
    if not moved:
        raise NotDispatchable
    Dispatch.objects.create(order_id=order_id, carrier=carrier, number=number, by=by, at=now)
    record(
        OrderDispatched(order_id=order_id, purchase_id=order.purchase_id, carrier=carrier, number=number),
        by=by,
        now=now,
    )


@transaction.atomic
def receive_order(order_id: UUID, *, now: datetime, by: UUID | None) -> None:
    """The buyer has the goods; the time to return them begins. Refuses anybody else and NotReceivable."""
    order = queries.lock_order_of_buyer(order_id, by)
    if not _receive([order], automatic=False, now=now, by=by):
        raise NotReceivable


@transaction.atomic
def receive_orders(order_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """The time to say that a parcel has not come is over: it counts as received. Says which orders were.

    Orders that are not due, or arrived meanwhile, stay as they are.
    """
    due = [order for order in queries.lock_orders(order_ids) if order.receive_by and order.receive_by <= now]
    return _receive(due, automatic=True, now=now, by=None)


def _receive(orders: list[Order], *, automatic: bool, now: datetime, by: UUID | None) -> set[UUID]:
    """Moves locked orders; one statement for each length of the return window. Says which moved."""
    before, after = TRANSITIONS["receive"]
    moving = [order for order in orders if order.state in before]
    for days in {order.return_days for order in moving}:
        Order.objects.filter(id__in=[o.id for o in moving if o.return_days == days], state__in=before).update(
            state=after,
            received_at=now,
            received_automatically=automatic,
            return_until=Value(now + timedelta(days=days), output_field=DateTimeField()),
        )
    record_all(
        (
            OrderReceived(
                order_id=order.id,
                purchase_id=order.purchase_id,
                automatic=automatic,
                return_until=now + timedelta(days=order.return_days),
            )
            for order in moving
        ),
        by=by,
        now=now,
    )
    return {order.id for order in moving}
