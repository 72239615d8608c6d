"""A shop's goods: listing, changing, what a word for them earns."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodword.catalog import actions as catalog
from goodword.catalog import queries as catalog_queries
from goodword.catalog.prose import html_of, is_plain
from goodword.catalog.queries import ProductPage
from goodword.kit import clock
from goodword.partners import actions as partners
from goodword.partners import queries as partners_queries
from goodword.web.console import words
from goodword.web.console.doors import SELLERS, Counter, staff
from goodword.web.console.forms import PriceForm, ProductForm, RateForm, StockForm, VariantForm, minor
from goodword.web.console.pictures import arranged, kept_pictures
from goodword.web.console.product import own, product_page
from goodword.web.shell.doors import attempt, status_of
from goodword.web.shell.jinja import url
from goodword.web.shell.topics import topic_names

VARIANTS = 4  # rows of the form; more are added on the product's page


@require_safe
@staff(*SELLERS)
def products(request: HttpRequest, at: Counter) -> HttpResponse:
    """The shop's goods, newest first, withdrawn ones too."""
    page = catalog_queries.by_shop(at.shop.id, request.GET.get("cursor"), withdrawn=True)
    pairs = [(at.shop.id, card.id) for card in page.rows]
    rates = partners_queries.commission_rates(pairs, clock.now())
    told = {
        "at": at,
        "rows": [(card, rates[at.shop.id, card.id]) for card in page.rows],
        "next": page.next and url("console-products", at.shop.slug, cursor=page.next),
        "standing": words.of_shop(at.shop),
    }
    return render(request, "console/products.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*SELLERS)
def new(request: HttpRequest, at: Counter) -> HttpResponse:
    """A product added by hand."""
    sent = request.POST if request.method == "POST" else None
    form, rows = ProductForm(sent), [VariantForm(sent, prefix=f"v{place}") for place in range(VARIANTS)]
    added: list[UUID] = []
    refusal = None
    if sent is not None and all(one.is_valid() for one in (form, *rows)):
        refusal = attempt(lambda: added.append(_add(request, at, form.cleaned_data, rows)))
        if refusal is None:
            messages.success(request, _("The product is listed."))
            return redirect("console-product", at.shop.slug, added[0])
    wrong = form.errors or any(row.errors for row in rows)
    told = {
        "at": at,
        "form": form,
        "variants": [(row, any(later.has_changed() for later in rows[place:])) for place, row in enumerate(rows)],
        "error": refusal,
        "wrong": wrong,
        "handed": bool(request.FILES),
        "topics": [("", _("None yet")), *topic_names().items()],
    }
    return render(request, "console/product_new.html", told, status=status_of(refusal, wrong))


def _add(request: HttpRequest, at: Counter, said: dict[str, Any], rows: Sequence[VariantForm]) -> UUID:
    now = clock.now()
    return catalog.add_product(
        at.shop.id,
        title=said["title"],
        description=html_of(said["description"]),
        brand=said["brand"],
        topic=said["topic"] or None,
        variants=[row.variant(at.shop.currency) for row in rows if any(row.cleaned_data.values())],
        pictures=kept_pictures(request, said["title"], now, at.person),
        now=now,
        by=at.person,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*SELLERS)
def product(request: HttpRequest, at: Counter, product_id: UUID) -> HttpResponse:
    """One product: its words, its pictures, its variants, prices and stock."""
    page = own(at, product_id)
    if request.method != "POST":
        return product_page(request, at, page)
    form, now = ProductForm(request.POST), clock.now()

    def change() -> None:
        said = form.cleaned_data | {"topic": form.cleaned_data["topic"] or None}
        rich = not is_plain(page.description) and "plain" not in request.POST
        said["description"] = page.description if rich else html_of(said["description"])
        catalog.change_product(product_id, now=now, by=at.person, **said)

    return deed(request, at, page, form, change)


@require_POST
@staff(*SELLERS)
def pictures(request: HttpRequest, at: Counter, product_id: UUID) -> HttpResponse:
    """The product's pictures: more, in another order, with other words, or fewer."""
    page, now = own(at, product_id), clock.now()
    hung = catalog_queries.pictures_of(product_id)
    refusal = attempt(lambda: arranged(request, page, hung, now, at.person))
    if refusal is None:
        messages.success(request, _("Changed."))
        return redirect("console-product", at.shop.slug, product_id)
    return product_page(request, at, page, refusal)


@require_POST
@staff(*SELLERS)
def price(request: HttpRequest, at: Counter, product_id: UUID, offer_id: UUID) -> HttpResponse:
    """Another price. What earlier price may be shown beside it follows from the last 30 days (L6)."""
    page, form, now = own(at, product_id, offer_id), PriceForm(request.POST), clock.now()

    def change() -> None:
        said = {name: minor(form.cleaned_data[name], at.shop.currency) for name in ("price", "compare_at")}
        catalog.set_price(offer_id, price=said["price"] or 0, compare_at=said["compare_at"], now=now, by=at.person)

    return deed(request, at, page, form, change, offer_id)


@require_POST
@staff(*SELLERS)
def stock(request: HttpRequest, at: Counter, product_id: UUID, offer_id: UUID) -> HttpResponse:
    """What was counted on the shelf."""
    page, form, now = own(at, product_id, offer_id), StockForm(request.POST), clock.now()

    def change() -> None:
        catalog.set_stock(offer_id, on_hand=int(form.cleaned_data["on_hand"]), now=now, by=at.person)

    return deed(request, at, page, form, change, offer_id)


@require_POST
@staff(*SELLERS)
def commission(request: HttpRequest, at: Counter, product_id: UUID) -> HttpResponse:
    """What a word for this product alone earns, and from when."""
    page, form, now = own(at, product_id), RateForm(request.POST), clock.now()

    def change() -> None:
        rate, begins = form.rate_bp(), form.from_at(now)
        partners.set_commission(at.shop.id, product_id, rate_bp=rate, from_at=begins, now=now, by=at.person)

    return deed(request, at, page, form, change)


@require_POST
@staff(*SELLERS)
def withdrawal(request: HttpRequest, at: Counter, product_id: UUID) -> HttpResponse:
    """The product is not sold until it is listed again."""
    own(at, product_id)
    reason = request.POST.get("reason", "").strip()[:600] or _("Withdrawn by the shop")
    catalog.withdraw_product(product_id, reason=reason, now=clock.now(), by=at.person)
    messages.success(request, _("Withdrawn. Nobody can buy it now."))
    return redirect("console-product", at.shop.slug, product_id)


@require_POST
@staff(*SELLERS)
def listing(request: HttpRequest, at: Counter, product_id: UUID) -> HttpResponse:
    """The product is sold again."""
    own(at, product_id)
    catalog.relist_product(product_id, now=clock.now(), by=at.person)
    messages.success(request, _("Listed again."))
    return redirect("console-product", at.shop.slug, product_id)


def deed(
    request: HttpRequest,
    at: Counter,
    page: ProductPage,
    form: forms.Form,
    change: Callable[[], None],
    offer_id: UUID | None = None,
) -> HttpResponse:
    """Does it, or shows the product's page again with what was typed and why it was refused."""
    refusal = attempt(change) if form.is_valid() else None
    if refusal is None and not form.errors:
        messages.success(request, _("Changed."))
        return redirect("console-product", at.shop.slug, page.card.id)
    return product_page(request, at, page, refusal, form, offer_id)
