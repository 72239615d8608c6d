"""What a shop's counter asks: what waits there, which orders these numbers mean. Bounded however much there is."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from goodword.kit.limits import COUNTED, PAGE_SIZE
from goodword.kit.paging import Page, decode_id, encode_cursor
from goodword.orders.models import Order, Return
from goodword.orders.queries.gathering import order_views
from goodword.orders.queries.reads import page_of, visible_to_shop
from goodword.orders.queries.views import OrderView
from goodword.orders.rules import OPEN_RETURNS


@dataclass(frozen=True, slots=True)
class OrderKnown:
    """An order of the shop and the parcel it was sent in, as (carrier, number), or None."""

    id: UUID
    parcel: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many orders of a shop wait for what; each is counted up to COUNTED."""

    to_ship: int
    to_answer: int
    coming_back: int


def waiting_at(shop_id: UUID) -> Waiting:
    """What waits at a shop's counter. Three statements."""
    to_ship = visible_to_shop(shop_id).filter(state="paid").order_by()
    asked, accepted = (_with_returns(shop_id, [state]) for state in ("asked", "accepted"))
    counts = (rows[:COUNTED].count() for rows in (to_ship, asked, accepted))
    return Waiting(*counts)


def _with_returns(shop_id: UUID, states: Collection[str]) -> QuerySet[Order]:
    wanted = Return.objects.filter(state__in=states)
    return visible_to_shop(shop_id).filter(id__in=wanted.values("order_id")).order_by()


def orders_coming_back(shop_id: UUID, cursor: str | None = None) -> Page[OrderView]:
    """The shop's orders with a return to answer or to await, newest first."""
    return page_of(_with_returns(shop_id, OPEN_RETURNS).order_by("-id"), cursor)


def orders_to_ship(shop_id: UUID, cursor: str | None = None) -> Page[OrderView]:
    """The shop's paid orders, longest waiting first."""
    rows = visible_to_shop(shop_id).filter(state="paid").order_by("id")
    if cursor:
        rows = rows.filter(id__gt=decode_id(cursor))
    found = order_views(rows[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    return Page(found[:PAGE_SIZE], encode_cursor(found[PAGE_SIZE - 1].id) if more else None)


def orders_named(shop_id: UUID, order_ids: Collection[UUID]) -> list[OrderView]:
    """Those of the shop's orders, oldest first; what is not the shop's is left out. Five statements."""
    return order_views(visible_to_shop(shop_id).filter(id__in=set(order_ids)).order_by("id"))


def known_to_shop(shop_id: UUID, names: Collection[str]) -> dict[str, OrderKnown]:
    """The shop's orders by what they were called, a number or an id; others are left out. Two statements."""
    meant = {name: key for name in names if (key := _meant(name))}
    ids = [key for key in meant.values() if isinstance(key, UUID)]
    numbers = {key[0] for key in meant.values() if isinstance(key, tuple)}
    mine = visible_to_shop(shop_id).select_related("purchase", "parcel")
    found: dict[UUID | tuple[str, int], OrderKnown] = {row.id: _known(row) for row in mine.filter(id__in=ids)}
    for row in mine.filter(purchase__number__in=numbers):
        found[row.purchase.number, row.position] = _known(row)
    return {name: found[key] for name, key in meant.items() if key in found}


def _meant(name: str) -> UUID | tuple[str, int] | None:
    """The id, or the purchase's number and the order's position in it."""
    number, _dash, position = name.strip().upper().rpartition("-")
    try:
        return UUID(name.strip())
    except ValueError:
        return (number, int(position)) if re.fullmatch("[0-9]{1,3}", position) else None


def _known(row: Order) -> OrderKnown:
    return OrderKnown(row.id, (row.parcel.carrier, row.parcel.number) if hasattr(row, "parcel") else None)
