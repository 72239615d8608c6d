"""The only writers of products, one at a time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.catalog import drawings
from goodword.catalog.actions.bulk import put_products
from goodword.catalog.actions.indexing import index_products
from goodword.catalog.actions.pictures import NoSuchPicture, settle_cover
from goodword.catalog.events import ProductChanged, ProductListed, ProductWithdrawn
from goodword.catalog.models import Media, Product, Topic, Withdrawal
from goodword.catalog.queries import NoSuchTopic
from goodword.catalog.queries.products import lock_product
from goodword.catalog.rules import (
    PICTURES_MAX,
    NewVariant,
    ProductRow,
    VariantRow,
    check_digits,
    check_row_words,
    clean_html,
    slug_of,
)
from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.refusals import Refusal
from goodword.partners.queries import lock_shop


class AlreadyWithdrawn(Refusal):
    """The product is not sold already."""

    code = "catalog.already_withdrawn"
    sentence = _("This product is already withdrawn.")


class NotWithdrawn(Refusal):
    """The product is listed already."""

    code = "catalog.not_withdrawn"
    sentence = _("This product is already listed.")


@transaction.atomic
def add_product(
    shop_id: UUID,
    *,
    title: str,
    variants: Sequence[NewVariant],
    description: str = "",
    topic: str | None = None,
    brand: str = "",
    pictures: Sequence[UUID] = (),
    now: datetime,
    by: UUID | None,
) -> UUID:
    """The shop lists a product with its variants, prices and stock. Its id.

    `pictures` are ids from keep_picture. Refuses BadProduct, NoSuchTopic, NoSuchPicture and an unknown shop.
    """
    shop = lock_shop(shop_id)
    handle = f"{slug_of(title)}-{new_id(now).hex[-10:]}"
    rows = tuple(
        VariantRow(
            sku=variant.sku,
            title=variant.title,
            options=variant.options,
            gtin=variant.gtin,
            price=variant.price,
            compare_at=variant.compare_at,
            currency=shop.currency,
            stock=variant.stock,
            lead_time_days=variant.lead_time_days,
        )
        for variant in variants
    )
    put_products(shop_id, [ProductRow(handle, title, description, brand, topic, rows)], now=now, by=by)
    product = Product.objects.get(shop_id=shop_id, handle=handle)
    _hang(product, pictures, by)
    return product.id


def _hang(product: Product, pictures: Sequence[UUID], by: UUID | None) -> None:
    """Gives the person's own loose pictures to the product, after those it has."""
    if not pictures:
        return
    loose = Media.objects.select_for_update().filter(id__in=pictures, product=None, by=by).exclude(file="")
    taken = {media.id: media for media in loose.order_by("id")}
    hung = Media.objects.filter(product=product).count()
    check_digits(product.title[:60], _("The number of pictures"), hung + len(pictures), 0, PICTURES_MAX)
    if len(taken) < len(pictures):
        raise NoSuchPicture
    for position, media_id in enumerate(pictures, start=hung):
        taken[media_id].product, taken[media_id].position = product, position
    Media.objects.bulk_update(taken.values(), ["product", "position"])
    settle_cover(product.id)


@transaction.atomic
def change_product(
    product_id: UUID,
    *,
    title: str,
    description: str,
    brand: str,
    topic: str | None,
    pictures: Sequence[UUID] = (),
    now: datetime,
    by: UUID | None,
) -> None:
    """The product is called, described and filed like this from now on; `pictures` are added to those it has.

    Refuses BadProduct, NoSuchTopic, NoSuchPicture, NoSuchProduct.
    """
    product = lock_product(product_id)
    check_row_words(ProductRow(product.handle, title, description, brand, topic, ()))
    if topic and not Topic.objects.filter(slug=topic).exists():
        raise NoSuchTopic
    product.title, product.slug, product.brand, product.topic_id = title.strip(), slug_of(title), brand.strip(), topic
    product.description = clean_html(description)
    product.drawing = drawings.choose(title, topic, product.id.bytes)
    product.save(update_fields=["title", "slug", "description", "brand", "topic", "drawing"])
    _hang(product, pictures, by)
    index_products([product_id])
    record(ProductChanged(product_id=product_id, shop_id=product.shop_id), by=by, now=now)


@transaction.atomic
def hang_pictures(product_id: UUID, pictures: Sequence[UUID], *, now: datetime, by: UUID | None) -> None:
    """The product shows these too, after those it has; ids from keep_picture. Refuses as change_product does."""
    product = lock_product(product_id)
    _hang(product, pictures, by)
    record(ProductChanged(product_id=product_id, shop_id=product.shop_id), by=by, now=now)


@transaction.atomic
def withdraw_product(product_id: UUID, *, reason: str, now: datetime, by: UUID | None) -> None:
    """The product is not sold or recommended until it is listed again; `reason` says why. Refuses a second time."""
    product = lock_product(product_id)
    if not product.listed:
        raise AlreadyWithdrawn
    Withdrawal.objects.create(product=product, reason=reason, by=by, at=now)
    Product.objects.filter(id=product_id).update(listed=False)
    record(ProductWithdrawn(product_id=product_id, shop_id=product.shop_id, reason=reason), by=by, now=now)


@transaction.atomic
def relist_product(product_id: UUID, *, now: datetime, by: UUID | None) -> None:
    """The product is sold again. Refuses when it is not withdrawn."""
    product = lock_product(product_id)
    if not Withdrawal.objects.filter(product=product, ended_at=None).update(ended_at=now, ended_by=by):
        raise NotWithdrawn
    Product.objects.filter(id=product_id).update(listed=True)
    record(ProductListed(product_id=product_id, shop_id=product.shop_id), by=by, now=now)
