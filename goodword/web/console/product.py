"""The page of one product: everything it shows, gathered before it is drawn."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from goodword.catalog import queries as catalog_queries
from goodword.catalog.prose import is_plain, text_of
from goodword.catalog.queries import NoSuchProduct, OfferView, ProductPage
from goodword.kit import clock
from goodword.kit.limits import PRODUCT_PICTURES
from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.partners import queries as partners_queries
from goodword.web.console.doors import Counter
from goodword.web.console.forms import PriceForm, ProductForm, RateForm, StockForm, VariantForm
from goodword.web.console.pictures import hanging
from goodword.web.shell.doors import status_of
from goodword.web.shell.topics import topic_names


def own(at: Counter, product_id: UUID, offer_id: UUID | None = None) -> ProductPage:
    """The shop's own product, with that offer among its own. Refuses any other (S-01)."""
    page = catalog_queries.product_page(product_id, clock.now())
    if page.card.shop_id != at.shop.id or (offer_id and offer_id not in {offer.id for offer in page.offers}):
        raise NoSuchProduct
    return page


def product_page(
    request: HttpRequest,
    at: Counter,
    page: ProductPage,
    refusal: Refusal | None = None,
    sent: forms.Form | None = None,
    offer_id: UUID | None = None,
) -> HttpResponse:
    """`sent` is the form that came back, `offer_id` the offer it was about; the others show what is kept."""
    pair, hung = (at.shop.id, page.card.id), catalog_queries.pictures_of(page.card.id)
    kept = {
        "title": page.card.title,
        "description": text_of(page.description),
        "brand": page.brand,
        "topic": page.card.topic or "",
    }
    back = sent if isinstance(sent, VariantForm) else None
    told = {
        "at": at,
        "page": page,
        "hung": hanging(request.POST, hung),
        "room": max(PRODUCT_PICTURES - len(hung), 0),
        "rich": not is_plain(page.description),
        "error": refusal,
        "form": sent if isinstance(sent, ProductForm) else ProductForm(initial=kept),
        "rate_form": sent if isinstance(sent, RateForm) else RateForm(),
        "price_form": sent if isinstance(sent, PriceForm) else None,
        "stock_form": sent if isinstance(sent, StockForm) else None,
        "variant_forms": {offer.id: _named(offer, back if offer.id == offer_id else None) for offer in page.offers},
        "new_variant": back if back and not offer_id else VariantForm(prefix="new"),
        "offer_id": offer_id,
        "wrong": sent.errors if sent else None,
        "rate": partners_queries.commission_rates([pair], clock.now())[pair],
        "topics": [("", _("None yet")), *topic_names().items()],
        "plain": lambda amount, currency: Money(amount, currency).plain(),
    }
    return render(request, "console/product.html", told, status=status_of(refusal, sent and sent.errors))


def _named(offer: OfferView, sent: VariantForm | None) -> VariantForm:
    """The form of a variant that is there: what came back, or what is kept."""
    options = ", ".join(f"{name}: {value}" for name, value in offer.options)
    kept = {
        "sku": offer.sku,
        "title": options or offer.variant_title,
        "gtin": offer.gtin,
        "lead_time": offer.lead_time_days,
    }
    return sent or VariantForm(initial=kept, prefix=offer.id.hex)
