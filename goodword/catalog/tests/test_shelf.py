"""Many offers at once: each changes alone, and what may be said of an earlier price stands beside it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.catalog import actions, queries
from goodword.catalog.actions import NoSuchOffer, OfferChange, StockReserved
from goodword.catalog.models import Offer
from goodword.catalog.rules import BadProduct

pytestmark = pytest.mark.django_db
Make = Callable[..., UUID]


def test_what_is_refused_at_one_offer_stops_no_other(
    make_offer: Make, person: UUID, now: datetime, shop_id: UUID
) -> None:
    good, held, wrong = (make_offer(title=title) for title in ("Good", "Held", "Wrong"))
    actions.reserve([(held, 6)], holder=person, until=now + timedelta(minutes=30), now=now)
    refused = actions.change_offers(
        shop_id,
        {
            good: OfferChange(price=(9900, 12800), on_hand=3),
            held: OfferChange(price=(5000, None), on_hand=5),
            wrong: OfferChange(price=(0, None)),
        },
        now=now,
        by=person,
    )
    assert {key: type(why) for key, why in refused.items()} == {held: StockReserved, wrong: BadProduct}
    views = queries.offers([good, held, wrong])
    assert [(views[key].price, views[key].available) for key in (good, held, wrong)] == [
        (9900, 3),
        (12800, 4),
        (12800, 10),
    ]
    assert views[good].compare_at == 12800


def test_s01_another_shops_offer_stops_everything(
    make_offer: Make, make_shop: Make, person: UUID, now: datetime, shop_id: UUID
) -> None:
    """Red without the count of the shop's own offers in change_offers."""
    mine, theirs = make_offer(), make_offer(title="Cup", shop_id=make_shop("jingde"))
    with pytest.raises(NoSuchOffer):
        actions.change_offers(
            shop_id, {mine: OfferChange(on_hand=1), theirs: OfferChange(on_hand=1)}, now=now, by=person
        )
    assert [view.available for view in queries.offers([mine, theirs]).values()] == [10, 10]


def test_l6_a_shelf_says_how_high_an_earlier_price_may_be(
    make_offer: Make, person: UUID, now: datetime, shop_id: UUID
) -> None:
    offer = make_offer()
    actions.set_price(offer, price=11000, now=now + timedelta(days=1), by=person)
    actions.set_price(offer, price=15000, compare_at=20000, now=now + timedelta(days=40), by=person)
    [row] = queries.shelf_of(shop_id, None, now + timedelta(days=41), size=50).rows
    assert (row.price, row.claim, row.compare_at, row.ceiling, row.on_hand, row.reserved) == (
        15000,
        20000,
        None,
        11000,
        10,
        0,
    )
    actions.set_price(offer, price=9000, compare_at=20000, now=now + timedelta(days=41), by=person)
    assert queries.offers([offer])[offer].compare_at == 11000


def test_a_shelf_is_paged_newest_first_in_two_statements(
    make_offer: Make, make_shop: Make, now: datetime, shop_id: UUID
) -> None:
    for place in range(5):
        make_offer(title=f"Tea {place}")
    mine = Offer.objects.filter(shop_id=shop_id).order_by("-product_id", "-id")
    offers = list(mine.values_list("id", flat=True))
    make_offer(title="Cup", shop_id=make_shop("jingde"))
    found: list[UUID] = []
    cursor = None
    for size in (2, 2, 1):
        with CaptureQueriesContext(connection) as statements:
            page = queries.shelf_of(shop_id, cursor, now, size=2)
        assert (len(page.rows), len(statements)) == (size, 2)
        found, cursor = found + [row.id for row in page.rows], page.next
    assert (found, cursor) == (offers, None)
