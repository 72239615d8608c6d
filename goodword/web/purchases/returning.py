"""Sending goods back: the form, the second step of a withdrawal, and the pictures that show what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodword.kit import clock
from goodword.kit.limits import RETURN_PICTURES, UPLOAD_BYTES
from goodword.kit.refusals import Refusal
from goodword.orders import actions as orders
from goodword.orders import queries as order_queries
from goodword.orders.queries import PurchaseView
from goodword.orders.rules import WITHDRAWAL
from goodword.web.purchases import pages
from goodword.web.shell.asks import NothingChosen, one_id, quantity
from goodword.web.shell.doors import signed_in
from goodword.web.shell.grounds import GROUNDS
from goodword.web.shell.jinja import url

PIECES = "pieces-"  # followed by a line's id: how many of it come back


@dataclass(frozen=True, slots=True)
class Asked:
    """What the buyer typed: pieces by line, why, and more about it."""

    quantities: dict[UUID, str]
    ground: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """The form of a return: what was typed comes back with what is wrong.

    `handed` pictures came with the first step of a withdrawal: a browser sends them again only when they are chosen
    again. `grounds` are (key, words); before the parcel has arrived there is only the withdrawal.
    """

    purchase: PurchaseView
    part: pages.Part
    address: str
    grounds: Sequence[tuple[str, str]]
    asked: Asked
    error: str
    handed: int

    @property
    def pieces(self) -> Sequence[tuple[pages.Line, str]]:
        """The lines that come back, with how many of each as typed."""
        typed = self.asked.quantities
        return [(row, typed[row.line.id]) for row in self.part.lines if typed.get(row.line.id, "0") != "0"]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask_return(request: HttpRequest, person: UUID, purchase_id: UUID, order_id: UUID) -> HttpResponse:
    """Sends pieces back; on a refusal the form comes back with what was typed.

    A withdrawal takes two steps, a statement and its confirmation, as Directive 2011/83/EU article 11a asks; from the
    second, `back` leads to the form with all that was typed.
    """
    asked = _asked(request)
    error, status, template = "", 200, "purchases/return.html"
    if request.method == "POST" and "back" not in request.POST:
        pages.order_in(person, purchase_id, order_id)
        try:
            wanted = _wanted(asked)
            if asked.ground == WITHDRAWAL and "confirmed" not in request.POST:
                template = "purchases/withdraw.html"
            else:
                _ask(request, person, order_id, asked, wanted)
                return redirect("purchase", purchase_id)
        except Refusal as refusal:
            error, status = str(refusal), refusal.status
    handed = len(request.FILES.getlist("pictures"))
    page = _page(person, purchase_id, order_id, asked, error, handed, clock.now())
    return render(request, template, {"page": page}, status=status)


@require_safe
@signed_in
def return_picture(request: HttpRequest, person: UUID, return_id: UUID, position: int) -> HttpResponse:
    """A picture of goods that go back, for the buyer and the shop alone (S-34)."""
    found = order_queries.return_picture(return_id, position, seen_by=person)
    try:
        with storages["private"].open(found.file) as file:
            response = HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError as gone:
        raise NothingChosen from gone
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _asked(request: HttpRequest) -> Asked:
    typed = {
        one_id({"line": name.removeprefix(PIECES)}, "line"): str(text)
        for name, text in request.POST.items()
        if name.startswith(PIECES)
    }
    ground = request.POST.get("ground", "") or request.GET.get("ground", "")
    return Asked(typed, ground if ground in GROUNDS else "", request.POST.get("reason", ""))


def _wanted(asked: Asked) -> list[tuple[UUID, int]]:
    lines = [(line, quantity({"quantity": text}, least=0)) for line, text in asked.quantities.items()]
    wanted = [(line, pieces) for line, pieces in lines if pieces]
    if not wanted:
        raise orders.BadQuantities
    return wanted


def _ask(request: HttpRequest, person: UUID, order_id: UUID, asked: Asked, wanted: list[tuple[UUID, int]]) -> None:
    handed: Sequence[UploadedFile[bytes]] = request.FILES.getlist("pictures")
    if len(handed) > RETURN_PICTURES:
        raise orders.TooManyReturnPictures(most=RETURN_PICTURES)
    orders.ask_return(
        order_id,
        lines=wanted,
        ground=asked.ground,
        reason=asked.reason,
        pictures=[one.read(UPLOAD_BYTES + 1) for one in handed],
        now=clock.now(),
        by=person,
    )
    if asked.ground == WITHDRAWAL:
        messages.success(request, _("You have withdrawn. Send it back; your money follows when it is there."))
    else:
        messages.success(request, _("The shop has been asked. Its answer appears here."))


def _page(
    person: UUID, purchase_id: UUID, order_id: UUID, asked: Asked, error: str, handed: int, now: datetime
) -> Page:
    page = pages.purchase(person, purchase_id, now)
    part = next((one for one in page.parts if one.order.id == order_id), None)
    if part is None:
        raise NothingChosen
    grounds = [(key, str(text)) for key, text in GROUNDS.items() if part.may_return or key == WITHDRAWAL]
    return Page(page.purchase, part, url("return", purchase_id, order_id), grounds, asked, error, handed)
