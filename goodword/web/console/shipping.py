"""Packing: what waits to be sent, many parcels at once by hand or by a file, and slips to print."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from goodword.kit import clock
from goodword.kit.limits import PAGE_SIZE, PARCEL_FILE_BYTES, PARCELS_AT_ONCE
from goodword.kit.refusals import Refusal
from goodword.orders import actions as deeds
from goodword.orders import queries as order_queries
from goodword.orders.actions import ParcelNote, ParcelOutcome
from goodword.orders.queries import OrderView
from goodword.web.console import words
from goodword.web.console.doors import Counter, staff
from goodword.web.console.forms import ParcelsForm
from goodword.web.shell.asks import ids
from goodword.web.shell.doors import attempt, status_of
from goodword.web.shell.jinja import url

COLUMNS = ("order", "carrier", "number")
EXAMPLE = "order,carrier,number\n260601-7K3QX-9PM2D-1,SF Express,SF1029384756"


class NoParcelChosen(Refusal):
    """Nothing was ticked."""

    status = 422
    code = "web.no_parcel_chosen"
    sentence = gettext_lazy("Tick the orders you mean, then press again.")


class BadParcelFile(Refusal):
    """The file of parcels cannot be read."""

    status = 422
    code = "web.bad_parcel_file"
    sentence = gettext_lazy(
        "This file cannot be read. Hand in CSV in UTF-8 with the columns order, carrier, number, up to %(most)s lines."
    )


@dataclass(frozen=True, slots=True)
class Row:
    """An order to send: how long its buyer has waited, what was typed for it, and why that was refused."""

    order: OrderView
    waits: words.State
    ticked: bool
    carrier: str
    number: str
    refusal: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff()
def to_ship(request: HttpRequest, at: Counter) -> HttpResponse:
    """What is to be sent, longest waiting first; several are sent together, each alone refused or not."""
    if request.method != "POST":
        return _page(request, at)
    chosen = ids(request.POST, "order", PARCELS_AT_ONCE)
    if request.POST.get("do") == "slips" and chosen:
        asked = urlencode([("order", one) for one in chosen])
        return redirect(f"{url('console-slips', at.shop.slug)}?{asked}")
    if not chosen:
        return _page(request, at, NoParcelChosen())
    usual = request.POST.get("carrier", "")
    notes = [
        ParcelNote(
            str(one), request.POST.get(f"carrier-{one}", "").strip() or usual, request.POST.get(f"number-{one}", "")
        )
        for one in chosen
    ]
    told = _send(at, notes)
    sent = sum(one.state == "sent" for one in told)
    if sent:
        on_the_way = ngettext("%(num)s order is on its way.", "%(num)s orders are on their way.", sent)
        messages.success(request, on_the_way % {"num": sent})
    refused = {UUID(one.note.order): str(one.refusal) for one in told if one.refusal}
    if not refused:
        return redirect("console-to-ship", at.shop.slug)
    return _page(request, at, refused=refused)


def _send(at: Counter, notes: Sequence[ParcelNote]) -> list[ParcelOutcome]:
    return deeds.dispatch_parcels(at.shop.id, notes, auto_receipt=settings.AUTO_RECEIPT, now=clock.now(), by=at.person)


def _page(
    request: HttpRequest, at: Counter, error: Refusal | None = None, refused: dict[UUID, str] | None = None
) -> HttpResponse:
    now, sent, wrong = clock.now(), request.POST, refused or {}
    page = order_queries.orders_to_ship(at.shop.id, request.GET.get("cursor"))
    ticked = set(sent.getlist("order"))
    rows = [_row(order, sent, str(order.id) in ticked, wrong, now) for order in page.rows]
    told = {
        "at": at,
        "rows": rows,
        "error": error,
        "refused": len(wrong),
        "carrier": sent.get("carrier", ""),
        "form_action": url("console-to-ship", at.shop.slug, cursor=request.GET.get("cursor")),
        "next": page.next and url("console-to-ship", at.shop.slug, cursor=page.next),
    }
    return render(request, "console/to_ship.html", told, status=status_of(error, wrong))


def _row(order: OrderView, sent: QueryDict, ticked: bool, wrong: dict[UUID, str], now: datetime) -> Row:
    return Row(
        order,
        words.waits(order, now),
        ticked,
        sent.get(f"carrier-{order.id}", ""),
        sent.get(f"number-{order.id}", ""),
        wrong.get(order.id, ""),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff()
def parcels(request: HttpRequest, at: Counter) -> HttpResponse:
    """Carrier numbers by a file: order, carrier, number. The same file again changes nothing."""
    sent = request.method == "POST"
    form, told = ParcelsForm(request.POST if sent else None, request.FILES if sent else None), list[ParcelOutcome]()
    refusal = attempt(lambda: told.extend(_handed(form, at))) if form.is_valid() else None
    page: dict[str, Any] = {
        "at": at,
        "form": form,
        "error": refusal,
        "told": [(line, one, _outcome(one)) for line, one in enumerate(told, start=2)],
        "sums": {state: sum(one.state == state for one in told) for state in ("sent", "same", "refused")},
        "most": PARCELS_AT_ONCE,
        "example": EXAMPLE,
    }
    return render(request, "console/parcels.html", page, status=status_of(refusal, form.errors))


def _handed(form: ParcelsForm, at: Counter) -> list[ParcelOutcome]:
    handed = form.cleaned_data["file"]
    if (handed.size or 0) > PARCEL_FILE_BYTES:
        raise BadParcelFile(most=PARCELS_AT_ONCE)
    return _send(at, list(_notes(handed.read())))


def _notes(data: bytes) -> Iterator[ParcelNote]:
    """The lines of a file of parcels. Refuses what is not one; a semicolon separates as well as a comma."""
    wrong = BadParcelFile(most=PARCELS_AT_ONCE)
    try:
        text = data.decode("utf-8-sig")
        head = text.partition("\n")[0]
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in head else ",", strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise wrong from error
    named = {(name or "").strip().lower(): name for name in rows[0]} if rows else {}
    if not set(COLUMNS) <= set(named) or len(rows) > PARCELS_AT_ONCE:
        raise wrong
    for row in rows:
        order, carrier, number = (str(row[named[column]] or "").strip() for column in COLUMNS)
        if order or carrier or number:
            yield ParcelNote(order, carrier, number)


def _outcome(told: ParcelOutcome) -> words.State:
    return {
        "sent": words.State(_("sent"), "jade"),
        "same": words.State(_("noted already")),
        "refused": words.State(_("refused"), "seal-c"),
    }[told.state]


@require_safe
@staff()
def slips(request: HttpRequest, at: Counter) -> HttpResponse:
    """What lies in each parcel and where it goes, one page each, without prices: to print."""
    chosen = ids(request.GET, "order", PAGE_SIZE)
    found = order_queries.orders_named(at.shop.id, chosen)
    if len(found) < len(chosen):
        raise order_queries.NoSuchOrder
    return render(request, "console/slips.html", {"at": at, "orders": found})
