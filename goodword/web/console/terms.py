"""A shop's papers and terms, what it pays for a word, and who works there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.catalog import queries as catalog
from goodword.kit import clock
from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.partners import actions as partners
from goodword.partners import queries as partners_queries
from goodword.people import queries as people
from goodword.web.console import words
from goodword.web.console.doors import Counter, staff
from goodword.web.console.forms import RateForm, StaffForm, TermsForm, minor
from goodword.web.shell.doors import attempt, status_of
from goodword.web.shell.jinja import url

NO_PRODUCT = UUID(int=0)  # asks for the rate of whatever has none of its own


@require_http_methods(["GET", "HEAD", "POST"])
@staff("owner")
def terms(request: HttpRequest, at: Counter) -> HttpResponse:
    """Papers, delivery and returns. Orders that are placed keep the terms they were placed under."""
    form = TermsForm(request.POST if request.method == "POST" else None, initial=_initial(at))
    refusal = None
    if form.is_valid():
        refusal = attempt(lambda: _change(form, at))
        if refusal is None:
            messages.success(request, _("Changed, for orders from now on."))
            return redirect("console-terms", at.shop.slug)
    told: dict[str, object] = {"at": at, "form": form, "error": refusal, "standing": words.of_shop(at.shop)}
    return render(request, "console/terms.html", told, status=status_of(refusal, form.errors))


def _change(form: TermsForm, at: Counter) -> None:
    changes = dict(form.cleaned_data)
    for field in ("delivery_fee", "free_delivery_from"):
        changes[field] = minor(changes[field], at.shop.currency)
    changes["return_days"] = int(changes["return_days"])
    partners.change_shop(at.shop.id, changes=changes, now=clock.now(), by=at.person)


def _initial(at: Counter) -> dict[str, object]:
    shop = at.shop
    same = ("name", "about", "legal_name", "registration", "address", "website", "email", "return_days")
    found: dict[str, object] = {name: getattr(shop, name) for name in same}
    found["delivery_fee"] = Money(shop.delivery_fee, shop.currency).plain()
    free = shop.free_delivery_from
    found["free_delivery_from"] = "" if free is None else Money(free, shop.currency).plain()
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@staff("owner", "manager")
def commission(request: HttpRequest, at: Counter) -> HttpResponse:
    """What a word for any of the shop's goods earns, and from when. Orders placed before keep their rate."""
    now, form = clock.now(), RateForm(request.POST if request.method == "POST" else None)
    refusal = None
    if form.is_valid():
        rate, begins = form.rate_bp(), form.from_at(now)
        refusal = attempt(
            lambda: partners.set_commission(at.shop.id, None, rate_bp=rate, from_at=begins, now=now, by=at.person)
        )
        if refusal is None:
            messages.success(request, _("The rate is set."))
            return redirect("console-commission", at.shop.slug)
    pair = (at.shop.id, NO_PRODUCT)
    page = partners_queries.terms_of(at.shop.id, now, request.GET.get("cursor"))
    goods = catalog.products(row.product_id for row in page.rows if row.product_id)
    told = {
        "at": at,
        "form": form,
        "error": refusal,
        "now": partners_queries.commission_rates([pair], now)[pair],
        "rows": [(row, goods.get(row.product_id) if row.product_id else None, words.of_term(row)) for row in page.rows],
        "next": page.next and url("console-commission", at.shop.slug, cursor=page.next),
    }
    return render(request, "console/commission.html", told, status=status_of(refusal, form.errors))


@require_http_methods(["GET", "HEAD", "POST"])
@staff("owner")
def people_at_work(request: HttpRequest, at: Counter) -> HttpResponse:
    """Who works here and as what; adding somebody by the name others see."""
    form, refusal = StaffForm(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        try:
            _add(form, at)
        except Refusal as found:  # a handle nobody has belongs on the form too
            refusal = found
        else:
            messages.success(request, _("They work here now."))
            return redirect("console-staff", at.shop.slug)
    return _staff(request, at, form, refusal)


def _add(form: StaffForm, at: Counter) -> None:
    person = people.by_handle(form.cleaned_data["handle"].removeprefix("@"))
    partners.add_staff(at.shop.id, person.id, role=form.cleaned_data["role"], now=clock.now(), by=at.person)


def _staff(request: HttpRequest, at: Counter, form: StaffForm, refusal: Refusal | None) -> HttpResponse:
    rows = partners_queries.staff(at.shop.id)
    told: dict[str, object] = {"at": at, "form": form, "error": refusal, "rows": rows, "roles": words.roles()}
    told["owners"] = sum(one.role == "owner" for one in rows)
    status = 422 if refusal and refusal.status == 404 else status_of(refusal, form.errors)
    return render(request, "console/staff.html", told, status=status)


@require_POST
@staff("owner")
def removal(request: HttpRequest, at: Counter, person_id: UUID) -> HttpResponse:
    """Somebody no longer works here; an owner may leave too, when another stays."""
    refusal = attempt(lambda: partners.remove_staff(at.shop.id, person_id, now=clock.now(), by=at.person))
    if refusal:
        return _staff(request, at, StaffForm(), refusal)
    messages.success(request, _("They no longer work here."))
    return redirect("console") if person_id == at.person else redirect("console-staff", at.shop.slug)
