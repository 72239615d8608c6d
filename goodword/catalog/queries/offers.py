"""Reads of offers and what they cost."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from goodword.catalog.models import Offer, PricePoint
from goodword.catalog.rules import PRICE_BASIS, Options
from goodword.kit.paging import Page, decode_cursor, encode_cursor
from goodword.kit.statements import places, read, uuid_of


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


# What OFFER names, written out for the path of every quote and purchase.
OFFERS = """SELECT o.id, o.variant_id, o.product_id, o.shop_id, p.title, v.title, v.sku, o.price, o.compare_at,
                   o.currency, o.on_hand - o.reserved, o.lead_time_days, p.listed AND s.recommendable, v.options, v.gtin
            FROM catalog_offer o JOIN catalog_product p ON p.id = o.product_id
            JOIN catalog_variant v ON v.id = o.variant_id JOIN partners_shop s ON s.id = o.shop_id
            WHERE o.id IN ({ids})"""


def offers(offer_ids: Iterable[UUID]) -> dict[UUID, OfferView]:
    """The offers with these ids; ids that do not exist are left out. One statement."""
    ids = list(set(offer_ids))
    found = {}
    for *keys_and_values, listed, options, gtin in read(OFFERS, ids, ids=places(ids)) if ids else []:
        keys, values = [uuid_of(key) for key in keys_and_values[:4]], keys_and_values[4:]
        pairs = tuple((name, value) for name, value in json.loads(options))
        found[keys[0]] = OfferView(*[*keys, *values, bool(listed), pairs, gtin])
    return found


def cheapest_offer(product_id: UUID) -> OfferView | None:
    """The offer at which a product's price begins. One statement."""
    found = offer_views(Offer.objects.filter(product_id=product_id).order_by("price", "id")[:1])
    return found[0] if found else None


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


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """An offer as its own shop sees it: `on_hand` with what is `reserved` for who is paying, `claim` as it was named.

    `compare_at` is what of the claim may be shown now; `ceiling` the most that an earlier price may say beside a price
    changed now (L6).
    """

    id: UUID
    product_id: UUID
    title: str
    variant_title: str
    sku: str
    price: int
    claim: int | None
    compare_at: int | None
    currency: str
    on_hand: int
    reserved: int
    listed: bool
    ceiling: int


SHELF = (
    "id",
    "product_id",
    "product__title",
    "variant__title",
    "variant__sku",
    "price",
    "claim",
    "compare_at",
    "currency",
    "on_hand",
    "reserved",
    "product__listed",
)


def shelf_of(shop_id: UUID, cursor: str | None, at: datetime, *, size: int) -> Page[ShelfRow]:
    """The shop's offers, newest first, variants of one product together; those of withdrawn products too.

    Two statements.
    """
    rows = Offer.objects.filter(shop_id=shop_id).order_by("-product_id", "-id")
    if cursor:
        product, offer = decode_cursor(cursor, UUID, UUID)
        rows = rows.filter(Q(product_id__lt=product) | Q(product_id=product, id__lt=offer))
    found = list(rows.values_list(*SHELF)[: size + 1])
    shown = found[:size]
    lowest = lowest_30_days([row[0] for row in shown], at)
    return Page(
        [ShelfRow(*[*row, lowest[row[0]]]) for row in shown],
        encode_cursor(shown[-1][1], shown[-1][0]) if len(found) > size else None,
    )
