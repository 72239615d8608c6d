"""Whose cart a request means: a person's, or a guest's by the secret in their session (S-02)."""

import secrets
from datetime import datetime

from django.http import HttpRequest

from goodword.checkout import actions as checkout
from goodword.checkout.rules import SECRET_BYTES, CartRef
from goodword.web.shell.asks import reader

KEPT = "cart_secret"


def cart_of(request: HttpRequest, now: datetime) -> CartRef:
    """The cart of this request. A guest's cart joins the person's the first time they come back signed in."""
    person, secret = reader(request), request.session.get(KEPT)
    if person is None:
        return CartRef(secret=secret)
    if secret:
        checkout.merge_cart(secret=secret, person_id=person, now=now)
        del request.session[KEPT]
    return CartRef(person_id=person)


def cart_to_fill(request: HttpRequest, now: datetime) -> CartRef:
    """The same, giving a guest who has none a new secret of 128 random bits."""
    if reader(request) is None and KEPT not in request.session:
        request.session[KEPT] = secrets.token_urlsafe(SECRET_BYTES)
    return cart_of(request, now)
