"""Pictures that hang at a product: in order, with words, and taken down."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage

from goodword.catalog import actions, queries
from goodword.catalog.models import Media, Product
from goodword.catalog.rules import ProductRow, VariantRow
from goodword.catalog.tests.test_pictures import picture

Make = Callable[..., UUID]
CUP = ProductRow(
    "cup", "Cup", "", "", None, (VariantRow("x", "", (), None, 100, None, "CNY", 1),), ("https://shop.example/cup.jpg",)
)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db
def test_pictures_are_put_in_order_named_and_taken_down(make_offer: Make, person: UUID, now: datetime) -> None:
    first, second, third = (actions.keep_picture(picture(), alt=alt, now=now, by=person) for alt in ("1", "2", "3"))
    make_offer(title="Cup", pictures=[first, second, third])
    product = Product.objects.get()
    files = {row.id: row.file for row in Media.objects.all()}
    actions.arrange_pictures(product.id, [(third, "From above"), (first, " ")], now=now, by=person)
    page = queries.product_page(product.id, now)
    assert [shown.alt for shown in page.pictures] == ["From above", "Cup"]
    assert [shown.id for shown in queries.pictures_of(product.id)] == [third, first]
    assert queries.products([product.id])[product.id].picture.alt == "From above"
    assert not Media.objects.filter(id=second).exists()
    actions.arrange_pictures(product.id, [], now=now, by=person)
    assert Product.objects.get().cover is None
    assert queries.pictures_of(product.id) == []
    assert len(files) == 3


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_when_its_picture_is_taken_down(make_offer: Make, person: UUID, now: datetime) -> None:
    kept = actions.keep_picture(picture(), alt="", now=now, by=person)
    make_offer(title="Cup", pictures=[kept])
    file = Media.objects.get().file
    assert default_storage.exists(file)
    actions.arrange_pictures(Product.objects.get().id, [], now=now, by=person)
    assert not default_storage.exists(file)


@pytest.mark.django_db
def test_s02_pictures_of_another_product_are_not_arranged(make_offer: Make, person: UUID, now: datetime) -> None:
    """Red without asking whether the picture hangs at this product."""
    mine, other = (actions.keep_picture(picture(), alt="", now=now, by=person) for _ in range(2))
    make_offer(title="Cup", pictures=[mine])
    make_offer(title="Pot", pictures=[other])
    cup = Product.objects.get(title="Cup")
    before = list(Media.objects.order_by("id").values())
    for wrong in ([other], [mine, other], [mine, mine], [uuid4()]):
        with pytest.raises(actions.NoSuchPicture):
            actions.arrange_pictures(cup.id, [(key, "x") for key in wrong], now=now, by=person)
    assert list(Media.objects.order_by("id").values()) == before


@pytest.mark.django_db
def test_a_fetched_picture_that_was_taken_down_does_not_come_back_with_the_next_file(
    shop_id: UUID, now: datetime
) -> None:
    actions.put_products(shop_id, [CUP], now=now, by=None)
    waiting = Product.objects.get().id
    media = Media.objects.get()
    actions.keep_fetched(media.id, picture(), now=now)
    actions.arrange_pictures(waiting, [], now=now, by=None)
    actions.put_products(shop_id, [CUP], now=now, by=None)
    assert Media.objects.count() == 1
    assert actions.take_due_pictures(limit=10, now=now + timedelta(days=9)) == []
    assert queries.pictures_of(waiting) == []
