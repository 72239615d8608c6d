"""The showcase: ordered shelves, from which what cannot be bought steps back (row 8)."""

from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.catalog import actions as catalog_actions
from goodword.social import actions, queries
from goodword.social.actions import showcase
from goodword.social.models import Shelf, ShelfItem
from goodword.social.tests.stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin(stage: Stage) -> UUID:
    return stage.expert("tea")


@pytest.fixture
def picks(stage: Stage, lin: UUID) -> list[UUID]:
    shop = stage.shop()
    products = [stage.product(shop, title=title) for title in ("One", "Two", "Three")]
    for product in products:
        stage.post(lin, product)
    return products


@pytest.fixture
def shelf(lin: UUID, picks: list[UUID], now: datetime) -> UUID:
    shelf_id = actions.open_shelf(person_id=lin, title="Spring", now=now, by=lin)
    for place, product in enumerate(picks):
        actions.put_on_shelf(shelf_id=shelf_id, product_id=product, position=place, now=now, by=lin)
    return shelf_id


def shown(person: UUID, reader: UUID | None, now: datetime) -> list[tuple[list[str], list[str]]]:
    shelves = queries.showcase(person, reader, now)
    return [([p.product.title for p in one.picks], [p.product.title for p in one.away]) for one in shelves]


def test_products_stand_where_they_were_put(lin: UUID, shelf: UUID, picks: list[UUID], now: datetime) -> None:
    assert shown(lin, None, now) == [(["One", "Two", "Three"], [])]
    actions.put_on_shelf(shelf_id=shelf, product_id=picks[2], position=0, now=now, by=lin)
    assert shown(lin, None, now) == [(["Three", "One", "Two"], [])]
    actions.arrange_shelf(shelf_id=shelf, product_ids=[picks[1], picks[0]], now=now, by=lin)
    assert shown(lin, None, now) == [(["Two", "One", "Three"], [])]
    actions.take_off_shelf(shelf_id=shelf, product_id=picks[0], now=now, by=lin)
    assert shown(lin, None, now) == [(["Two", "Three"], [])]


def test_what_cannot_be_bought_steps_back_and_returns(
    stage: Stage, lin: UUID, shelf: UUID, picks: list[UUID], now: datetime
) -> None:
    stage.stock(picks[0], 0)
    catalog_actions.withdraw_product(picks[1], reason="Recalled.", now=now, by=None)
    assert shown(lin, None, now) == [(["Three"], [])]
    assert shown(lin, lin, now) == [(["Three"], ["One", "Two"])]
    post_id = queries.posts_about(None, None, now, product_id=picks[2]).rows[0].id
    actions.withdraw_post(post_id=post_id, reason="Wrong.", now=now, by=lin)
    assert shown(lin, stage.person(), now) == []
    assert shown(lin, lin, now) == [([], ["One", "Two", "Three"])]
    stage.stock(picks[0], 3)
    catalog_actions.relist_product(picks[1], now=now, by=None)
    stage.post(lin, picks[2])
    actions.put_on_shelf(shelf_id=shelf, product_id=picks[2], position=9, now=now, by=lin)
    assert shown(lin, None, now) == [(["One", "Two", "Three"], [])]


def test_only_what_its_owner_recommends_and_only_by_them(
    stage: Stage, lin: UUID, shelf: UUID, picks: list[UUID], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = stage.product(stage.shop())
    with pytest.raises(actions.NotRecommended):
        actions.put_on_shelf(shelf_id=shelf, product_id=foreign, position=0, now=now, by=lin)
    stranger = stage.person()
    with pytest.raises(queries.ShelfUnknown):
        actions.put_on_shelf(shelf_id=shelf, product_id=picks[0], position=0, now=now, by=stranger)
    with pytest.raises(queries.ShelfUnknown):
        actions.take_off_shelf(shelf_id=shelf, product_id=picks[0], now=now, by=None)
    with pytest.raises(queries.ShelfUnknown):
        actions.close_shelf(shelf_id=shelf, now=now, by=stranger)
    with pytest.raises(queries.ShelfUnknown):
        actions.rename_shelf(shelf_id=shelf, title="Mine", now=now, by=stranger)
    with pytest.raises(queries.ShelfUnknown):
        actions.arrange_shelf(shelf_id=shelf, product_ids=[], now=now, by=stranger)
    actions.take_off_shelf(shelf_id=shelf, product_id=picks[0], now=now, by=lin)
    monkeypatch.setattr(showcase, "SHELF_ITEMS", 2)
    with pytest.raises(actions.ShelfFull):
        actions.put_on_shelf(shelf_id=shelf, product_id=picks[0], position=0, now=now, by=lin)
    assert shown(lin, None, now) == [(["Two", "Three"], [])]


def test_shelves_are_named_ordered_few_and_closed(lin: UUID, shelf: UUID, now: datetime) -> None:
    second = actions.open_shelf(person_id=lin, title="Summer", now=now, by=lin)
    actions.arrange_showcase(person_id=lin, shelf_ids=[second, shelf], now=now, by=lin)
    actions.rename_shelf(shelf_id=shelf, title="First flush", now=now, by=lin)
    assert [one.title for one in queries.showcase(lin, lin, now)] == ["Summer", "First flush"]
    for wrong in ([], [shelf], [shelf, shelf, second]):
        with pytest.raises(queries.ShelfUnknown):
            actions.arrange_showcase(person_id=lin, shelf_ids=wrong, now=now, by=lin)
    for title in ("", "x" * 81):
        with pytest.raises(actions.BadTitle):
            actions.open_shelf(person_id=lin, title=title, now=now, by=lin)
    for n in range(10):
        actions.open_shelf(person_id=lin, title=f"Shelf {n}", now=now, by=lin)
    with pytest.raises(actions.ShelvesFull):
        actions.open_shelf(person_id=lin, title="One more", now=now, by=lin)
    actions.close_shelf(shelf_id=shelf, now=now, by=lin)
    assert (Shelf.objects.count(), ShelfItem.objects.count()) == (11, 0)


def test_a_showcase_costs_four_statements(lin: UUID, shelf: UUID, now: datetime) -> None:
    with CaptureQueriesContext(connection) as spoken:
        queries.showcase(lin, None, now)
    assert len(spoken) == 4
