"""Looking at what was bought, saying that it arrived, cancelling, asking for a return."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodword.kit import clock
from goodword.orders import actions as orders
from goodword.payments import actions as payments
from goodword.web.purchases import pages
from goodword.web.shell.doors import signed_in


@require_safe
@signed_in
def purchases(request: HttpRequest, person: UUID) -> HttpResponse:
    """The reader's purchases."""
    return render(request, "purchases/list.html", {"page": pages.purchases(person, request.GET.get("cursor"))})


@require_safe
@signed_in
def purchase(request: HttpRequest, person: UUID, purchase_id: UUID) -> HttpResponse:
    """One purchase: every parcel and every yuan."""
    return render(request, "purchases/page.html", {"page": pages.purchase(person, purchase_id, clock.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def pay_again(request: HttpRequest, person: UUID, purchase_id: UUID) -> HttpResponse:
    """Leads to the provider's page for a purchase that is not paid yet; POST asks the provider for it once more.

    The way there is a page of ours that says whose page comes next (S-16), not a redirect: the pages' policy lets
    forms lead to us alone.
    """
    if request.method == "POST":
        intent, ip = pages.intent_to_pay(person, purchase_id), request.META.get("REMOTE_ADDR", "")
        payments.start_intent(intent_id=intent.id, now=clock.now(), payer_ip=ip)
        return redirect("pay-again", purchase_id)
    page = pages.way_to_pay(person, purchase_id, clock.now())
    return render(request, "purchases/go.html", {"page": page}) if page else redirect("purchase", purchase_id)


@require_POST
@signed_in
def give_up(request: HttpRequest, person: UUID, purchase_id: UUID) -> HttpResponse:
    """Gives up a purchase before paying: what was held is free again."""
    orders.cancel_purchase(purchase_id, reason="", now=clock.now(), by=person)
    messages.success(request, _("Nothing will be charged. What was held for you is free again."))
    return redirect("purchase", purchase_id)


@require_POST
@signed_in
def receipt(request: HttpRequest, person: UUID, purchase_id: UUID, order_id: UUID) -> HttpResponse:
    """The goods arrived."""
    pages.order_in(person, purchase_id, order_id)
    orders.receive_order(order_id, now=clock.now(), by=person)
    messages.success(request, _("Good. You can still ask to return it for a while."))
    return redirect("purchase", purchase_id)


@require_POST
@signed_in
def cancellation(request: HttpRequest, person: UUID, purchase_id: UUID, order_id: UUID) -> HttpResponse:
    """Gives up an order before the shop ships it: all its money comes back."""
    pages.order_in(person, purchase_id, order_id)
    reason = request.POST.get("reason", "").strip() or pages.no_reason()
    orders.cancel_order(order_id, reason=reason, now=clock.now(), by=person)
    messages.success(request, _("Cancelled. All you paid for it comes back the way you paid it."))
    return redirect("purchase", purchase_id)
