"""Reads of products."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from goodword.catalog.models import Media, Offer, Product
from goodword.catalog.queries.offers import OfferView, lowest_30_days, offer_views
from goodword.catalog.queries.pictures import Picture, picture_of
from goodword.catalog.rules import clean_html
from goodword.kit import refusals
from goodword.kit.limits import OFFERS_LOOKED_AT, PAGE_SIZE
from goodword.kit.paging import Page, decode_id, encode_cursor
from goodword.kit.statements import read, tuples, uuid_of


class NoSuchProduct(refusals.NotFound):
    """There is no such product, or it is not this shop's (S-74)."""

    status = 404
    code = "catalog.no_such_product"
    sentence = _("There is no such product. It may have been removed; look for it by name.")


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as a card shows it: its lowest price, and how many of all its variants can be bought."""

    id: UUID
    slug: str
    title: str
    shop_id: UUID
    shop_name: str
    topic: str | None
    picture: Picture
    price: int
    compare_at: int | None
    currency: str
    available: int
    listed: bool


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Everything a product's page shows. `description` is clean HTML."""

    card: ProductCard
    handle: str
    shop_slug: str
    brand: str
    description: str
    withdrawn: bool
    offers: tuple[OfferView, ...]
    pictures: tuple[Picture, ...]


def cheapest(column: str) -> Subquery:
    """A column of a product's cheapest offer."""
    return Subquery(Offer.objects.filter(product=OuterRef("id")).order_by("price", "id").values(column)[:1])


CARD: tuple[Any, ...] = (
    "id",
    "slug",
    "title",
    "shop_id",
    "shop__name",
    "topic_id",
    "shop__currency",
    "listed",
    "shop__recommendable",
    "drawing",
    "cover__file",
    "cover__width",
    "cover__height",
    "cover__alt",
)


def cards(rows: QuerySet[Product]) -> list[ProductCard]:
    """Products as cards, in the order of `rows`. One statement."""
    available = Offer.objects.filter(product=OuterRef("id")).order_by().values("product")
    found = rows.values_list(
        *CARD,
        cheapest("price"),
        cheapest("compare_at"),
        Subquery(available.values(units=Sum(F("on_hand") - F("reserved")))),
    )
    views = []
    for *named, currency, listed, good, drawing, file, width, height, alt, price, compare_at, units in found:
        picture = picture_of(file, width, height, alt or named[2], drawing)
        views.append(ProductCard(*[*named, picture, price, compare_at, currency, units, listed and good]))
    return views


def products(product_ids: Iterable[UUID]) -> dict[UUID, ProductCard]:
    """The products with these ids as cards; ids that do not exist are left out. One statement."""
    return {card.id: card for card in cards(Product.objects.filter(id__in=set(product_ids)))}


def page_of(rows: QuerySet[Product], cursor: str | None, size: int = PAGE_SIZE) -> Page[ProductCard]:
    """One page of products, newest first, beginning after the product in `cursor`. One statement."""
    if cursor:
        rows = rows.filter(id__lt=decode_id(cursor))
    found = cards(rows.order_by("-id")[: size + 1])
    more = len(found) > size
    return Page(found[:size], encode_cursor(found[size - 1].id) if more else None)


def by_shop(shop_id: UUID, cursor: str | None = None, *, withdrawn: bool = False) -> Page[ProductCard]:
    """A shop's products, newest first; with the withdrawn ones when the shop itself looks."""
    rows = Product.objects.filter(shop_id=shop_id)
    return page_of(rows if withdrawn else rows.filter(listed=True), cursor)


def recommendable(product_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these products may be recommended: not withdrawn, and from a shop in good standing (rows 2, 13)."""
    rows = Product.objects.filter(id__in=set(product_ids), listed=True, shop__recommendable=True)
    return set(rows.values_list("id", flat=True))


def product_page(product_id: UUID, at: datetime) -> ProductPage:
    """Everything a product's page shows at a moment. Refuses when there is no such product. Four statements."""
    product = Product.objects.select_related("shop").filter(id=product_id).first()
    if product is None:
        raise NoSuchProduct
    offers = offer_views(Offer.objects.filter(product=product).order_by("price", "id"))
    lowest = lowest_30_days([offer.id for offer in offers], at)
    ready = Media.objects.filter(product=product).exclude(file="").order_by("position", "id")
    pictures = tuple(
        picture_of(*row[:3], row[3] or product.title, product.drawing)
        for row in ready.values_list("file", "width", "height", "alt")
    ) or (picture_of(None, None, None, product.title, product.drawing),)
    card = ProductCard(
        id=product.id,
        slug=product.slug,
        title=product.title,
        shop_id=product.shop_id,
        shop_name=product.shop.name,
        topic=product.topic_id,
        picture=pictures[0],
        price=offers[0].price,
        compare_at=offers[0].compare_at,
        currency=product.shop.currency,
        available=sum(offer.available for offer in offers),
        listed=product.listed and product.shop.recommendable,
    )
    return ProductPage(
        card=card,
        handle=product.handle,
        shop_slug=product.shop.slug,
        brand=product.brand,
        description=clean_html(product.description),
        withdrawn=not product.listed,
        offers=tuple(replace(offer, lowest_30_days=lowest[offer.id]) for offer in offers),
        pictures=pictures,
    )


def shop_of(product_id: UUID) -> UUID:
    """The shop whose product this is, for a surface that asks who may change it. Refuses when there is none."""
    found = Product.objects.filter(id=product_id).values_list("shop_id", flat=True).first()
    if found is None:
        raise NoSuchProduct
    return found


WITH_GOODS = """WITH asked (shop_id) AS (VALUES {ids}) SELECT shop_id FROM asked
                WHERE EXISTS (SELECT 1 FROM catalog_product p WHERE p.shop_id = asked.shop_id AND p.listed)"""


def with_goods(shop_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these shops have listed anything. One statement."""
    ids = list(set(shop_ids))
    found = read(WITH_GOODS, ids, ids=tuples(len(ids), 1)) if ids else []
    return {uuid_of(shop_id) for (shop_id,) in found}


def sold_out(shop_id: UUID) -> int:
    """How many of the shop's newest OFFERS_LOOKED_AT listed offers nobody can buy any more. One statement."""
    newest = Offer.objects.filter(shop_id=shop_id).order_by("-product_id", "-id")[:OFFERS_LOOKED_AT]
    gone = Offer.objects.filter(id__in=newest.values("id"), product__listed=True, on_hand__lte=F("reserved"))
    return gone.count()


def lock_product(product_id: UUID) -> Product:
    """The product with its shop, locked until the transaction ends. Refuses an unknown one."""
    rows = Product.objects.select_for_update(of=("self",)).select_related("shop")
    found = rows.filter(id=product_id).first()
    if found is None:
        raise NoSuchProduct
    return found
