"""The buyer sends goods back: as a wish the shop answers, or as a withdrawal, which is a right."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.catalog.actions.encoding import encode
from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.limits import LINE_QUANTITY, RETURN_PICTURES
from goodword.kit.refusals import Refusal
from goodword.orders import queries
from goodword.orders.actions.cancelling import BadReason
from goodword.orders.events import ReturnAccepted, ReturnAsked
from goodword.orders.models import Order, Return, ReturnLine
from goodword.orders.rules import GROUNDS, REASON_LENGTH, WITHDRAWABLE, WITHDRAWAL, whole


class NotReturnable(Refusal):
    """The order has not arrived, or its return window is over."""

    status = 409
    code = "orders.not_returnable"
    sentence = _("Nothing can be returned now: the order has not arrived, or the time for returns is over.")


class BadQuantities(Refusal):
    """No line, a line of another order or named twice, or a quantity that is not whole pieces (S-60)."""

    status = 422
    code = "orders.bad_quantities"
    sentence = _("Name lines of this order, each once, with whole pieces above zero.")


class BadGround(Refusal):
    """Not one of the grounds for a return."""

    status = 422
    code = "orders.bad_ground"
    sentence = _("Choose why it goes back.")


class TooManyReturnPictures(Refusal):
    """More pictures than a shop needs to see what is wrong (S-31)."""

    status = 422
    code = "orders.too_many_return_pictures"
    sentence = _("Show what is wrong in at most %(most)s pictures.")


class ReturnTooMany(Refusal):
    """More pieces than the buyer still has, counting what is being returned already."""

    status = 409
    code = "orders.return_too_many"
    sentence = _("That is more than you have left of it. Look at what you return already.")


def ask_return(
    order_id: UUID,
    *,
    lines: Sequence[tuple[UUID, int]],
    ground: str = "other",
    reason: str = "",
    pictures: Sequence[bytes] = (),
    now: datetime,
    by: UUID | None,
) -> UUID:
    """The buyer sends pieces back, within the return window; says the return's id.

    On the ground "withdrawal" the shop has nothing to answer, and it can be declared before the parcel has arrived
    (Directive 2011/83/EU, articles 9(1) and 11). `reason` may be empty on every ground but "other". `pictures` are
    files as they were uploaded; they are encoded anew before anything is locked.
    Refuses anybody else's order, BadQuantities, BadGround, BadReason, TooManyReturnPictures, what is no picture,
    NotReturnable and ReturnTooMany.
    """
    wanted, reason = dict(lines), reason.strip()
    if not lines or len(wanted) < len(lines) or not all(whole(n, 1, LINE_QUANTITY) for _line, n in lines):
        raise BadQuantities
    if ground not in GROUNDS:
        raise BadGround
    if len(reason) > REASON_LENGTH or (ground == "other" and not reason):
        raise BadReason(most=REASON_LENGTH)
    if len(pictures) > RETURN_PICTURES:
        raise TooManyReturnPictures(most=RETURN_PICTURES)
    with _kept(pictures) as shown, transaction.atomic():
        order = queries.lock_order_of_buyer(order_id, by)
        _check(order, wanted, ground, now)
        return _ask(order, wanted, ground, reason, shown, now, by)


def _check(order: Order, wanted: Mapping[UUID, int], ground: str, now: datetime) -> None:
    states = {line.id: line for line in queries.line_states(order.id)}
    if not set(wanted) <= set(states):
        raise BadQuantities
    on_its_way = ground == WITHDRAWAL and order.state in WITHDRAWABLE and order.return_until is None
    if not on_its_way and (order.return_until is None or now >= order.return_until):
        raise NotReturnable
    under_way = queries.units_under_way(order.id)
    for line_id, quantity in wanted.items():
        if quantity > states[line_id].quantity - states[line_id].returned - under_way.get(line_id, 0):
            raise ReturnTooMany


def _ask(
    order: Order,
    wanted: Mapping[UUID, int],
    ground: str,
    reason: str,
    shown: list[dict[str, str | int]],
    now: datetime,
    by: UUID | None,
) -> UUID:
    withdrawn = ground == WITHDRAWAL
    asked = Return.objects.create(
        id=new_id(now),
        order=order,
        state="accepted" if withdrawn else "asked",
        ground=ground,
        reason=reason,
        pictures=shown,
        by=by,
        at=now,
        answered_at=now if withdrawn else None,
    )
    ReturnLine.objects.bulk_create(
        ReturnLine(asked=asked, line_id=line_id, quantity=quantity) for line_id, quantity in wanted.items()
    )
    record(ReturnAsked(return_id=asked.id, order_id=order.id), by=by, now=now)
    if withdrawn:
        record(ReturnAccepted(return_id=asked.id, order_id=order.id), by=by, now=now)
    return asked.id


@contextmanager
def _kept(pictures: Sequence[bytes]) -> Iterator[list[dict[str, str | int]]]:
    """Keeps the pictures where only those see them whom the return concerns; forgets them if it is refused."""
    private, shown = storages["private"], list[dict[str, str | int]]()
    try:
        for picture in [encode(data) for data in pictures]:
            file = private.save(f"returns/{picture.name}", ContentFile(picture.data))
            shown.append({"file": file, "width": picture.width, "height": picture.height})
        yield shown
    except BaseException:
        for one in shown:
            private.delete(str(one["file"]))
        raise
