"""Shops: verifying their papers, suspending with a reason, lifting."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from goodword.journal import queries as journal
from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.partners import actions as partners
from goodword.partners import queries as partners_queries
from goodword.partners.queries import NoSuchShop, ShopView
from goodword.settlement import queries as settlement
from goodword.web.desk.doors import operator
from goodword.web.desk.told import told as told_of
from goodword.web.shell.doors import attempt
from goodword.web.shell.jinja import url

NOTE = 600  # characters of a note or a reason


class NoteMissing(Refusal):
    """Who verifies says what was looked at."""

    status = 422
    code = "web.note_missing"
    sentence = gettext_lazy("Write in up to %(most)s characters what you looked at or why; it is kept.")


@require_safe
@operator
def shops(request: HttpRequest, person: UUID) -> HttpResponse:
    """Shops that wait for verification, the longest first; any shop by its address word."""
    sought, missing = request.GET.get("q", "").strip()[:60], False
    if sought:
        try:
            return redirect("desk-shop", partners_queries.by_slug(sought).slug)
        except NoSuchShop:
            missing = True
    page = partners_queries.waiting(request.GET.get("cursor"))
    told = {
        "rows": page.rows,
        "sought": sought,
        "missing": missing,
        "next": page.next and url("desk-shops", cursor=page.next),
    }
    return render(request, "desk/shops.html", told)


@require_safe
@operator
def shop(request: HttpRequest, person: UUID, slug: str) -> HttpResponse:
    """A shop's papers, standing, staff, and what happened to it."""
    return _page(request, partners_queries.by_slug(slug))


@require_POST
@operator
def verification(request: HttpRequest, person: UUID, slug: str) -> HttpResponse:
    """The papers are in order."""
    note = request.POST.get("note", "")

    def verify(shop: ShopView) -> None:
        partners.verify_shop(shop.id, note=_said(note), now=clock.now(), by=person)

    return _deed(request, slug, verify, _("Verified."))


@require_POST
@operator
def suspension(request: HttpRequest, person: UUID, slug: str) -> HttpResponse:
    """The shop may not sell until it is lifted; it reads why."""
    reason = request.POST.get("reason", "")

    def suspend(shop: ShopView) -> None:
        partners.suspend_shop(shop.id, reason=_said(reason), now=clock.now(), by=person)

    return _deed(request, slug, suspend, _("Suspended. The shop reads why."))


@require_POST
@operator
def lifting(request: HttpRequest, person: UUID, slug: str) -> HttpResponse:
    """The suspension ends."""

    def lift(shop: ShopView) -> None:
        partners.lift_suspension(shop.id, now=clock.now(), by=person)

    return _deed(request, slug, lift, _("Lifted."))


def _said(text: str) -> str:
    if not text.strip() or len(text) > NOTE:
        raise NoteMissing(most=NOTE)
    return text.strip()


def _deed(request: HttpRequest, slug: str, deed: Callable[[ShopView], None], said: str) -> HttpResponse:
    found = partners_queries.by_slug(slug)
    refusal = attempt(lambda: deed(found))
    if refusal:
        return _page(request, found, refusal)
    messages.success(request, said)
    return redirect("desk-shop", slug)


def _page(request: HttpRequest, found: ShopView, refusal: Refusal | None = None) -> HttpResponse:
    told = {
        "shop": found,
        "frozen": settlement.freeze_of(found.id, clock.now()),
        "earnings": settlement.earnings(found.id),
        "staff": partners_queries.staff(found.id),
        "history": told_of(journal.history_of(found.id)),
        "error": refusal,
        "typed": {key: request.POST.get(key, "") for key in ("note", "reason")},
        "most": NOTE,
    }
    return render(request, "desk/shop.html", told, status=refusal.status if refusal else 200)
