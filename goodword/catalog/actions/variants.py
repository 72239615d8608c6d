"""The only writers of a product's variants, one at a time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.catalog.actions.indexing import index_products
from goodword.catalog.actions.stock import NoSuchOffer
from goodword.catalog.events import ProductChanged
from goodword.catalog.models import Offer, PricePoint, Product, Variant
from goodword.catalog.queries.products import lock_product
from goodword.catalog.rules import VARIANTS_MAX, BadProduct, NewVariant, VariantRow, check_digits, check_variant
from goodword.journal.actions import record
from goodword.kit.ids import new_id


@transaction.atomic
def add_variant(product_id: UUID, variant: NewVariant, *, now: datetime, by: UUID | None) -> UUID:
    """The product is sold in one more form from now on; the id of its offer.

    Refuses BadProduct (also a SKU that the product has already) and NoSuchProduct.
    """
    product = lock_product(product_id)
    _check(product, variant)
    count = Variant.objects.filter(product=product).count()
    check_digits(product.title[:60], _("The number of variants"), count + 1, 1, VARIANTS_MAX)
    made = Variant.objects.create(
        id=new_id(now),
        product=product,
        sku=variant.sku,
        title=variant.title.strip(),
        options=[list(pair) for pair in variant.options],
        gtin=variant.gtin or "",
    )
    offer = Offer.objects.create(
        id=new_id(now),
        variant=made,
        product=product,
        shop_id=product.shop_id,
        price=variant.price,
        claim=variant.compare_at,
        currency=product.shop.currency,
        on_hand=variant.stock,
        lead_time_days=variant.lead_time_days,
    )
    PricePoint.objects.create(offer=offer, price=variant.price, at=now, by=by)
    _changed(product, now, by)
    return offer.id


@transaction.atomic
def change_variant(offer_id: UUID, variant: NewVariant, *, now: datetime, by: UUID | None) -> None:
    """The variant behind an offer is called and numbered like this; its price and stock stay.

    Of `variant` SKU, title, options, GTIN and lead time are taken. Refuses BadProduct and NoSuchOffer.
    """
    product_id = Offer.objects.filter(id=offer_id).values_list("product_id", flat=True).first()
    if product_id is None:
        raise NoSuchOffer
    product = lock_product(product_id)
    offer = Offer.objects.select_for_update(of=("self",)).select_related("variant").get(id=offer_id)
    _check(product, variant, but=offer.variant_id, price=offer.price)
    row = offer.variant
    row.sku, row.title, row.gtin = variant.sku, variant.title.strip(), variant.gtin or ""
    row.options = [list(pair) for pair in variant.options]
    row.save(update_fields=["sku", "title", "gtin", "options"])
    Offer.objects.filter(id=offer_id).update(lead_time_days=variant.lead_time_days)
    _changed(product, now, by)


def _check(product: Product, variant: NewVariant, *, but: UUID | None = None, price: int | None = None) -> None:
    """Refuses what cannot be kept, and a SKU of another variant of the product."""
    row = VariantRow(
        sku=variant.sku,
        title=variant.title,
        options=variant.options,
        gtin=variant.gtin,
        price=variant.price if price is None else price,
        compare_at=variant.compare_at,
        currency=product.shop.currency,
        stock=variant.stock,
        lead_time_days=variant.lead_time_days,
    )
    check_variant(row, product.shop.currency)
    others = Variant.objects.filter(product=product, sku=variant.sku)
    if (others.exclude(id=but) if but else others).exists():
        raise BadProduct(field=_("The SKU"), item=variant.sku[:60], why=_("two variants have the same one."))


def _changed(product: Product, now: datetime, by: UUID | None) -> None:
    index_products([product.id])
    record(ProductChanged(product_id=product.id, shop_id=product.shop_id), by=by, now=now)
