"""Prices and stock at a glance: many offers in one form, each changed line kept or refused alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from goodword.catalog import actions as catalog
from goodword.catalog import queries as catalog_queries
from goodword.catalog.actions import OfferChange
from goodword.catalog.queries import ShelfRow
from goodword.kit import clock
from goodword.kit.limits import SHELF_ROWS
from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.web.console.doors import SELLERS, Counter, staff
from goodword.web.console.forms import PriceForm, StockForm, minor
from goodword.web.shell.asks import ids
from goodword.web.shell.jinja import url

FIELDS = ("price", "was", "stock")


@dataclass(frozen=True, slots=True)
class Line:
    """An offer as it stands, what the form says of it, and why that was refused; `kept` is what was shown before."""

    offer: ShelfRow
    typed: Mapping[str, str]
    kept: Mapping[str, str]
    wrong: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*SELLERS)
def shelf(request: HttpRequest, at: Counter) -> HttpResponse:
    """A page of offers; what was changed in it is kept line by line."""
    cursor = request.GET.get("cursor")
    here = url("console-shelf", at.shop.slug, cursor=cursor)
    wrong = _change(request, at) if request.method == "POST" else {}
    if request.method == "POST" and not wrong:
        return redirect(here)
    page = catalog_queries.shelf_of(at.shop.id, cursor, clock.now(), size=SHELF_ROWS)
    told = {
        "at": at,
        "lines": [_line(row, request.POST, wrong.get(row.id, "")) for row in page.rows],
        "wrong": len(wrong),
        "form_action": here,
        "next": page.next and url("console-shelf", at.shop.slug, cursor=page.next),
    }
    return render(request, "console/shelf.html", told, status=422 if wrong else 200)


def _change(request: HttpRequest, at: Counter) -> dict[UUID, str]:
    """Applies what differs from what was shown; why, for each line that was refused."""
    changes, wrong = dict[UUID, OfferChange](), dict[UUID, str]()
    for offer_id in ids(request.POST, "offer", SHELF_ROWS):
        moved = _moved(offer_id, request.POST)
        if not moved:
            continue
        said = {name: request.POST.get(f"{name}-{offer_id}", "").strip() for name in FIELDS}
        try:
            changes[offer_id] = _read(said, set(moved), at.shop.currency)
        except ValueError as error:
            wrong[offer_id] = str(error)
        except Refusal as refusal:
            wrong[offer_id] = str(refusal)
    refused = catalog.change_offers(at.shop.id, changes, now=clock.now(), by=at.person) if changes else {}
    kept = len(changes) - len(refused)
    if kept:
        messages.success(
            request, ngettext("%(num)s line is changed.", "%(num)s lines are changed.", kept) % {"num": kept}
        )
    return wrong | {key: str(refusal) for key, refusal in refused.items()}


def _moved(offer_id: UUID, sent: QueryDict) -> dict[str, str]:
    """What was typed over what had been shown of an offer."""
    said = {name: sent.get(f"{name}-{offer_id}", "").strip() for name in FIELDS}
    return {name: text for name, text in said.items() if text != sent.get(f"{name}0-{offer_id}", "")}


def _read(said: Mapping[str, str], moved: set[str], currency: str) -> OfferChange:
    """What a line asks for. A ValueError says what is no number (S-60)."""
    price = stock = None
    if moved & {"price", "was"}:
        form = PriceForm({"price": said["price"], "compare_at": said["was"]})
        _sound(form)
        price = (minor(form.cleaned_data["price"], currency) or 0, minor(form.cleaned_data["compare_at"], currency))
    if "stock" in moved:
        counted = StockForm({"on_hand": said["stock"]})
        _sound(counted)
        stock = int(counted.cleaned_data["on_hand"])
    return OfferChange(price=price, on_hand=stock)


def _sound(form: PriceForm | StockForm) -> None:
    if not form.is_valid():
        raise ValueError(next(iter(form.errors.values()))[0])


def _line(row: ShelfRow, sent: QueryDict, wrong: str) -> Line:
    """A refused line keeps what was typed into it; what was not, and all other lines, show what stands now."""
    stands = {
        "price": Money(row.price, row.currency).plain(),
        "was": Money(row.claim, row.currency).plain() if row.claim else "",
        "stock": str(row.on_hand),
    }
    moved = _moved(row.id, sent) if wrong else {}
    return Line(row, stands | moved, stands, wrong)
