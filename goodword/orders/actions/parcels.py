"""Many parcels leave the shop at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit.limits import PARCELS_AT_ONCE
from goodword.kit.refusals import Refusal
from goodword.orders import queries
from goodword.orders.actions.delivery import dispatch_order
from goodword.orders.queries import NoSuchOrder, OrderKnown


class ParcelsTooMany(Refusal):
    """More parcels at once than one request can take."""

    status = 413
    code = "orders.parcels_too_many"
    sentence = _("Send at most %(most)s parcels at once. Hand in the others afterwards.")


@dataclass(frozen=True, slots=True)
class ParcelNote:
    """A parcel as the shop notes it: `order` is the order's number or its id."""

    order: str
    carrier: str
    number: str


@dataclass(frozen=True, slots=True)
class ParcelOutcome:
    """What became of a note: sent now, sent just so before, or refused for a reason."""

    note: ParcelNote
    state: Literal["sent", "same", "refused"]
    order_id: UUID | None = None
    refusal: Refusal | None = None


def dispatch_parcels(
    shop_id: UUID, notes: Sequence[ParcelNote], *, auto_receipt: timedelta, now: datetime, by: UUID | None
) -> list[ParcelOutcome]:
    """The shop hands over parcels of its own orders, each alone: what is refused stops no other.

    A parcel that was noted just so before changes nothing, so the same list may come again. Refuses ParcelsTooMany.
    An order of another shop is as unknown as one that is not there.
    """
    if len(notes) > PARCELS_AT_ONCE:
        raise ParcelsTooMany(most=PARCELS_AT_ONCE)
    known = queries.known_to_shop(shop_id, [note.order for note in notes])
    told, done = list[ParcelOutcome](), dict[UUID, tuple[str, str]]()
    for note in notes:
        order = known.get(note.order)
        outcome = _send(note, order, done, auto_receipt, now, by)
        if order and outcome.state == "sent":
            done[order.id] = _parcel(note)
        told.append(outcome)
    return told


def _send(
    note: ParcelNote,
    order: OrderKnown | None,
    done: dict[UUID, tuple[str, str]],
    auto_receipt: timedelta,
    now: datetime,
    by: UUID | None,
) -> ParcelOutcome:
    if order is None:
        return ParcelOutcome(note, "refused", None, NoSuchOrder())
    if done.get(order.id, order.parcel) == _parcel(note):
        return ParcelOutcome(note, "same", order.id)
    try:
        carrier, number = note.carrier, note.number
        dispatch_order(order.id, carrier=carrier, number=number, auto_receipt=auto_receipt, now=now, by=by)
    except Refusal as refusal:
        return ParcelOutcome(note, "refused", order.id, refusal)
    return ParcelOutcome(note, "sent", order.id)


def _parcel(note: ParcelNote) -> tuple[str, str]:
    return " ".join(note.carrier.split()), " ".join(note.number.split())
