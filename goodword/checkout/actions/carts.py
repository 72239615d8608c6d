"""Carts. A cart holds no stock: it is a list, and looks at the stock again when a purchase is placed."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog
from goodword.checkout import queries
from goodword.checkout.models import Cart, CartItem
from goodword.checkout.rules import SECRET_BYTES, CartRef, QuoteItem, joined, merged, secret_hash, whole
from goodword.kit.ids import new_id
from goodword.kit.limits import CART_LINES, LINE_QUANTITY
from goodword.kit.refusals import NotFound, Refusal
from goodword.social import queries as social

GUEST_CARTS_KEPT = timedelta(days=60)  # longer than a guest's session; then nobody has the secret any more


class BadQuantity(Refusal):
    """A quantity is a whole number of pieces within the limit (S-60)."""

    status = 422
    code = "checkout.bad_quantity"
    sentence = _("Choose a whole number from 1 to %(most)s.")


class CartFull(Refusal):
    """The cart has as many different things as one purchase may have."""

    status = 409
    code = "checkout.cart_full"
    sentence = _("Your cart holds %(most)s different things. Buy or remove some first.")


class NoSuchOffer(NotFound):
    """There is no such offer, or it is not in the cart."""

    status = 404
    code = "checkout.no_such_offer"
    sentence = _("There is no such thing to buy here. Look at the product again.")


@transaction.atomic
def open_cart(*, now: datetime) -> str:
    """A guest begins a cart; says its secret, 128 random bits, which is shown once and kept only as a hash (S-02)."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    Cart.objects.create(id=new_id(now), secret_hash=secret_hash(secret), changed_at=now)
    return secret


@transaction.atomic
def add_to_cart(cart: CartRef, *, offer_id: UUID, quantity: int, post_id: UUID | None, now: datetime) -> None:
    """Pieces of an offer are put into the cart, on the word of `post_id` when that live post carries the product.

    What is there already adds up; the word used last counts (`rules.joined`). Refuses BadQuantity, an unknown offer
    or cart, and CartFull.
    """
    _check(quantity)
    offer = catalog.offers([offer_id]).get(offer_id)
    if offer is None:
        raise NoSuchOffer
    if post_id and social.attribution(post_id, offer.product_id) is None:
        post_id = None
    row = _lock(cart, now, begin=True)
    items = joined([*queries.items_in(row), QuoteItem(offer_id, quantity, post_id)])
    if len(items) > CART_LINES:
        raise CartFull(most=CART_LINES)
    wanted = next(item for item in items if item.offer_id == offer_id)
    _check(wanted.quantity)
    _write(row, [wanted], now)


@transaction.atomic
def set_quantity(cart: CartRef, *, offer_id: UUID, quantity: int, now: datetime) -> None:
    """The cart is to hold so many pieces of an offer that is in it. Refuses BadQuantity, NoSuchCart, NoSuchOffer."""
    _check(quantity)
    row = _lock(cart, now)
    if not CartItem.objects.filter(cart=row, offer=offer_id).update(quantity=quantity):
        raise NoSuchOffer


@transaction.atomic
def remove_item(cart: CartRef, *, offer_id: UUID, now: datetime) -> None:
    """An offer is taken out of the cart; nothing happens when it is not in it. Refuses NoSuchCart."""
    CartItem.objects.filter(cart=_lock(cart, now), offer=offer_id).delete()


@transaction.atomic
def merge_cart(secret: str, person_id: UUID, *, now: datetime) -> None:
    """A guest signed in: what they put together is the person's, once (`rules.merged`). Unknown secrets do nothing."""
    guest = queries.find_cart(CartRef(secret=secret))
    if guest is None:
        return
    own = _begin(person_id, now)
    locked = queries.lock_carts([guest.id, own.id])
    if guest.id in locked:
        _write(own, merged(queries.items_in(own), queries.items_in(guest)), now)
        guest.delete()


@transaction.atomic
def forget_guest_carts(*, now: datetime, limit: int) -> int:
    """Guests' carts that nobody touched for long are thrown away; says how many."""
    old = queries.old_guest_carts(now - GUEST_CARTS_KEPT, limit)
    Cart.objects.filter(id__in=old).delete()
    return len(old)


def _check(quantity: object) -> None:
    if not whole(quantity, 1, LINE_QUANTITY):
        raise BadQuantity(most=LINE_QUANTITY)


def _begin(person_id: UUID, now: datetime) -> Cart:
    return Cart.objects.get_or_create(person_id=person_id, defaults={"id": new_id(now), "changed_at": now})[0]


def _lock(ref: CartRef, now: datetime, *, begin: bool = False) -> Cart:
    """The cart, locked and marked as used now. A person's begins by itself; a guest's needs its secret."""
    found = queries.find_cart(ref)
    if found is None and begin and ref.person_id is not None:
        found = _begin(ref.person_id, now)
    if found is None or not Cart.objects.filter(id=found.id).update(changed_at=now):
        raise queries.NoSuchCart
    return found


def _write(cart: Cart, items: Iterable[QuoteItem], now: datetime) -> None:
    """Puts the items into the cart as they are given, in one statement."""
    CartItem.objects.bulk_create(
        [
            CartItem(cart=cart, offer_id=item.offer_id, quantity=item.quantity, post_id=item.post_id, at=now)
            for item in items
        ],
        update_conflicts=True,
        unique_fields=["cart", "offer"],
        update_fields=["quantity", "post_id"],
    )
