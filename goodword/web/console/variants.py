"""A product's variants: one more, or one named anew."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from goodword.catalog import actions as catalog
from goodword.kit import clock
from goodword.web.console.doors import SELLERS, Counter, staff
from goodword.web.console.forms import VariantForm
from goodword.web.console.product import own
from goodword.web.console.products import deed


@require_POST
@staff(*SELLERS)
def add(request: HttpRequest, at: Counter, product_id: UUID) -> HttpResponse:
    """The product is sold in one more form."""
    page, form = own(at, product_id), VariantForm(request.POST, prefix="new")

    def change() -> None:
        catalog.add_variant(product_id, form.variant(at.shop.currency), now=clock.now(), by=at.person)

    return deed(request, at, page, form, change)


@require_POST
@staff(*SELLERS)
def change(request: HttpRequest, at: Counter, product_id: UUID, offer_id: UUID) -> HttpResponse:
    """The variant is called and numbered like this; price and stock stay."""
    page, form = own(at, product_id, offer_id), VariantForm(request.POST, prefix=offer_id.hex)

    def name() -> None:
        catalog.change_variant(offer_id, form.variant(at.shop.currency), now=clock.now(), by=at.person)

    return deed(request, at, page, form, name, offer_id)
