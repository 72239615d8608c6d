"""The middle page: where to, by which payment, and Pay."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodword.checkout import actions as checkout
from goodword.checkout.rules import AddressDraft
from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.payments import actions as payments
from goodword.web.checkout import pages
from goodword.web.checkout.walk import Walk, walk_of
from goodword.web.shell.asks import maybe_id, one_id, quantity
from goodword.web.shell.basket import cart_of
from goodword.web.shell.doors import signed_in


@require_POST
def buy(request: HttpRequest) -> HttpResponse:
    """Buy now: straight to the middle page with this one thing; a guest signs in on the way and comes back there."""
    one_id(request.POST, "offer")
    quantity(request.POST)
    return redirect(walk_of(request.POST).address("checkout"))


@require_safe
@signed_in
def checkout_page(request: HttpRequest, person: UUID) -> HttpResponse:
    """The middle page, at the prices of this moment."""
    return _middle(request, person, walk_of(request.GET), quote_id=maybe_id(request.GET, "quote"))


@require_POST
@signed_in
def address(request: HttpRequest, person: UUID) -> HttpResponse:
    """A new address in the book; on a refusal the form comes back with what was typed."""
    walk = walk_of(request.POST)
    typed = {name: request.POST.get(name, "")[:400] for name in AddressDraft.__dataclass_fields__}
    try:
        kept = checkout.save_address(person, AddressDraft(**typed), now=clock.now())
    except Refusal as refusal:
        return _middle(request, person, walk, typed=typed, error=str(refusal), status=refusal.status)
    return redirect(walk.to(kept).address("checkout"))


@require_POST
@signed_in
def forget_address(request: HttpRequest, person: UUID) -> HttpResponse:
    """Takes another address than the chosen one out of the book; what was bought keeps its own copy."""
    checkout.forget_address(person, one_id(request.POST, "gone"))
    return redirect(walk_of(request.POST).address("checkout"))


@require_POST
@signed_in
def pay(request: HttpRequest, person: UUID) -> HttpResponse:
    """Agrees to the quote that was shown, then goes to pay. A changed price shows the page again, with the new one."""
    walk, quote_id, now = walk_of(request.POST), one_id(request.POST, "quote"), clock.now()
    if done := pages.bought_already(person, quote_id):
        return redirect("purchase", done)
    try:
        placed = checkout.place(
            quote_id=quote_id,
            quote_hash=request.POST.get("hash", ""),
            channel=request.POST.get("channel", ""),
            person_id=person,
            key=request.POST.get("key", ""),
            return_url=f"{settings.BASE_URL}{reverse('purchases')}{{purchase}}/",
            lifetime=settings.PAYMENT_LIFETIME,
            now=now,
        )
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _middle(request, person, walk, note=str(refusal), status=refusal.status)
    if walk.currency:
        pages.empty_of(person, quote_id, now)
    try:
        payments.start_intent(intent_id=placed.intent_id, now=now, payer_ip=request.META.get("REMOTE_ADDR", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("purchase", placed.purchase_id)
    return redirect("pay-again", placed.purchase_id)


def _middle(
    request: HttpRequest,
    person: UUID,
    walk: Walk,
    *,
    quote_id: UUID | None = None,
    note: str = "",
    typed: dict[str, str] | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    ref = cart_of(request, now)
    try:
        page = pages.middle(person, walk, ref, now, quote_id=quote_id, note=note, typed=typed, error=error)
    except Refusal as refusal:
        if refusal.status == 404 or walk.offer:
            raise
        messages.error(request, str(refusal))
        return redirect("cart")
    return render(request, "checkout/page.html", {"page": page}, status=status)
