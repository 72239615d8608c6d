"""Arranging the showcase: with buttons, or by dragging, which sends what the buttons send."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.kit import clock
from goodword.kit.limits import SHELVES
from goodword.kit.refusals import Refusal
from goodword.social import actions as social
from goodword.social import queries as social_queries
from goodword.social.queries import ShelfUnknown, ShelfView
from goodword.social.rules import moved
from goodword.web.shell.asks import one_id
from goodword.web.shell.doors import attempt
from goodword.web.studio.doors import expert
from goodword.web.studio.forms import ShelfForm


@require_http_methods(["GET", "HEAD", "POST"])
@expert
def shelves(request: HttpRequest, person: UUID) -> HttpResponse:
    """The showcase as its owner arranges it; a new shelf."""
    form, now = ShelfForm(request.POST if request.method == "POST" else None), clock.now()
    refusal = None
    if form.is_valid():
        title = form.cleaned_data["title"]
        refusal = attempt(lambda: social.open_shelf(person_id=person, title=title, now=now, by=person))
        if refusal is None:
            messages.success(request, _("The shelf is there. Put products on it."))
            return redirect("studio-showcase")
    return _page(request, person, form, refusal)


@require_POST
@expert
def put(request: HttpRequest, person: UUID) -> HttpResponse:
    """A product the expert stands up for goes on a shelf, at its end."""
    shelf, product, now = one_id(request.POST, "shelf"), one_id(request.POST, "product"), clock.now()
    here = len(_own(person, shelf).picks)
    refusal = attempt(
        lambda: social.put_on_shelf(shelf_id=shelf, product_id=product, position=here, now=now, by=person)
    )
    return _back(request, person, refusal)


@require_POST
@expert
def title(request: HttpRequest, person: UUID, shelf_id: UUID) -> HttpResponse:
    """Another title for a shelf."""
    name, now = request.POST.get("title", ""), clock.now()
    refusal = attempt(lambda: social.rename_shelf(shelf_id=shelf_id, title=name, now=now, by=person))
    return _back(request, person, refusal)


@require_POST
@expert
def shelf_place(request: HttpRequest, person: UUID, shelf_id: UUID) -> HttpResponse:
    """A shelf moves one place up or down."""
    now = clock.now()
    ids = [shelf.id for shelf in social_queries.showcase(person, person, now)]
    social.arrange_showcase(person_id=person, shelf_ids=_moved(ids, shelf_id, request), now=now, by=person)
    return redirect("studio-showcase")


@require_POST
@expert
def closing(request: HttpRequest, person: UUID, shelf_id: UUID) -> HttpResponse:
    """A shelf leaves the showcase."""
    social.close_shelf(shelf_id=shelf_id, now=clock.now(), by=person)
    messages.success(request, _("The shelf is gone; your words stay."))
    return redirect("studio-showcase")


@require_POST
@expert
def place(request: HttpRequest, person: UUID, shelf_id: UUID, product_id: UUID) -> HttpResponse:
    """A product moves one place up or down its shelf."""
    shelf = _own(person, shelf_id)
    ids = [pick.product.id for pick in shelf.picks]
    social.arrange_shelf(shelf_id=shelf_id, product_ids=_moved(ids, product_id, request), now=clock.now(), by=person)
    return redirect("studio-showcase")


@require_POST
@expert
def removal(request: HttpRequest, person: UUID, shelf_id: UUID, product_id: UUID) -> HttpResponse:
    """A product leaves its shelf."""
    social.take_off_shelf(shelf_id=shelf_id, product_id=product_id, now=clock.now(), by=person)
    return redirect("studio-showcase")


def _own(person: UUID, shelf_id: UUID) -> ShelfView:
    for shelf in social_queries.showcase(person, person, clock.now()):
        if shelf.id == shelf_id:
            return shelf
    raise ShelfUnknown


def _moved(ids: Sequence[UUID], one: UUID, request: HttpRequest) -> list[UUID]:
    """The order with one thing a place further up, or down, or at a `place` (0 is first); what is not in it cannot
    be moved."""
    if one not in ids:
        raise ShelfUnknown
    place = request.POST.get("place", "")
    if place.isascii() and place.isdigit() and len(place) <= 4:
        return moved(ids, one, int(place))
    return moved(ids, one, max(0, ids.index(one) + (1 if request.POST.get("to") == "down" else -1)))


def _back(request: HttpRequest, person: UUID, refusal: Refusal | None) -> HttpResponse:
    return _page(request, person, ShelfForm(), refusal) if refusal else redirect("studio-showcase")


def _page(request: HttpRequest, person: UUID, form: ShelfForm, refusal: Refusal | None) -> HttpResponse:
    """The showcase beside the products of the expert's newest words, which may be put on it."""
    now = clock.now()
    words = social_queries.own_posts(person, None, now).rows
    told = {
        "shelves": social_queries.showcase(person, person, now),
        "choices": [(card.id, card.title) for post in words if post.withdrawn_for is None for card in post.products],
        "form": form,
        "error": refusal,
        "most": SHELVES,
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "studio/showcase.html", told, status=status)
