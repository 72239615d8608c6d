"""The shop answers a return and gets the goods back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.refusals import Refusal
from goodword.orders import queries
from goodword.orders.actions.cancelling import BadReason
from goodword.orders.actions.refunding import give_back
from goodword.orders.events import ReturnAccepted, ReturnReceived, ReturnRefused
from goodword.orders.models import Line, Return
from goodword.orders.rules import REASON_LENGTH, RETURN_TRANSITIONS, returned_share


class WrongReturnStep(Refusal):
    """The return is not at the point where this can be done."""

    status = 409
    code = "orders.wrong_return_step"
    sentence = _("This return has gone on meanwhile. Look at it again before you decide.")


@transaction.atomic
def accept_return(return_id: UUID, *, answer: str = "", now: datetime, by: UUID | None) -> None:
    """The shop will take the goods back. Refuses a stranger to the shop and WrongReturnStep."""
    row = _answer(return_id, "accept", answer, now, by)
    record(ReturnAccepted(return_id=return_id, order_id=row.order_id), by=by, now=now)


@transaction.atomic
def refuse_return(return_id: UUID, *, answer: str, now: datetime, by: UUID | None) -> None:
    """The shop will not take the goods back, and says why. Refuses a stranger, BadReason and WrongReturnStep."""
    if not answer.strip():
        raise BadReason(most=REASON_LENGTH)
    row = _answer(return_id, "refuse", answer, now, by)
    record(ReturnRefused(return_id=return_id, order_id=row.order_id), by=by, now=now)


def _answer(return_id: UUID, deed: str, answer: str, now: datetime, by: UUID | None) -> Return:
    if len(answer.strip()) > REASON_LENGTH:
        raise BadReason(most=REASON_LENGTH)
    row = queries.lock_return_of_shop(return_id, by, "return")
    before, after = RETURN_TRANSITIONS[deed]
    moved = Return.objects.filter(id=return_id, state__in=before).update(
        state=after, answer=answer.strip(), answered_by=by, answered_at=now
    )
    if not moved:
        raise WrongReturnStep
    return row


@transaction.atomic
def receive_return(return_id: UUID, *, now: datetime, by: UUID | None) -> UUID | None:
    """The goods are back at the shop: their price is given back. Says the refund's id, None when nothing was left.

    The pieces do not return to the shelf by themselves: the shop looks at them and sets its stock. Delivery follows
    `rules.returned_share`. Refuses a stranger to the shop and WrongReturnStep.
    """
    row = queries.lock_return_of_shop(return_id, by, "receive_return")
    order = row.order
    before, after = RETURN_TRANSITIONS["receive"]
    moved = Return.objects.filter(id=return_id, state__in=before).update(state=after, received_by=by, received_at=now)
    if not moved:
        raise WrongReturnStep
    quantities = queries.return_quantities(return_id)
    lines = queries.line_states(order.id)
    goods_refunded = sum(line.refunded for line in lines)
    share = returned_share(lines, quantities, order.delivery - (order.refunded - goods_refunded))
    for line_id, quantity in sorted(quantities.items()):
        Line.objects.filter(id=line_id).update(returned=F("returned") + quantity)
    record(ReturnReceived(return_id=return_id, order_id=order.id), by=by, now=now)
    if not share.amount:
        return None
    return give_back(order, share, kind="return", reason=row.reason, now=now, by=by)
