"""Folders of what one keeps, and what it cost when it was kept."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goodword.catalog import actions as catalog_actions
from goodword.catalog.models import Offer
from goodword.journal.models import Entry
from goodword.kit.limits import FOLDER_NAME, FOLDERS, PAGE_SIZE
from goodword.social import actions, queries
from goodword.social.models import Folder, Save
from goodword.social.tests.stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(stage: Stage) -> UUID:
    return stage.person("Fang")


@pytest.fixture
def keep(stage: Stage, reader: UUID) -> Callable[..., tuple[UUID, UUID]]:
    """Puts in a word for a new product, and the reader keeps it; the word's and the product's id."""
    expert, shop_id = stage.expert("tea"), stage.shop()

    def keep(price: int = 12800) -> tuple[UUID, UUID]:
        product_id = stage.product(shop_id, price=price)
        post_id = stage.post(expert, product_id)
        actions.save_post(person_id=reader, post_id=post_id, now=stage.now, by=reader)
        return post_id, product_id

    return keep


def named(stage: Stage, person_id: UUID, name: str) -> UUID:
    return actions.open_folder(person_id=person_id, name=name, now=stage.now, by=person_id)


def lying(stage: Stage, person_id: UUID, folder_id: UUID | None = None) -> list[UUID]:
    return [one.post.id for one in queries.kept_by(person_id, None, stage.now, folder_id=folder_id).rows]


def set_price(stage: Stage, product_id: UUID, price: int, after: int = 1) -> None:
    offer = Offer.objects.get(product_id=product_id)
    catalog_actions.set_price(offer.id, price=price, now=stage.now + timedelta(hours=after), by=None)


def test_a_word_lies_in_one_folder_and_among_all(stage: Stage, reader: UUID, keep: Callable[..., tuple]) -> None:
    one, other = keep()[0], keep()[0]
    tea, gifts = named(stage, reader, "  Tea \n things "), named(stage, reader, "Gifts")
    told = {"person_id": reader, "post_id": one, "now": stage.now, "by": reader}
    actions.put_in_folder(folder_id=tea, **told)
    assert (lying(stage, reader, tea), lying(stage, reader, gifts)) == ([one], [])
    actions.put_in_folder(folder_id=gifts, **told)
    assert (lying(stage, reader, tea), lying(stage, reader, gifts)) == ([], [one])
    assert lying(stage, reader) == [other, one]
    assert [(folder.name, folder.kept) for folder in queries.folders(reader)] == [("Gifts", 1), ("Tea things", 0)]
    actions.put_in_folder(folder_id=None, **told)
    assert lying(stage, reader, gifts) == []


def test_deleting_a_folder_keeps_what_lay_in_it(stage: Stage, reader: UUID, keep: Callable[..., tuple]) -> None:
    one = keep()[0]
    made = actions.put_in_new_folder(person_id=reader, post_id=one, name="Tea", now=stage.now, by=reader)
    actions.delete_folder(person_id=reader, folder_id=made, now=stage.now, by=reader)
    assert queries.folders(reader) == []
    assert lying(stage, reader) == [one]
    assert Entry.objects.filter(name="social.FoldersArranged").count() == 2


def test_a_new_folder_is_made_once_by_its_name(stage: Stage, reader: UUID, keep: Callable[..., tuple]) -> None:
    one, other = keep()[0], keep()[0]
    told = {"person_id": reader, "now": stage.now, "by": reader}
    first = actions.put_in_new_folder(post_id=one, name="Tea", **told)
    assert actions.put_in_new_folder(post_id=other, name=" Tea ", **told) == first
    assert lying(stage, reader, first) == [other, one]


def test_a_folder_changes_its_name(stage: Stage, reader: UUID) -> None:
    tea, gifts = named(stage, reader, "Tea"), named(stage, reader, "Gifts")
    told = {"person_id": reader, "now": stage.now, "by": reader}
    actions.rename_folder(folder_id=tea, name="茶", **told)
    actions.rename_folder(folder_id=tea, name="茶", **told)
    with pytest.raises(actions.FolderNamed):
        actions.rename_folder(folder_id=gifts, name="茶", **told)
    assert {one.name for one in queries.folders(reader)} == {"茶", "Gifts"}


@pytest.mark.parametrize("name", ["", "   ", "a\0b", "x" * (FOLDER_NAME + 1)])
def test_s71_a_name_has_a_length(stage: Stage, reader: UUID, name: str) -> None:
    """Red without _checked: the database's own refusal came through as a fault."""
    with pytest.raises(actions.BadFolderName):
        named(stage, reader, name)
    assert not Folder.objects.exists()


def test_folders_have_a_limit_and_each_name_is_used_once(stage: Stage, reader: UUID) -> None:
    for number in range(FOLDERS):
        named(stage, reader, f"Folder {number}")
    with pytest.raises(actions.FoldersFull):
        named(stage, reader, "One more")
    with pytest.raises(actions.FolderNamed):
        named(stage, reader, "Folder 7")
    named(stage, stage.person(), "Folder 7")
    assert Folder.objects.filter(person_id=reader).count() == FOLDERS
    with pytest.raises(IntegrityError), transaction.atomic():
        Folder.objects.create(id=reader, person_id=reader, name="Folder 7")


