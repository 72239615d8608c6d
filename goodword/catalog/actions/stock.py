"""The only writers of reservations, and of what they take from an offer.

Every action here locks the offers it touches by primary key order, so two of them never wait for each other in a
circle, and changes counters by what the reservations say, in one conditional statement.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Case, DateTimeField, F, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from goodword.catalog.models import Offer, Reservation
from goodword.catalog.rules import STOCK_MAX
from goodword.kit.acts import act
from goodword.kit.limits import LINE_QUANTITY
from goodword.kit.refusals import NotFound, Refusal
from goodword.kit.statements import insert, places, read, tuples, uuid_of

Lines = Sequence[tuple[UUID, int]]


class StockGone(Refusal):
    """Fewer units can be bought than asked for; `offers` says how many are left of each short offer."""

    code = "catalog.stock_gone"
    sentence = _("Somebody was faster: there is not enough left of something you want. Look at what is left.")


class BadQuantity(Refusal):
    """A quantity is a whole number of units within the limit (S-60)."""

    status = 422
    code = "catalog.bad_quantity"
    sentence = _("Choose a whole number from 1 to %(most)s.")


class NoSuchOffer(NotFound):
    """There is no such offer."""

    status = 404
    code = "catalog.no_such_offer"
    sentence = _("There is no such offer. Look at the product again.")


def _units(lines: Lines, most: int) -> dict[UUID, int]:
    """How many units of each offer the lines ask for together; the same offer may stand on several lines (I-16)."""
    asked: Counter[UUID] = Counter()
    for offer_id, quantity in lines:
        if type(quantity) is not int or not 0 < quantity <= most:
            raise BadQuantity(most=most)
        asked[offer_id] += quantity
    return dict(asked)


LOOK = "SELECT id, on_hand - reserved FROM catalog_offer WHERE id IN ({ids}) ORDER BY id {lock}"
# The offers are locked in the order of their ids, and what there is of them is compared after that.
HOLD = """UPDATE catalog_offer SET reserved = reserved + wanted.units
          FROM (WITH asked (id, units) AS (VALUES {rows})
                SELECT locked.id, asked.units FROM catalog_offer locked JOIN asked ON asked.id = locked.id
                ORDER BY locked.id {lock_only}) AS wanted
          WHERE catalog_offer.id = wanted.id AND on_hand >= reserved + wanted.units RETURNING catalog_offer.id"""


def _locked(offer_ids: Collection[UUID]) -> dict[UUID, int]:
    """Locks the offers in the order of their ids; what can be bought of each."""
    ids = list(offer_ids)
    found = {uuid_of(offer_id): units for offer_id, units in read(LOOK, ids, ids=places(ids))}
    if len(found) < len(ids):
        raise NoSuchOffer
    return found


def _of(units: dict[UUID, int]) -> Case:
    return Case(*(When(id=offer_id, then=Value(quantity)) for offer_id, quantity in units.items()))


@act
def reserve(lines: Lines, *, holder: UUID, until: datetime, now: datetime) -> None:
    """Units are held for `holder`, who is to pay by `until`: all lines or none (I-16).

    Nothing ends a hold but `claim` or `release`: whoever holds says when the time is over. Two statements, however
    many lines. Refuses StockGone when anything is short, an unknown offer, and quantities that are not units.
    """
    asked = _units(lines, LINE_QUANTITY)
    pairs = [value for pair in asked.items() for value in pair]
    lock_only = "FOR NO KEY UPDATE OF locked" if connection.features.has_select_for_update_of else ""
    held = {uuid_of(offer_id) for (offer_id,) in read(HOLD, pairs, rows=tuples(len(asked)), lock_only=lock_only)}
    if short := asked.keys() - held:
        raise StockGone(offers={str(offer_id): left for offer_id, left in _locked(short).items()})
    insert(
        Reservation,
        (
            {"offer": offer_id, "holder": holder, "quantity": quantity, "until": until, "at": now}
            for offer_id, quantity in asked.items()
        ),
    )


CLAIM = "on_hand = on_hand - ended.units, reserved = reserved - ended.units"
RELEASE = "reserved = reserved - ended.units"
END = """UPDATE catalog_offer SET {change}
         FROM (SELECT offer_id, SUM(quantity) AS units FROM catalog_reservation WHERE id IN ({ids}) GROUP BY offer_id)
         AS ended WHERE catalog_offer.id = ended.offer_id"""


def _end(holders: Iterable[UUID], how: str, change: str, now: datetime) -> set[UUID]:
    """Ends the open reservations of the holders in three statements; the holders that had any (I-17).

    The rows are locked with their offers, offers in id order. Whoever comes second waits, and then finds them ended.
    """
    rows = Reservation.objects.filter(holder__in=set(holders), ended_as=None).order_by("offer_id", "id")
    locked = rows.select_related("offer").select_for_update(of=("self", "offer"))
    ending = {reservation.id: reservation.holder for reservation in locked}
    if not ending:
        return set()
    # The caller read its clock before it waited for the locks; a hold placed meanwhile does not end before it began.
    ended_at = Greatest(Value(now, output_field=DateTimeField()), F("at"))
    Reservation.objects.filter(id__in=ending).update(ended_as=how, ended_at=ended_at)
    with connection.cursor() as cursor:
        cursor.execute(END.format(change=change, ids=", ".join(["%s"] * len(ending))), list(ending))
    return set(ending.values())


@transaction.atomic
def release(holders: Iterable[UUID], *, now: datetime) -> set[UUID]:
    """The holders did not pay: what they held can be bought again. Says who held anything; repeats do nothing."""
    return _end(holders, Reservation.RELEASED, RELEASE, now)


@transaction.atomic
def claim(holders: Iterable[UUID], *, now: datetime) -> set[UUID]:
    """The holders paid: what they held is sold and leaves the shelf. Says who held anything.

    A holder that is not in the answer has nothing to claim any more: its hold was released, or claimed before.
    """
    return _end(holders, Reservation.CLAIMED, CLAIM, now)


@transaction.atomic
def restock(lines: Lines, *, now: datetime, by: UUID | None) -> None:
    """Sold units came back to the shelf, by a cancellation or a return, and can be bought again.

    The caller makes sure that it happens once. Refuses an unknown offer and quantities that are not units.
    """
    back = _units(lines, STOCK_MAX)
    _locked(back)
    Offer.objects.filter(id__in=back).update(on_hand=F("on_hand") + _of(back))
