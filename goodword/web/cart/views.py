"""Putting things in a cart, changing how many, taking them out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goodword.checkout import actions as checkout
from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.web.cart import pages
from goodword.web.shell.asks import maybe_id, one_id, quantity
from goodword.web.shell.basket import cart_of, cart_to_fill
from goodword.web.shell.doors import back

COUNT = "quantity-"  # followed by the offer's id: how many of it


@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """The cart, by shop."""
    return render(request, "cart/page.html", {"page": pages.cart(cart_of(request, clock.now()))})


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Puts an offer in the cart, with the recommendation it came from, and stays where the reader is."""
    now = clock.now()
    checkout.add_to_cart(
        cart_to_fill(request, now),
        offer_id=one_id(request.POST, "offer"),
        quantity=quantity(request.POST),
        post_id=maybe_id(request.POST, "post"),
        now=now,
    )
    messages.success(request, _("It is in your cart."))
    return back(request)


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Changes how many of each there are; none takes it out. On a refusal nothing more is changed."""
    now = clock.now()
    ref = cart_of(request, now)
    try:
        for name in request.POST:
            if name.startswith(COUNT):
                offer_id = one_id({"offer": name.removeprefix(COUNT)}, "offer")
                wanted = quantity(request.POST, name, least=0)
                if wanted and request.POST.get("remove") != str(offer_id):
                    checkout.set_quantity(ref, offer_id=offer_id, quantity=wanted, now=now)
                else:
                    checkout.remove_item(ref, offer_id=offer_id, now=now)
    except Refusal as refusal:
        return render(request, "cart/page.html", {"page": pages.cart(ref, str(refusal))}, status=refusal.status)
    return redirect("cart")
