"""Reads of carts, addresses and quotes. Every one begins with whose they are."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog
from goodword.catalog.queries import OfferView
from goodword.checkout.models import Address, Cart, CartItem, Quote
from goodword.checkout.rules import (
    ADDRESS_LIMITS,
    CartRef,
    QuoteItem,
    ShopQuote,
    delivery_cost,
    secret_hash,
)
from goodword.kit import refusals
from goodword.kit.statements import told, woven
from goodword.orders.rules import LineDraft
from goodword.partners import queries as partners

QUOTE = "SELECT * FROM checkout_quote WHERE id = %s AND person_id = %s {lock}"


class NoSuchCart(refusals.NotFound):
    """The secret opens no cart."""

    status = 404
    code = "checkout.no_such_cart"
    sentence = _("This cart is not there any more. Put the things you want into a new one.")


class NoSuchAddress(refusals.NotFound):
    """There is no such address, or it is somebody else's (S-74)."""

    status = 404
    code = "checkout.no_such_address"
    sentence = _("There is no such address. Choose one of yours or add a new one.")


class NoSuchQuote(refusals.NotFound):
    """There is no such quote, or it is somebody else's (S-74)."""

    status = 404
    code = "checkout.no_such_quote"
    sentence = _("There is no such offer of a price. Go back to your cart and begin again.")


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


@dataclass(frozen=True, slots=True)
class AddressView:
    """One of a person's addresses."""

    id: UUID
    name: str
    street: str
    extra: str
    postcode: str
    city: str
    region: str
    country: str
    phone: str


@dataclass(frozen=True, slots=True)
class QuoteView:
    """What there is to agree to, until `expires_at`. Send `id` and `hash` back to place it. Minor units."""

    id: UUID
    hash: str
    shops: tuple[ShopQuote, ...]
    goods: int
    delivery: int
    total: int
    currency: str
    address: dict[str, str]
    expires_at: datetime
    purchase_id: UUID | None


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


def visible_addresses(person_id: UUID) -> QuerySet[Address]:
    """A person's own addresses."""
    return Address.objects.filter(person_id=person_id)


def addresses_of(person_id: UUID) -> list[AddressView]:
    """A person's addresses, newest first."""
    rows = visible_addresses(person_id).order_by("-id").values_list("id", "fields")
    return [AddressView(id=address_id, **fields) for address_id, fields in rows]


def address_fields(person_id: UUID, address_id: UUID) -> dict[str, str]:
    """One of the person's addresses as plain values. Refuses anybody else's."""
    row = visible_addresses(person_id).filter(id=address_id).first()
    if row is None:
        raise NoSuchAddress
    return dict(row.fields)


def visible_to(person_id: UUID) -> QuerySet[Quote]:
    """A person's own quotes."""
    return Quote.objects.filter(person_id=person_id)


def quote_for(person_id: UUID, quote_id: UUID) -> QuoteView:
    """One of the person's quotes. Refuses anybody else's."""
    row = visible_to(person_id).filter(id=quote_id).first()
    if row is None:
        raise NoSuchQuote
    return quote_view(row)


def quote_view(row: Quote) -> QuoteView:
    """A quote as its person sees it."""
    return QuoteView(
        id=row.id,
        hash=row.hash,
        shops=quoted_shops(row.content),
        goods=row.goods,
        delivery=row.delivery,
        total=row.total,
        currency=row.currency,
        address=row.address,
        expires_at=row.expires_at,
        purchase_id=row.purchase_id,
    )


def quoted_shops(content: list[dict[str, Any]]) -> tuple[ShopQuote, ...]:
    """The shops of a quote's kept content."""
    return tuple(
        ShopQuote(
            shop_id=UUID(shop["shop_id"]),
            shop_name=shop["shop_name"],
            delivery=shop["delivery"],
            return_days=shop["return_days"],
            items=tuple(_item(item) for item in shop["items"]),
        )
        for shop in content
    )


def _item(kept: dict[str, Any]) -> LineDraft:
    ids = {name: kept[name] and UUID(kept[name]) for name in ("offer_id", "product_id", "post_id", "expert_id")}
    return LineDraft(**{**kept, **ids})


def items_in_cart_of(person_id: UUID) -> list[QuoteItem]:
    """The items in a person's cart. One statement."""
    rows = CartItem.objects.filter(cart__person=person_id).order_by("id")
    return [QuoteItem(*row) for row in rows.values_list("offer_id", "quantity", "post_id")]


def addresses_by_fields(person_id: UUID) -> dict[tuple[str, ...], UUID]:
    """A person's addresses by what stands in them."""
    rows = visible_addresses(person_id).values_list("fields", "id")
    return {tuple(fields[name] for name in ADDRESS_LIMITS): address_id for fields, address_id in rows}


def lock_quote(person_id: UUID, quote_id: UUID) -> Quote:
    """The person's quote, locked. Refuses anybody else's."""
    for row in Quote.objects.raw(woven(QUOTE), [told(quote_id), told(person_id)]):
        return row
    raise NoSuchQuote


def lock_carts(cart_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these carts are still there, locked in the order of their ids."""
    rows = Cart.objects.select_for_update().filter(id__in=list(cart_ids)).order_by("id")
    return set(rows.values_list("id", flat=True))


def old_guest_carts(before: datetime, limit: int) -> list[UUID]:
    """Guests' carts not touched since `before`, oldest first."""
    rows = Cart.objects.filter(person=None, changed_at__lt=before).order_by("changed_at")
    return list(rows.values_list("id", flat=True)[:limit])


def old_quotes(before: datetime, limit: int) -> list[UUID]:
    """Quotes that ended before `before`, oldest first."""
    rows = Quote.objects.filter(expires_at__lt=before).order_by("expires_at")
    return list(rows.values_list("id", flat=True)[:limit])
