"""A product gets another variant; a variant is named anew."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from goodword.catalog import actions, queries
from goodword.catalog.actions import NewVariant, NoSuchOffer
from goodword.catalog.models import Offer, Product, Variant
from goodword.catalog.queries import NoSuchProduct
from goodword.catalog.rules import BadProduct

pytestmark = pytest.mark.django_db
Make = Callable[..., UUID]
LARGE = NewVariant(
    sku="L-250",
    title="250 g",
    options=(("Size", "250 g"),),
    gtin="4006381333931",
    price=29800,
    stock=4,
    lead_time_days=3,
)


def test_a_product_gets_another_variant_with_its_price_and_stock(make_offer: Make, person: UUID, now: datetime) -> None:
    product_id = Offer.objects.get(id=make_offer()).product_id
    offer_id = actions.add_variant(product_id, LARGE, now=now, by=person)
    [_small, large] = queries.product_page(product_id, now).offers
    assert (large.id, large.sku, large.variant_title, large.price, large.available) == (
        offer_id,
        "L-250",
        "250 g",
        29800,
        4,
    )
    assert (large.options, large.gtin, large.lead_time_days) == ((("Size", "250 g"),), "4006381333931", 3)
    assert (large.compare_at, large.lowest_30_days) == (None, 29800)


@pytest.mark.parametrize(
    "wrong", [{"sku": "Longjing-100"}, {"sku": ""}, {"price": 0}, {"stock": -1}, {"gtin": "4006381333930"}]
)
def test_s60_a_wrong_variant_is_refused_and_nothing_changes(
    make_offer: Make, person: UUID, now: datetime, wrong: dict[str, object]
) -> None:
    product_id = Offer.objects.get(id=make_offer()).product_id
    asked = {"sku": "L-250", "price": 100, "stock": 1} | wrong
    with pytest.raises(BadProduct):
        actions.add_variant(product_id, NewVariant(**asked), now=now, by=person)
    assert (Variant.objects.count(), Offer.objects.count()) == (1, 1)
    with pytest.raises(NoSuchProduct):
        actions.add_variant(uuid4(), LARGE, now=now, by=person)


def test_a_variant_is_named_anew_and_keeps_price_and_stock(make_offer: Make, person: UUID, now: datetime) -> None:
    offer_id = make_offer()
    product_id = Offer.objects.get(id=offer_id).product_id
    other = actions.add_variant(product_id, LARGE, now=now, by=person)
    actions.change_variant(offer_id, NewVariant(sku="S-100", title="100 grams", lead_time_days=5), now=now, by=person)
    changed = queries.offers([offer_id])[offer_id]
    assert (changed.sku, changed.variant_title, changed.lead_time_days) == ("S-100", "100 grams", 5)
    assert (changed.price, changed.available) == (12800, 10)
    before = Variant.objects.order_by("id").values_list()
    with pytest.raises(BadProduct):
        actions.change_variant(other, NewVariant(sku="S-100"), now=now, by=person)
    with pytest.raises(NoSuchOffer):
        actions.change_variant(uuid4(), LARGE, now=now, by=person)
    assert list(Variant.objects.order_by("id").values_list()) == list(before)
    assert Product.objects.get(id=product_id).title == "Longjing"
