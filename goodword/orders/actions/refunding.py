"""Money is agreed to go back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.limits import PRICE_MAX
from goodword.kit.refusals import Refusal
from goodword.orders import queries
from goodword.orders.events import RefundAgreed
from goodword.orders.models import Line, Order, RefundAgreement, RefundLine
from goodword.orders.rules import REASON_LENGTH, REFUNDABLE, RefundShare, whole


class NotRefundable(Refusal):
    """Nothing was paid for the order, or it was cancelled and given back whole."""

    status = 409
    code = "orders.not_refundable"
    sentence = _("Nothing can be given back for this order: it is not paid, or was cancelled and refunded already.")


class BadAmounts(Refusal):
    """No line, a line of another order or named twice, or an amount that is not whole minor units (S-60)."""

    status = 422
    code = "orders.bad_amounts"
    sentence = _("Name lines of this order, each once, with an amount above zero.")


class RefundTooLarge(Refusal):
    """More than was paid and not given back yet, for the order or one of its lines (I-08)."""

    status = 409
    code = "orders.refund_too_large"
    sentence = _(
        "That is more than is left to give back. Look at what was refunded before and choose a smaller amount."
    )


@transaction.atomic
def agree_refund(
    order_id: UUID,
    *,
    amounts: Sequence[tuple[UUID, int]],
    reason: str,
    now: datetime,
    by: UUID | None,
) -> UUID:
    """The shop gives part of the price back without taking goods back: `amounts` by line, in minor units.

    Says the refund's id. Refuses a stranger to the shop, BadAmounts, NotRefundable and RefundTooLarge.
    """
    by_line = dict(amounts)
    if not amounts or len(by_line) < len(amounts) or not all(whole(a, 1, PRICE_MAX * 999) for _line, a in amounts):
        raise BadAmounts
    order = queries.lock_order_of_shop(order_id, by, "refund")
    if not set(by_line) <= {line.id for line in queries.line_states(order_id)}:
        raise BadAmounts
    if order.state not in REFUNDABLE:
        raise NotRefundable
    return give_back(order, RefundShare(by_line, 0), kind="partial", reason=reason, now=now, by=by)


def give_back(order: Order, share: RefundShare, *, kind: str, reason: str, now: datetime, by: UUID | None) -> UUID:
    """Writes down a refund of a locked order. Refuses RefundTooLarge; the counters decide, not what was read."""
    refund_id = new_id(now)
    room = F("goods") + F("delivery") - share.amount
    if not Order.objects.filter(id=order.id, refunded__lte=room).update(refunded=F("refunded") + share.amount):
        raise RefundTooLarge
    for line_id, amount in sorted(share.lines.items()):
        left = F("quantity") * F("unit_price") - amount
        if not Line.objects.filter(id=line_id, refunded__lte=left).update(refunded=F("refunded") + amount):
            raise RefundTooLarge
    RefundAgreement.objects.create(
        id=refund_id,
        order=order,
        kind=kind,
        amount=share.amount,
        delivery=share.delivery,
        reason=reason.strip()[:REASON_LENGTH],
        by=by,
        at=now,
    )
    RefundLine.objects.bulk_create(
        RefundLine(refund_id=refund_id, line_id=line_id, amount=amount) for line_id, amount in share.lines.items()
    )
    record(
        RefundAgreed(
            refund_id=refund_id,
            order_id=order.id,
            purchase_id=order.purchase_id,
            amount=share.amount,
            currency=order.purchase.currency,
        ),
        by=by,
        now=now,
    )
    return refund_id
