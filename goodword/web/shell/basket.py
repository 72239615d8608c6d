"""Whose cart a request means: a person's, or a guest's by the secret in their session (S-02)."""

from datetime import datetime

from django.http import HttpRequest

from goodword.checkout import actions as checkout
from goodword.checkout.queries import find_cart
from goodword.checkout.rules import CartRef
from goodword.web.shell.asks import reader

KEPT = "cart_secret"


def cart_of(request: HttpRequest, now: datetime) -> CartRef:
    """The cart of this request. A guest's cart joins the person's the first time they come back signed in."""
    person, secret = reader(request), request.session.get(KEPT)
    if person is None:
        return CartRef(secret=secret)
    if secret:
        checkout.merge_cart(secret, person, now=now)
        del request.session[KEPT]
    return CartRef(person_id=person)


def cart_to_fill(request: HttpRequest, now: datetime) -> CartRef:
    """The same, beginning a cart for a guest who has none."""
    ref = cart_of(request, now)
    if ref.person_id or find_cart(ref):
        return ref
    request.session[KEPT] = checkout.open_cart(now=now)
    return cart_of(request, now)
