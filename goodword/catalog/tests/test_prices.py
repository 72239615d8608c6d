"""Prices, what they were, and what may be said about it (L6, G18)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodword.catalog import actions, queries
from goodword.catalog.models import Offer, PricePoint
from goodword.catalog.rules import BadProduct
from goodword.journal.models import Entry

pytestmark = pytest.mark.django_db
Make = Callable[..., UUID]
DAY = timedelta(days=1)


def shown(offer_id: UUID) -> tuple[int, int | None]:
    offer = queries.offers([offer_id])[offer_id]
    return offer.price, offer.compare_at


def price(offer_id: UUID, amount: int, claim: int | None, at: datetime) -> None:
    actions.set_price(offer_id, price=amount, compare_at=claim, now=at, by=None)


def test_l6_a_true_cut_shows_what_it_was(make_offer: Make, now: datetime) -> None:
    tea = make_offer(price=12800)
    price(tea, 9900, 15000, now + 40 * DAY)
    assert shown(tea) == (9900, 12800)
    entry = Entry.objects.get(name="catalog.PriceChanged")
    assert (entry.payload["price"], entry.payload["compare_at"], entry.payload["currency"]) == (9900, 12800, "CNY")


def test_l6_g18_raising_before_cutting_shows_no_cut(make_offer: Make, now: datetime) -> None:
    """Red when was_price trusts the shop's claim."""
    tea = make_offer(price=10000)
    price(tea, 20000, None, now + 40 * DAY)
    price(tea, 15000, 20000, now + 41 * DAY)
    assert shown(tea) == (15000, None)


def test_l6_after_thirty_days_the_raised_price_is_the_basis(make_offer: Make, now: datetime) -> None:
    tea = make_offer(price=10000)
    price(tea, 20000, None, now + 10 * DAY)
    price(tea, 15000, 20000, now + 40 * DAY + timedelta(seconds=1))
    assert shown(tea) == (15000, 20000)


def test_l6_a_new_product_shows_no_earlier_price(make_offer: Make, shop_id: UUID, now: datetime) -> None:
    variant = actions.NewVariant(sku="x", price=10000, compare_at=20000)
    product_id = actions.add_product(shop_id, title="Cup", variants=[variant], now=now, by=None)
    assert queries.products([product_id])[product_id].compare_at is None


def test_l6_a_claim_made_after_the_cut_never_raises_what_is_shown(make_offer: Make, now: datetime) -> None:
    tea = make_offer(price=12800)
    price(tea, 9900, 11000, now + 40 * DAY)
    assert shown(tea) == (9900, 11000)
    price(tea, 9900, 90000, now + 41 * DAY)
    assert shown(tea) == (9900, 11000)
    price(tea, 9900, None, now + 42 * DAY)
    assert shown(tea) == (9900, None)
    price(tea, 9900, 90000, now + 43 * DAY)
    assert shown(tea) == (9900, None)
    assert PricePoint.objects.count() == 2


def test_the_same_price_again_changes_nothing(make_offer: Make, now: datetime) -> None:
    tea = make_offer(price=12800)
    price(tea, 12800, None, now + DAY)
    assert (PricePoint.objects.count(), Entry.objects.filter(name="catalog.PriceChanged").count()) == (1, 0)


@pytest.mark.parametrize("amount", [0, -1, 10**12 + 1, 1.5, True])
def test_s60_an_impossible_price_changes_nothing(make_offer: Make, now: datetime, amount: object) -> None:
    tea = make_offer(price=12800)
    with pytest.raises(BadProduct):
        price(tea, amount, None, now)
    with pytest.raises(BadProduct):
        price(tea, 9900, -1, now)
    assert shown(tea) == (12800, None)


@given(
    changes=st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=8),
    asked=st.integers(0, 120),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_l6_the_lowest_of_thirty_days_is_what_a_plain_count_says(
    make_offer: Make, now: datetime, changes: list[tuple[int, int]], asked: int
) -> None:
    """Hour by hour: the lowest price in force at any moment of the window, its end included."""
    title = f"Tea {Offer.objects.count()}"
    tea = make_offer(price=5, title=title)
    history, at = [(now, 5)], now
    for days, amount in changes:
        at += days * DAY + timedelta(hours=1)
        price(tea, amount, None, at)
        history.append((at, amount))
    end = now + asked * DAY + timedelta(minutes=30)

    def in_force(moment: datetime) -> int | None:
        return next((amount for since, amount in reversed(history) if since <= moment), None)

    moments = [end - 30 * DAY, *(since for since, _amount in history if end - 30 * DAY < since <= end)]
    plain = min(amount for amount in map(in_force, moments) if amount)
    assert queries.lowest_30_days([tea], end) == {tea: plain}
