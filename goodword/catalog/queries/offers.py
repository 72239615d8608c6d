"""Reads of offers and what they cost."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from goodword.catalog.models import Offer, PricePoint
from goodword.catalog.rules import PRICE_BASIS, Options


@dataclass(frozen=True, slots=True)
class OfferView:
    """A variant at its price; amounts in minor units of `currency`. `available` can be bought at this moment.

    `compare_at` is the earlier price that may be shown (L6). `listed` says whether it may be sold and recommended:
    the product is not withdrawn and its shop is in good standing. `lowest_30_days` is filled on a product's page.
    """

    id: UUID
    variant_id: UUID
    product_id: UUID
    shop_id: UUID
    title: str
    variant_title: str
    sku: str
    price: int
    compare_at: int | None
    currency: str
    available: int
    lead_time_days: int
    listed: bool
    options: Options = ()
    gtin: str = ""
    lowest_30_days: int | None = None


OFFER: tuple[Any, ...] = (
    "id",
    "variant_id",
    "product_id",
    "shop_id",
    "product__title",
    "variant__title",
    "variant__sku",
    "price",
    "compare_at",
    "currency",
    F("on_hand") - F("reserved"),
    "lead_time_days",
    "product__listed",
    "shop__recommendable",
    "variant__options",
    "variant__gtin",
)


def offer_views(rows: QuerySet[Offer]) -> list[OfferView]:
    """Offers as others see them, in the order of `rows`. One statement."""
    views = []
    for *own, listed, in_good_standing, options, gtin in rows.values_list(*OFFER):
        pairs = tuple((name, value) for name, value in options)
        views.append(OfferView(*[*own, listed and in_good_standing, pairs, gtin]))
    return views


def offers(offer_ids: Iterable[UUID]) -> dict[UUID, OfferView]:
    """The offers with these ids; ids that do not exist are left out. One statement."""
    return {offer.id: offer for offer in offer_views(Offer.objects.filter(id__in=set(offer_ids)))}


def lowest_30_days(offer_ids: Collection[UUID], at: datetime) -> dict[UUID, int]:
    """The lowest price of each offer in force during the 30 days that end at `at` (L6). One statement.

    A price is in force until the next one begins, so the one in force when the 30 days began counts too.
    """
    start = at - PRICE_BASIS
    replaced = PricePoint.objects.filter(offer=OuterRef("offer"), at__gt=OuterRef("at"), at__lte=start)
    rows = (
        PricePoint.objects.filter(Q(at__gt=start) | ~Exists(replaced), offer__in=offer_ids, at__lte=at)
        .values_list("offer")
        .annotate(lowest=Min("price"))
    )
    return dict(rows)
