"""A shop's goods: listing, changing, prices, stock."""

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
from goodword.catalog.queries import NoSuchProduct, ProductPage
from goodword.catalog.rules import NewVariant
from goodword.kit import clock
from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.partners import actions as partners
from goodword.partners import queries as partners_queries
from goodword.web.console import words
from goodword.web.console.doors import SELLERS, Counter, staff
from goodword.web.console.forms import PriceForm, ProductForm, RateForm, StockForm, VariantForm, minor
from goodword.web.console.pictures import kept_pictures
from goodword.web.shell.doors import attempt, status_of
from goodword.web.shell.jinja import url
from goodword.web.shell.topics import topic_names

VARIANTS = 4  # rows of the form; more variants come by a catalogue file


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
    refusal = None
    if sent is not None and all(one.is_valid() for one in (form, *rows)):
        refusal = attempt(lambda: _add(request, at, form.cleaned_data, rows))
        if refusal is None:
            messages.success(request, _("The product is listed."))
            return redirect("console-products", at.shop.slug)
    wrong = form.errors or any(row.errors for row in rows)
    told = {"at": at, "form": form, "variants": rows, "error": refusal, "wrong": wrong, "topics": _topics()}
    return render(request, "console/product_new.html", told, status=status_of(refusal, wrong))


def _add(request: HttpRequest, at: Counter, said: dict[str, Any], rows: Sequence[VariantForm]) -> UUID:
    now = clock.now()
    typed = [row.cleaned_data for row in rows if any(row.cleaned_data.values())]
    variants = [
        NewVariant(
            sku=one["sku"],
            title=one["title"],
            price=minor(one["price"], at.shop.currency) or 0,
            compare_at=minor(one["compare_at"], at.shop.currency),
            stock=int(one["stock"] or 0),
            gtin=one["gtin"] or None,
        )
        for one in typed
    ]
    return catalog.add_product(
        at.shop.id,
        title=said["title"],
        description=said["description"],
        brand=said["brand"],
        topic=said["topic"] or None,
        variants=variants,
        pictures=kept_pictures(request, said["title"], now, at.person),
        now=now,
        by=at.person,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*SELLERS)
def product(request: HttpRequest, at: Counter, product_id: UUID) -> HttpResponse:
    """One product: its words, its prices and its stock."""
    page = _own(at, product_id)
    if request.method != "POST":
        return _page(request, at, page)
    form, now = ProductForm(request.POST), clock.now()

    def change() -> None:
        said = form.cleaned_data | {"topic": form.cleaned_data["topic"] or None}
        pictures = kept_pictures(request, said["title"], now, at.person)
        catalog.change_product(product_id, pictures=pictures, now=now, by=at.person, **said)

    return _deed(request, at, page, form, change)


@require_POST
@staff(*SELLERS)
def price(request: HttpRequest, at: Counter, product_id: UUID, offer_id: UUID) -> HttpResponse:
    """Another price. What earlier price may be shown beside it follows from the last 30 days (L6)."""
    page, form, now = _own(at, product_id, offer_id), PriceForm(request.POST), clock.now()

    def change() -> None:
        said = {name: minor(form.cleaned_data[name], at.shop.currency) for name in ("price", "compare_at")}
        catalog.set_price(offer_id, price=said["price"] or 0, compare_at=said["compare_at"], now=now, by=at.person)

    return _deed(request, at, page, form, change, offer_id)


@require_POST
@staff(*SELLERS)
def stock(request: HttpRequest, at: Counter, product_id: UUID, offer_id: UUID) -> HttpResponse:
    """What was counted on the shelf."""
    page, form, now = _own(at, product_id, offer_id), StockForm(request.POST), clock.now()

    def change() -> None:
        catalog.set_stock(offer_id, on_hand=int(form.cleaned_data["on_hand"]), now=now, by=at.person)

    return _deed(request, at, page, form, change, offer_id)


@require_POST
@staff(*SELLERS)
def commission(request: HttpRequest, at: Counter, product_id: UUID) -> HttpResponse:
    """What a word for this product alone earns, and from when."""
    page, form, now = _own(at, product_id), RateForm(request.POST), clock.now()

    def change() -> None:
        rate, begins = form.rate_bp(), form.from_at(now)
        partners.set_commission(at.shop.id, product_id, rate_bp=rate, from_at=begins, now=now, by=at.person)

    return _deed(request, at, page, form, change)


@require_POST
@staff(*SELLERS)
def withdrawal(request: HttpRequest, at: Counter, product_id: UUID) -> HttpResponse:
    """The product is not sold until it is listed again."""
    _own(at, product_id)
    reason = request.POST.get("reason", "").strip()[:600] or _("Withdrawn by the shop")
    catalog.withdraw_product(product_id, reason=reason, now=clock.now(), by=at.person)
    messages.success(request, _("Withdrawn. Nobody can buy it now."))
    return redirect("console-product", at.shop.slug, product_id)


@require_POST
@staff(*SELLERS)
def listing(request: HttpRequest, at: Counter, product_id: UUID) -> HttpResponse:
    """The product is sold again."""
    _own(at, product_id)
    catalog.relist_product(product_id, now=clock.now(), by=at.person)
    messages.success(request, _("Listed again."))
    return redirect("console-product", at.shop.slug, product_id)


def _own(at: Counter, product_id: UUID, offer_id: UUID | None = None) -> ProductPage:
    """The shop's own product, with that offer among its own. Refuses any other (S-01)."""
    page = catalog_queries.product_page(product_id, clock.now())
    if page.card.shop_id != at.shop.id or (offer_id and offer_id not in {offer.id for offer in page.offers}):
        raise NoSuchProduct
    return page


def _deed(
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
    return _page(request, at, page, refusal, form, offer_id)


def _page(
    request: HttpRequest,
    at: Counter,
    page: ProductPage,
    refusal: Refusal | None = None,
    sent: forms.Form | None = None,
    offer_id: UUID | None = None,
) -> HttpResponse:
    """`sent` is the form that came back, `offer_id` the offer it was about; the others show what is kept."""
    pair = (at.shop.id, page.card.id)
    kept = {
        "title": page.card.title,
        "description": page.description,
        "brand": page.brand,
        "topic": page.card.topic or "",
    }
    told = {
        "at": at,
        "page": page,
        "error": refusal,
        "form": sent if isinstance(sent, ProductForm) else ProductForm(initial=kept),
        "rate_form": sent if isinstance(sent, RateForm) else RateForm(),
        "price_form": sent if isinstance(sent, PriceForm) else None,
        "stock_form": sent if isinstance(sent, StockForm) else None,
        "offer_id": offer_id,
        "wrong": sent.errors if sent else None,
        "rate": partners_queries.commission_rates([pair], clock.now())[pair],
        "topics": _topics(),
        "plain": lambda amount, currency: Money(amount, currency).plain(),
    }
    return render(request, "console/product.html", told, status=status_of(refusal, sent and sent.errors))


def _topics() -> list[tuple[str, str]]:
    return [("", _("None yet")), *topic_names().items()]