def test_saves_have_a_limit(
    stage: Stage, reader: UUID, keep: Callable[..., tuple], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goodword.social.actions.saves.SAVES", 1)
    one = keep()[0]
    with pytest.raises(actions.SavesFull):
        keep()
    assert lying(stage, reader) == [one]


def test_s01_another_persons_folder_is_not_there(stage: Stage, reader: UUID, keep: Callable[..., tuple]) -> None:
    """Red without the person in own_folder: the stranger's word came to lie in the reader's folder."""
    one = keep()[0]
    tea, stranger = named(stage, reader, "Tea"), stage.person()
    actions.save_post(person_id=stranger, post_id=one, now=stage.now, by=stranger)
    told = {"person_id": stranger, "now": stage.now, "by": stranger}
    before = Entry.objects.count()
    for deed in (
        lambda: actions.rename_folder(folder_id=tea, name="Mine", **told),
        lambda: actions.delete_folder(folder_id=tea, **told),
        lambda: actions.put_in_folder(post_id=one, folder_id=tea, **told),
    ):
        with pytest.raises(queries.FolderUnknown):
            deed()
    assert [folder.name for folder in queries.folders(reader)] == ["Tea"]
    assert queries.folders(stranger) == []
    assert not Save.objects.filter(folder_id=tea).exists()
    assert Entry.objects.count() == before


def test_what_is_not_kept_cannot_be_put_anywhere(stage: Stage, reader: UUID, keep: Callable[..., tuple]) -> None:
    one, stranger = keep()[0], stage.person()
    with pytest.raises(queries.PostUnknown):
        actions.put_in_new_folder(person_id=stranger, post_id=one, name="Tea", now=stage.now, by=stranger)
    assert not Folder.objects.exists()


@pytest.mark.parametrize(("price", "less"), [(10800, 2000), (12800, 0), (14800, 0)])
def test_what_costs_less_than_when_it_was_kept_says_by_how_much(
    stage: Stage, reader: UUID, keep: Callable[..., tuple], price: int, less: int
) -> None:
    post_id, product_id = keep(12800)
    keep(500)
    set_price(stage, product_id, price)
    kept = {one.post.id: (one.less, one.currency) for one in queries.kept_by(reader, None, stage.now).rows}
    assert kept[post_id] == (less, "CNY")
    cheaper = [one.post.id for one in queries.kept_by(reader, None, stage.now, cheaper=True).rows]
    assert cheaper == ([post_id] if less else [])


def test_another_variant_that_costs_less_now_is_not_told_as_a_fallen_price(stage: Stage, reader: UUID) -> None:
    """Red when the product's lowest price was compared: another tin's price was told as this one's."""
    variants = [catalog_actions.NewVariant(sku=sku, price=price, stock=5) for sku, price in (("a", 3000), ("b", 9000))]
    product_id = catalog_actions.add_product(stage.shop(), title="Tins", variants=variants, now=stage.now, by=None)
    post_id = stage.post(stage.expert("tea"), product_id)
    actions.save_post(person_id=reader, post_id=post_id, now=stage.now, by=reader)
    dearer = Offer.objects.get(product_id=product_id, price=9000)
    catalog_actions.set_price(dearer.id, price=2000, now=stage.now + timedelta(hours=1), by=None)
    (kept,) = queries.kept_by(reader, None, stage.now).rows
    assert (kept.post.products[0].price, kept.less) == (2000, 0)


def test_what_cannot_be_bought_is_no_bargain(stage: Stage, reader: UUID, keep: Callable[..., tuple]) -> None:
    (_one, sold_out), (_other, withdrawn) = keep(), keep()
    for product_id in (sold_out, withdrawn):
        set_price(stage, product_id, 100)
    stage.stock(sold_out, 0)
    catalog_actions.withdraw_product(withdrawn, reason="Recalled.", now=stage.now, by=None)
    assert [one.less for one in queries.kept_by(reader, None, stage.now).rows] == [0, 0]
    assert queries.kept_by(reader, None, stage.now, cheaper=True).rows == []


def test_what_was_kept_before_prices_were_is_never_cheaper(
    stage: Stage, reader: UUID, keep: Callable[..., tuple]
) -> None:
    _post_id, product_id = keep()
    Save.objects.update(offer=None, price=None)
    set_price(stage, product_id, 100)
    (kept,) = queries.kept_by(reader, None, stage.now).rows
    assert (kept.less, kept.currency) == (0, "")


def test_pages_follow_each_other_in_a_folder_too(stage: Stage, reader: UUID, keep: Callable[..., tuple]) -> None:
    words = [keep()[0] for _number in range(PAGE_SIZE + 3)]
    tea = named(stage, reader, "Tea")
    Save.objects.update(folder_id=tea)
    first = queries.kept_by(reader, None, stage.now, folder_id=tea)
    second = queries.kept_by(reader, first.next, stage.now, folder_id=tea)
    assert [one.post.id for one in (*first.rows, *second.rows)] == words[::-1]
    assert second.next is None


def test_a_page_costs_the_same_whatever_lies_on_it(stage: Stage, reader: UUID, keep: Callable[..., tuple]) -> None:
    counted = []
    for _round in range(2):
        keep()
        with CaptureQueriesContext(connection) as statements:
            queries.kept_by(reader, None, stage.now)
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 10
