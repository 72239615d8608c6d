"""The operator's search over all purchases, at a fixed cost (see kit.paging.sift)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from goodword.kit.ids import first_id
from goodword.kit.limits import SEARCH_WINDOW
from goodword.kit.paging import Page, decode_id, encode_cursor, sift
from goodword.orders.models import Order, Purchase
from goodword.orders.queries.gathering import purchase_views
from goodword.orders.queries.views import NoSuchPurchase, PurchaseView

Seen = tuple[UUID, UUID, str, UUID]  # key, purchase, state, buyer


@dataclass(frozen=True, slots=True)
class SoughtPurchases:
    """Which purchases are looked for; what is empty is not asked. `start` is included, `end` is not."""

    number: str = ""
    buyer: UUID | None = None
    shop: UUID | None = None
    state: str = ""
    start: datetime | None = None
    end: datetime | None = None

    def fits(self, row: Seen) -> bool:
        """Whether a purchase is one of them, by what no index was asked for."""
        return (not self.state or row[2] == self.state) and (self.buyer is None or row[3] == self.buyer)


@dataclass(frozen=True, slots=True)
class ShopPart:
    """One shop's part of a purchase, in a list."""

    shop_id: UUID
    shop_name: str
    state: str


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """A purchase in a list; `total` in minor units of `currency`."""

    id: UUID
    number: str
    buyer_id: UUID
    currency: str
    total: int
    channel: str
    state: str
    placed_at: datetime
    parts: tuple[ShopPart, ...]


ROW = ("id", "number", "buyer_id", "currency", "total", "channel", "state", "placed_at")


def search_purchases(sought: SoughtPurchases, cursor: str | None = None) -> Page[PurchaseRow]:
    """All purchases that fit, newest first. For operators only. Three statements."""
    if sought.number:
        number = sought.number.strip().upper()
        which = Q(number=number) | Q(number=number.rpartition("-")[0])  # of an order: the purchase's and its position
        return Page(_rows(list(Purchase.objects.filter(which).values_list("id", flat=True)[:2])), None)
    after = decode_id(cursor) if cursor else None
    seen: Sequence[Seen]
    if sought.shop:
        orders = _narrow(Order.objects.filter(shop_id=sought.shop), sought, after)
        seen = list(orders.values_list("id", "purchase_id", "purchase__state", "purchase__buyer_id")[:SEARCH_WINDOW])
    else:
        every = Purchase.objects.filter(buyer_id=sought.buyer) if sought.buyer else Purchase.objects.all()
        seen = list(_narrow(every, sought, after).values_list("id", "id", "state", "buyer_id")[:SEARCH_WINDOW])
    found, last = sift(seen, sought.fits)
    return Page(_rows([row[1] for row in found]), encode_cursor(last[0]) if last else None)


def purchase_to_examine(purchase_id: UUID) -> PurchaseView:
    """Any purchase with its orders. For operators only. Refuses an unknown id."""
    found = purchase_views(Purchase.objects.filter(id=purchase_id))
    if not found:
        raise NoSuchPurchase
    return found[0]


def buyer_of(purchase_id: UUID) -> UUID:
    """Whose purchase it is. For operators only. Refuses an unknown id."""
    found = Purchase.objects.filter(id=purchase_id).values_list("buyer_id", flat=True).first()
    if found is None:
        raise NoSuchPurchase
    return found


def _narrow(rows: QuerySet[Any], sought: SoughtPurchases, after: UUID | None) -> QuerySet[Any]:
    """Rows of that time below the cursor, newest first; ids are sorted by time."""
    if sought.start:
        rows = rows.filter(id__gte=first_id(sought.start))
    if sought.end:
        rows = rows.filter(id__lt=first_id(sought.end))
    return (rows.filter(id__lt=after) if after else rows).order_by("-id")


def _rows(ids: Sequence[UUID]) -> list[PurchaseRow]:
    parts: dict[UUID, list[ShopPart]] = defaultdict(list)
    orders = Order.objects.filter(purchase__in=ids).order_by("purchase_id", "position")
    for purchase, shop, name, state in orders.values_list("purchase_id", "shop_id", "shop__name", "state"):
        parts[purchase].append(ShopPart(shop, name, state))
    rows = {row.id: row for row in Purchase.objects.filter(id__in=ids).only(*ROW)}
    return [_row(rows[one], parts[one]) for one in ids]


def _row(row: Purchase, parts: Sequence[ShopPart]) -> PurchaseRow:
    told = {name: getattr(row, name) for name in ROW}
    return PurchaseRow(**told, parts=tuple(parts))
