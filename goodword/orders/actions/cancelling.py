"""Something is given up before it was sent."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.catalog import actions as catalog
from goodword.journal.actions import record
from goodword.kit.refusals import Refusal
from goodword.orders import queries
from goodword.orders.actions.paying import end_unpaid
from goodword.orders.actions.refunding import give_back
from goodword.orders.events import OrderCancelled, PurchaseCancelled
from goodword.orders.models import Cancellation, Order
from goodword.orders.rules import REASON_LENGTH, TRANSITIONS, cancelled_share


class NotCancellable(Refusal):
    """Only a paid order that was not sent can be cancelled on its own."""

    status = 409
    code = "orders.not_cancellable"
    sentence = _(
        "This order cannot be cancelled: it is not paid yet, on its way, or ended. You may return what arrived."
    )


class NotUnpaid(Refusal):
    """Only a purchase that waits for payment can be given up whole."""

    status = 409
    code = "orders.not_unpaid"
    sentence = _("This purchase is not waiting for payment any more. Look at its orders to see what can be done.")


class BadReason(Refusal):
    """A shop that cancels says why; nobody writes a book."""

    status = 422
    code = "orders.bad_reason"
    sentence = _("Say why, in at most %(most)s characters.")


@transaction.atomic
def cancel_order(order_id: UUID, *, reason: str, now: datetime, by: UUID | None) -> None:
    """The buyer or the shop gives up a paid order before dispatch: goods go back to the shelf, all money back (U8).

    A shop must say why. Refuses strangers, BadReason and NotCancellable.
    """
    order, by_shop = queries.lock_order_of_either(order_id, by, "cancel")
    reason = reason.strip()
    if len(reason) > REASON_LENGTH or (by_shop and not reason):
        raise BadReason(most=REASON_LENGTH)
    before, after = TRANSITIONS["cancel"]
    if not Order.objects.filter(id=order_id, state__in=before).update(state=after):
        raise NotCancellable
    Cancellation.objects.create(order_id=order_id, reason=reason, by_shop=by_shop, by=by, at=now)
    catalog.restock(queries.units_of_orders([order_id]), now=now, by=by)
    record(OrderCancelled(order_id=order_id, purchase_id=order.purchase_id), by=by, now=now)
    lines = queries.line_states(order_id)
    goods_refunded = sum(line.refunded for line in lines)
    share = cancelled_share(lines, order.delivery - (order.refunded - goods_refunded))
    if share.amount:
        give_back(order, share, kind="cancellation", reason=reason, now=now, by=by)


@transaction.atomic
def cancel_purchase(purchase_id: UUID, *, reason: str, now: datetime, by: UUID | None) -> None:
    """The buyer gives up a purchase before paying: stock is free again, and who pays after all gets it back.

    Refuses anybody else's purchase, BadReason and NotUnpaid.
    """
    row = queries.lock_purchase_of(by, purchase_id)
    reason = reason.strip()
    if len(reason) > REASON_LENGTH:
        raise BadReason(most=REASON_LENGTH)
    if row.state != "placed":
        raise NotUnpaid
    end_unpaid([purchase_id], "abandon", now=now, by=by)
    Cancellation.objects.bulk_create(
        Cancellation(order_id=order_id, reason=reason, by_shop=False, by=by, at=now)
        for order_id in queries.order_ids_of([purchase_id])
    )
    record(PurchaseCancelled(purchase_id=purchase_id), by=by, now=now)
