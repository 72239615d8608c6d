"""Prices that fell, and who saved what costs less now."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from goodword.catalog.models import PricePoint
from goodword.outreach.models import Drop
from goodword.social.models import Save


@dataclass(frozen=True, slots=True)
class Saved:
    """A save: its number, whose it is, of which post, and what it cost then in minor units."""

    id: int
    person_id: UUID
    post_id: UUID
    price: int


def no_drops(offer_ids: Collection[UUID]) -> QuerySet[Drop]:
    """Of these, what is no fall of a price: not below the lowest of the 30 days before it, or saved by nobody.

    A price is in force until the next one begins, so the one in force when the 30 days began counts too (L6).
    """
    replaced = PricePoint.objects.filter(
        offer=OuterRef("offer"), at__gt=OuterRef("at"), at__lte=OuterRef(OuterRef("since"))
    )
    before = PricePoint.objects.filter(Q(at__gt=OuterRef("since")) | ~Exists(replaced), offer=OuterRef("offer"))
    lowest = before.filter(at__lt=OuterRef("at")).order_by("price").values("price")[:1]
    saves = Save.objects.filter(offer=OuterRef("offer"), price__gt=OuterRef("price"))
    rows = Drop.objects.filter(offer__in=offer_ids).annotate(lowest=Subquery(lowest))
    return rows.filter(Q(lowest=None) | Q(lowest__lte=F("price")) | ~Exists(saves))


def due_drops() -> QuerySet[Drop]:
    """Prices that fell and have not been told to everybody, oldest first."""
    return Drop.objects.order_by("at", "offer")


def saves_beyond(offer_id: UUID, beyond: int, limit: int) -> list[Saved]:
    """Up to `limit` saves of an offer in live posts, in their order, from the one after `beyond`. One statement."""
    rows = Save.objects.filter(offer=offer_id, id__gt=beyond, post__live=True).order_by("id")
    columns = rows.values_list("id", "person_id", "post_id", "price")[:limit]
    return [Saved(save, person, post, price or 0) for save, person, post, price in columns]
