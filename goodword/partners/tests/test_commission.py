"""Commission terms: one rate for one recommendation, dated."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.kit.paging import BadCursor, encode_cursor
from goodword.partners import actions, queries
from goodword.partners.models import CommissionTerms
from goodword.partners.rules import BadTerms

pytestmark = pytest.mark.django_db
Open = Callable[..., UUID]


def test_a_products_terms_win_over_the_shops_and_the_latest_begun_wins(open_shop: Open, now: datetime) -> None:
    shop, other, tea, cup = open_shop(), open_shop("jingde"), uuid4(), uuid4()
    day = timedelta(days=1)
    for product, rate, begins in [
        (None, 500, now),
        (None, 600, now + 10 * day),
        (tea, 800, now + day),
        (tea, 700, now + 5 * day),
    ]:
        actions.set_commission(shop, product, rate_bp=rate, from_at=begins, now=now, by=None)
    pairs = [(shop, tea), (shop, cup), (other, tea)]

    def rates(at: datetime) -> list[int]:
        found = queries.commission_rates(pairs, at)
        return [found[pair] for pair in pairs]

    assert rates(now - day) == [0, 0, 0]
    assert rates(now) == [500, 500, 0]
    assert rates(now + day) == [800, 500, 0]
    assert rates(now + 5 * day) == [700, 500, 0]
    assert rates(now + 10 * day) == [700, 600, 0]


def test_of_two_terms_for_one_moment_the_later_said_wins(open_shop: Open, now: datetime) -> None:
    shop = open_shop()
    for rate in (500, 300):
        actions.set_commission(shop, None, rate_bp=rate, from_at=now, now=now, by=None)
    assert list(queries.commission_rates([(shop, uuid4())], now).values()) == [300]


def test_nothing_is_promised_backwards(open_shop: Open, now: datetime) -> None:
    shop = open_shop()
    with pytest.raises(actions.TermsInThePast):
        actions.set_commission(shop, None, rate_bp=1, from_at=now - timedelta(seconds=1), now=now, by=None)
    assert not CommissionTerms.objects.exists()


@pytest.mark.parametrize("rate", [-1, 5001, 2**63])
def test_s60_a_rate_is_between_nothing_and_half(open_shop: Open, now: datetime, rate: int) -> None:
    shop = open_shop()
    with pytest.raises(BadTerms):
        actions.set_commission(shop, None, rate_bp=rate, from_at=now, now=now, by=None)
    assert not CommissionTerms.objects.exists()


def test_rates_of_many_pairs_are_one_statement(open_shop: Open, now: datetime) -> None:
    shops = [open_shop(f"shop-{n}") for n in range(5)]
    pairs = [(shop, uuid4()) for shop in shops for _ in range(10)]
    with CaptureQueriesContext(connection) as statements:
        assert set(queries.commission_rates(pairs, now)) == set(pairs)
    assert len(statements) == 1


def test_terms_say_from_when_until_when_they_hold(open_shop: Open, now: datetime) -> None:
    shop, tea, day = open_shop(), uuid4(), timedelta(days=1)
    for product, rate, begins in [
        (None, 500, now),
        (None, 600, now + 10 * day),
        (tea, 800, now),
        (None, 550, now + day),
    ]:
        actions.set_commission(shop, product, rate_bp=rate, from_at=begins, now=now, by=None)
    actions.set_commission(open_shop("jingde"), None, rate_bp=1, from_at=now, now=now, by=None)

    def told(at: datetime) -> list[tuple[int, bool, datetime | None, str]]:
        rows = queries.terms_of(shop, at).rows
        return [(one.rate_bp, one.product_id == tea, one.until, one.state) for one in rows]

    assert told(now + 2 * day) == [
        (600, False, None, "coming"),
        (550, False, now + 10 * day, "holds"),
        (800, True, None, "holds"),
        (500, False, now + day, "over"),
    ]
    assert [state for *_rest, state in told(now + 10 * day)] == ["holds", "over", "holds", "over"]
    assert queries.with_terms([shop, uuid4()]) == {shop}


def test_terms_come_page_by_page(open_shop: Open, now: datetime) -> None:
    shop = open_shop()
    for place in range(45):
        actions.set_commission(
            shop, None, rate_bp=place, from_at=now + timedelta(microseconds=place // 2), now=now, by=None
        )
    rates, cursor = list[int](), None
    for size in (20, 20, 5):
        with CaptureQueriesContext(connection) as statements:
            page = queries.terms_of(shop, now, cursor)
        assert (len(page.rows), len(statements)) == (size, 1)
        rates, cursor = rates + [one.rate_bp for one in page.rows], page.next
    assert (rates, cursor) == (list(range(44, -1, -1)), None)


@pytest.mark.parametrize("cursor", ["x", encode_cursor("a", 1), encode_cursor(10**18, 1), encode_cursor(1, 10**30)])
def test_s05_an_altered_page_mark_is_refused(cursor: str, now: datetime) -> None:
    """Red without decode_cursor's bounds: an OverflowError or a ValueError, and a 500."""
    with pytest.raises(BadCursor):
        queries.terms_of(uuid4(), now, cursor)
    with pytest.raises(BadCursor):
        queries.waiting(cursor)
