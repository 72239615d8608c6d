"""Reads of carts."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog
from goodword.catalog.queries import OfferView
from goodword.checkout.models import Cart, CartItem
from goodword.checkout.rules import CartRef, QuoteItem, delivery_cost, secret_hash
from goodword.kit import refusals
from goodword.partners import queries as partners


class NoSuchCart(refusals.NotFound):
    """The secret opens no cart."""

    status = 404
    code = "checkout.no_such_cart"
    sentence = _("This cart is not there any more. Put the things you want into a new one.")


@dataclass(frozen=True, slots=True)
class CartLine:
    """An offer in a cart as it is now; `price` in minor units. `enough` says whether all pieces can be bought."""

    offer_id: UUID
    product_id: UUID
    title: str
    variant_title: str
    quantity: int
    price: int
    currency: str
    available: int
    listed: bool
    post_id: UUID | None

    @property
    def enough(self) -> bool:
        """Whether it can be bought as it stands."""
        return self.listed and self.available >= self.quantity

    @property
    def amount(self) -> int:
        """What the line costs in minor units."""
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class CartShop:
    """One shop's part of a cart; `goods` and `delivery` in minor units count only what can be bought."""

    shop_id: UUID
    shop_slug: str
    shop_name: str
    currency: str
    goods: int
    delivery: int
    free_delivery_from: int | None
    lines: tuple[CartLine, ...]


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart by shop, in the order things were put in. `totals` by currency, in minor units, delivery included."""

    shops: tuple[CartShop, ...]
    count: int
    totals: dict[str, int]


def find_cart(ref: CartRef) -> Cart | None:
    """The cart `ref` opens, or None. A guest's secret is compared in constant time; nobody's cart is never found."""
    if ref.person_id is not None:
        return Cart.objects.filter(person_id=ref.person_id).first()
    if not ref.secret:
        return None
    wanted = secret_hash(ref.secret)
    found = Cart.objects.filter(person=None, secret_hash=wanted).first()
    return found if found and hmac.compare_digest(found.secret_hash or "", wanted) else None


def items_in(cart: Cart | None) -> list[QuoteItem]:
    """The items of a cart in the order they were put in."""
    rows = CartItem.objects.filter(cart=cart).order_by("id") if cart else CartItem.objects.none()
    return [QuoteItem(*row) for row in rows.values_list("offer_id", "quantity", "post_id")]


def cart(ref: CartRef) -> CartView:
    """What is in the cart, at today's prices. A cart that is not there is empty."""
    items = items_in(find_cart(ref))
    offers = catalog.offers(item.offer_id for item in items) if items else {}
    briefs = partners.briefs(offer.shop_id for offer in offers.values()) if offers else {}
    lines: dict[UUID, list[CartLine]] = {}
    for item in items:
        offer = offers[item.offer_id]
        lines.setdefault(offer.shop_id, []).append(_line(item, offer))
    shops = tuple(_shop(briefs[shop_id], tuple(own)) for shop_id, own in lines.items())
    totals: dict[str, int] = {}
    for shop in shops:
        totals[shop.currency] = totals.get(shop.currency, 0) + shop.goods + shop.delivery
    return CartView(shops=shops, count=sum(item.quantity for item in items), totals=totals)


def _line(item: QuoteItem, offer: OfferView) -> CartLine:
    return CartLine(
        offer_id=offer.id,
        product_id=offer.product_id,
        title=offer.title,
        variant_title=offer.variant_title,
        quantity=item.quantity,
        price=offer.price,
        currency=offer.currency,
        available=offer.available,
        listed=offer.listed,
        post_id=item.post_id,
    )


def _shop(brief: partners.ShopBrief, lines: tuple[CartLine, ...]) -> CartShop:
    goods = sum(line.amount for line in lines if line.enough)
    cost = delivery_cost(goods, fee=brief.delivery_fee, free_from=brief.free_delivery_from) if goods else 0
    return CartShop(
        shop_id=brief.id,
        shop_slug=brief.slug,
        shop_name=brief.name,
        currency=brief.currency,
        goods=goods,
        delivery=cost,
        free_delivery_from=brief.free_delivery_from,
        lines=lines,
    )


def items_in_cart_of(person_id: UUID) -> list[QuoteItem]:
    """The items in a person's cart. One statement."""
    rows = CartItem.objects.filter(cart__person=person_id).order_by("id")
    return [QuoteItem(*row) for row in rows.values_list("offer_id", "quantity", "post_id")]


def lock_carts(cart_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these carts are still there, locked in the order of their ids."""
    rows = Cart.objects.select_for_update().filter(id__in=list(cart_ids)).order_by("id")
    return set(rows.values_list("id", flat=True))


def old_guest_carts(before: datetime, limit: int) -> list[UUID]:
    """Guests' carts not touched since `before`, oldest first."""
    rows = Cart.objects.filter(person=None, changed_at__lt=before).order_by("changed_at")
    return list(rows.values_list("id", flat=True)[:limit])
