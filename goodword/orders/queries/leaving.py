"""What keeps a buyer from leaving, and what may be forgotten of one who left (I-35)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from goodword.orders.models import Farewell, Order, Purchase, Return
from goodword.orders.rules import OPEN_RETURNS

SHOWN = 20  # purchases named to a person who wants to leave; the others come after these
UNDER_WAY = ("placed", "paid", "dispatched")  # states of an order that still ask somebody to do something

Pending = Literal["purchase", "return"]


def pending_of(buyer_id: UUID) -> list[tuple[Pending, UUID, str]]:
    """The buyer's purchases in which something is under way, oldest first, at most `SHOWN`.

    Each as ("return" when goods are on their way back, else "purchase", the purchase's id, its number).
    """
    mine = Order.objects.filter(purchase=OuterRef("id"))
    back = Return.objects.filter(order__purchase=OuterRef("id"), state__in=OPEN_RETURNS)
    rows = Purchase.objects.filter(buyer_id=buyer_id).annotate(
        going=Exists(mine.filter(state__in=UNDER_WAY)), back=Exists(back)
    )
    found = rows.filter(Q(going=True) | Q(back=True)).order_by("id").values_list("id", "number", "going")
    return [("purchase" if going else "return", one, number) for one, number, going in found[:SHOWN]]


def returnable_until(buyer_id: UUID, now: datetime) -> datetime | None:
    """Until when the buyer could still send something back, or None when nothing can be returned any more."""
    rows = Order.objects.filter(purchase__buyer_id=buyer_id, state="received", return_until__gt=now)
    return rows.order_by("-return_until").values_list("return_until", flat=True).first()


def shops_under_way(shop_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these shops have orders to send, parcels on their way or goods coming back."""
    mine = Order.objects.filter(shop_id__in=list(shop_ids))
    back = Return.objects.filter(order=OuterRef("id"), state__in=OPEN_RETURNS)
    busy = mine.filter(Q(state__in=UNDER_WAY) | Q(state="received") & Q(Exists(back)))
    return set(busy.order_by().values_list("shop_id", flat=True).distinct())


def finished_of(buyer_ids: Iterable[UUID], now: datetime) -> QuerySet[Purchase]:
    """These buyers' purchases whose addresses nobody needs: given up, or arrived and past every return."""
    mine = Order.objects.filter(purchase=OuterRef("id"))
    back = Return.objects.filter(order__purchase=OuterRef("id"), state__in=OPEN_RETURNS)
    needed = Q(Exists(mine.filter(state__in=UNDER_WAY))) | Q(Exists(mine.filter(return_until__gt=now)))
    return Purchase.objects.filter(buyer_id__in=list(buyer_ids)).exclude(needed | Q(Exists(back)))


def due_farewells(now: datetime) -> QuerySet[Farewell]:
    """Persons who left whose purchases are to be looked at again."""
    return Farewell.objects.filter(due_at__lte=now).order_by("due_at")
