"""Carts, addresses and quotes over the wire."""

from datetime import datetime
from uuid import UUID

from typing_extensions import TypedDict

from goodword.api.wire import Money, maybe_money, money
from goodword.checkout import queries as views
from goodword.checkout.rules import ShopQuote


class CartLine(TypedDict):
    """An offer in a cart at today's price; `enough` says whether all pieces can be bought."""

    offer_id: UUID
    product_id: UUID
    title: str
    variant_title: str
    quantity: int
    price: Money
    available: int
    enough: bool
    post_id: UUID | None


class CartShop(TypedDict):
    """One shop's part of a cart; `goods` and `delivery` count only what can be bought."""

    shop_id: UUID
    shop_slug: str
    shop_name: str
    goods: Money
    delivery: Money
    free_delivery_from: Money | None
    lines: list[CartLine]


class Cart(TypedDict):
    """What is in the cart, by shop; `totals` by currency, delivery included."""

    shops: list[CartShop]
    count: int
    totals: list[Money]


class Address(TypedDict):
    """Where goods go. `country` is an ISO 3166 code."""

    id: UUID
    name: str
    street: str
    extra: str
    postcode: str
    city: str
    region: str
    country: str
    phone: str


class AddressPage(TypedDict):
    """The caller's addresses, newest first."""

    rows: list[Address]
    next: str | None


class QuoteItem(TypedDict):
    """An item at its price; `rate_bp` is what the expert earns on it."""

    offer_id: UUID
    product_id: UUID
    title: str
    variant_title: str
    quantity: int
    unit_price: Money
    post_id: UUID | None
    expert_id: UUID | None
    rate_bp: int


class QuoteShop(TypedDict):
    """What one shop is to deliver, for what."""

    shop_id: UUID
    shop_name: str
    goods: Money
    delivery: Money
    return_days: int
    items: list[QuoteItem]


class Quote(TypedDict):
    """What there is to agree to until `expires_at`: send `id` and `hash` back to buy it at these prices."""

    id: UUID
    hash: str
    shops: list[QuoteShop]
    goods: Money
    delivery: Money
    total: Money
    address: dict[str, str]
    expires_at: datetime
    purchase_id: UUID | None


class Channel(TypedDict):
    """A way to pay; `open` says whether it takes new payments now."""

    key: str
    name: str
    open: bool
    note: str


class ChannelPage(TypedDict):
    """The ways to pay in a currency."""

    rows: list[Channel]
    next: str | None


class Placed(TypedDict):
    """A purchase that waits for its payment."""

    purchase_id: UUID
    intent_id: UUID


class Payment(TypedDict):
    """Where the payer pays: the provider's page."""

    pay_url: str


def cart(seen: views.CartView) -> Cart:
    """A cart."""
    return {
        "shops": [_cart_shop(shop) for shop in seen.shops],
        "count": seen.count,
        "totals": [money(amount, currency) for currency, amount in seen.totals.items()],
    }


def _cart_shop(shop: views.CartShop) -> CartShop:
    return {
        "shop_id": shop.shop_id,
        "shop_slug": shop.shop_slug,
        "shop_name": shop.shop_name,
        "goods": money(shop.goods, shop.currency),
        "delivery": money(shop.delivery, shop.currency),
        "free_delivery_from": maybe_money(shop.free_delivery_from, shop.currency),
        "lines": [
            {
                "offer_id": line.offer_id,
                "product_id": line.product_id,
                "title": line.title,
                "variant_title": line.variant_title,
                "quantity": line.quantity,
                "price": money(line.price, line.currency),
                "available": line.available,
                "enough": line.enough,
                "post_id": line.post_id,
            }
            for line in shop.lines
        ],
    }


def address(seen: views.AddressView) -> Address:
    """An address."""
    return {
        "id": seen.id,
        "name": seen.name,
        "street": seen.street,
        "extra": seen.extra,
        "postcode": seen.postcode,
        "city": seen.city,
        "region": seen.region,
        "country": seen.country,
        "phone": seen.phone,
    }


def quote(seen: views.QuoteView) -> Quote:
    """A quote."""
    currency = seen.currency
    return {
        "id": seen.id,
        "hash": seen.hash,
        "shops": [_quote_shop(shop, currency) for shop in seen.shops],
        "goods": money(seen.goods, currency),
        "delivery": money(seen.delivery, currency),
        "total": money(seen.total, currency),
        "address": seen.address,
        "expires_at": seen.expires_at,
        "purchase_id": seen.purchase_id,
    }


def _quote_shop(shop: ShopQuote, currency: str) -> QuoteShop:
    return {
        "shop_id": shop.shop_id,
        "shop_name": shop.shop_name,
        "goods": money(shop.goods, currency),
        "delivery": money(shop.delivery, currency),
        "return_days": shop.return_days,
        "items": [
            {
                "offer_id": item.offer_id,
                "product_id": item.product_id,
                "title": item.title,
                "variant_title": item.variant_title,
                "quantity": item.quantity,
                "unit_price": money(item.unit_price, currency),
                "post_id": item.post_id,
                "expert_id": item.expert_id,
                "rate_bp": item.rate_bp,
            }
            for item in shop.items
        ],
    }
