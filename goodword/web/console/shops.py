"""A person's shops, opening one, and each shop's first page."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodword.catalog import queries as catalog
from goodword.kit import clock
from goodword.kit.limits import COUNTED
from goodword.orders import queries as orders
from goodword.partners import actions as partners
from goodword.partners import queries as partners_queries
from goodword.partners.queries import ShopView
from goodword.partners.rules import AGREEMENT_VERSION, RETURN_DAYS_MIN
from goodword.settlement import queries as settlement
from goodword.web.console import setup, words
from goodword.web.console.doors import Counter, staff
from goodword.web.console.forms import OpenForm, minor
from goodword.web.shell.doors import attempt, signed_in, status_of

FEW = 5  # orders shown on the first page; the others stand behind its links


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def shops(request: HttpRequest, person: UUID) -> HttpResponse:
    """The shops somebody works for; who works for one alone goes straight there. Opening another."""
    mine, refusal = partners_queries.shops_of(person), None
    form = OpenForm(request.POST if request.method == "POST" else None, initial=_usual())
    if form.is_valid():
        opened: list[UUID] = []
        refusal = attempt(lambda: opened.append(_open(form, person)))
        if refusal is None:
            messages.success(request, _("Your shop is open to you. It sells once it is verified."))
            return redirect("console-shop", form.cleaned_data["slug"])
    if request.method != "POST" and len(mine) == 1 and "open" not in request.GET:
        return redirect("console-shop", mine[0].slug)
    told = {
        "shops": setup.setups(person, mine),
        "form": form,
        "error": refusal,
        "opening": not mine or form.is_bound or "open" in request.GET,
    }
    return render(request, "console/shops.html", told, status=status_of(refusal, form.errors))


def _usual() -> dict[str, object]:
    return {"country": "CN", "currency": "CNY", "delivery_fee": "0", "return_days": RETURN_DAYS_MIN}


def _open(form: OpenForm, person: UUID) -> UUID:
    said = dict(form.cleaned_data)
    for field in ("delivery_fee", "free_delivery_from"):
        said[field] = minor(said[field], said["currency"])
    said["return_days"] = int(said["return_days"])
    return partners.open_shop(owner_id=person, now=clock.now(), by=person, **said)


@require_safe
@staff()
def shop(request: HttpRequest, at: Counter) -> HttpResponse:
    """What waits to be done today, the shop's money, and while it does not sell what is still to be set up."""
    now, shop = clock.now(), at.shop
    to_ship = orders.orders_to_ship(shop.id).rows[:FEW]
    returning = orders.orders_coming_back(shop.id).rows[:FEW]
    told = {
        "at": at,
        "standing": words.of_shop(shop),
        "agreement": AGREEMENT_VERSION,
        "progress": setup.setup(at),
        "work": orders.waiting_at(shop.id),
        "counted": COUNTED,
        "sold_out": catalog.sold_out(shop.id) if at.sells else 0,
        "rows": [(order, words.waits(order, now)) for order in to_ship],
        "returning": [(order, words.of_order(order)) for order in returning],
        "sums": _sums(shop, now) if at.sells else None,
    }
    return render(request, "console/shop.html", told)


def _sums(shop: ShopView, now: datetime) -> dict[str, int]:
    """The shop's money in its currency: what is held, what was settled this month, what goes out next."""
    found = {one.currency: one for one in settlement.earnings(shop.id)}.get(shop.currency)
    start = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return {
        "held": found.held if found else 0,
        "settled": settlement.settled(shop.id, shop.currency, start, now),
        "next": found.available if found else 0,
    }


@require_POST
@staff("owner")
def agreement(request: HttpRequest, at: Counter) -> HttpResponse:
    """The shop accepts the partner agreement that was shown."""
    partners.accept_agreement(at.shop.id, version=request.POST.get("version", ""), now=clock.now(), by=at.person)
    messages.success(request, _("The agreement is accepted."))
    return redirect("console-shop", at.shop.slug)
