"""The only writers of carts, addresses and quotes, and the door to a purchase."""

from goodword.checkout.actions.addresses import BadAddress, TooManyAddresses, forget_address, save_address
from goodword.checkout.actions.carts import (
    BadQuantity,
    CartFull,
    NoSuchOffer,
    add_to_cart,
    forget_guest_carts,
    merge_cart,
    open_cart,
    remove_item,
    set_quantity,
)
from goodword.checkout.actions.erasing import forget_persons
from goodword.checkout.actions.placing import BadKey, Placed, QuoteChanged, QuoteExpired, QuoteUsed, place
from goodword.checkout.actions.quoting import EmptyCart, NotForSale, OneCurrency, forget_quotes, make_quote

__all__ = [
    "BadAddress",
    "BadKey",
    "BadQuantity",
    "CartFull",
    "EmptyCart",
    "NoSuchOffer",
    "NotForSale",
    "OneCurrency",
    "Placed",
    "QuoteChanged",
    "QuoteExpired",
    "QuoteUsed",
    "TooManyAddresses",
    "add_to_cart",
    "forget_address",
    "forget_guest_carts",
    "forget_persons",
    "forget_quotes",
    "make_quote",
    "merge_cart",
    "open_cart",
    "place",
    "remove_item",
    "save_address",
    "set_quantity",
]
