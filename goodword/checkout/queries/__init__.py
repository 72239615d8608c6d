"""Reads of carts, addresses, quotes and terms."""

from goodword.checkout.queries.addresses import (
    AddressView,
    NoSuchAddress,
    address_fields,
    addresses_by_fields,
    addresses_of,
    visible_addresses,
)
from goodword.checkout.queries.carts import (
    CartLine,
    CartShop,
    CartView,
    NoSuchCart,
    cart,
    find_cart,
    items_in,
    items_in_cart_of,
    lock_carts,
    old_guest_carts,
)
from goodword.checkout.queries.quotes import (
    LockedQuote,
    NoSuchQuote,
    QuoteView,
    lock_quote,
    old_quotes,
    quote_for,
    quote_view,
    quoted_shops,
    visible_to,
)
from goodword.checkout.queries.terms import Terms, terms

__all__ = [
    "AddressView",
    "CartLine",
    "CartShop",
    "CartView",
    "LockedQuote",
    "NoSuchAddress",
    "NoSuchCart",
    "NoSuchQuote",
    "QuoteView",
    "Terms",
    "address_fields",
    "addresses_by_fields",
    "addresses_of",
    "cart",
    "find_cart",
    "items_in",
    "items_in_cart_of",
    "lock_carts",
    "lock_quote",
    "old_guest_carts",
    "old_quotes",
    "quote_for",
    "quote_view",
    "quoted_shops",
    "terms",
    "visible_addresses",
    "visible_to",
]
