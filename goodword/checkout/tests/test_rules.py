"""The pure rules."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.checkout.rules import (
    Agreed,
    QuoteItem,
    ShopQuote,
    canonical,
    delivery_cost,
    joined,
    merged,
    quote_hash,
)
from goodword.kit.limits import CART_LINES, LINE_QUANTITY
from goodword.orders.rules import LineDraft

ids = st.integers(0, 60).map(lambda n: UUID(int=n))
carts = st.lists(st.builds(QuoteItem, ids, st.integers(1, LINE_QUANTITY), st.none() | ids), max_size=60)
ITEM = LineDraft(UUID(int=1), UUID(int=2), "Thing", "One", 2, 100, UUID(int=3), UUID(int=4), 800)
SHOP = ShopQuote(UUID(int=5), "Shop", 50, 14, (ITEM,))
AGREED = Agreed("CNY", (SHOP,))


@pytest.mark.parametrize(
    ("goods", "free_from", "cost"), [(99, None, 5), (99, 100, 5), (100, 100, 0), (101, 100, 0), (1, 0, 0)]
)
def test_delivery_is_free_from_an_amount_on(goods: int, free_from: int | None, cost: int) -> None:
    assert delivery_cost(goods, fee=5, free_from=free_from) == cost


@given(carts)
def test_joining_loses_no_piece_and_keeps_an_offer_once(items: list[QuoteItem]) -> None:
    found = joined(items)
    assert len({item.offer_id for item in found}) == len(found)
    assert sum(item.quantity for item in found) == sum(item.quantity for item in items)
    for item in found:
        words = [given.post_id for given in items if given.offer_id == item.offer_id and given.post_id]
        assert item.post_id == (words[-1] if words else None)
    assert joined(found) == found


@given(carts, carts)
def test_i16_a_merged_cart_is_within_the_limits(own: list[QuoteItem], guest: list[QuoteItem]) -> None:
    found = merged(own, guest)
    assert len(found) <= CART_LINES
    assert all(1 <= item.quantity <= LINE_QUANTITY for item in found)


@pytest.mark.parametrize(
    "other",
    [
        replace(AGREED, currency="EUR"),
        replace(AGREED, shops=(replace(SHOP, delivery=51),)),
        replace(AGREED, shops=(replace(SHOP, return_days=15),)),
        *(
            replace(AGREED, shops=(replace(SHOP, items=(replace(ITEM, **change),)),))
            for change in (
                {"quantity": 3},
                {"unit_price": 99},
                {"offer_id": UUID(int=9)},
                {"post_id": None},
                {"expert_id": UUID(int=9)},
                {"rate_bp": 801},
            )
        ),
    ],
)
def test_i20_the_hash_is_over_everything_agreed(other: Agreed) -> None:
    address = {"city": "Hangzhou"}
    assert quote_hash(AGREED, address) == quote_hash(Agreed("CNY", (SHOP,)), {"city": "Hangzhou"})
    assert quote_hash(other, address) != quote_hash(AGREED, address)
    assert quote_hash(AGREED, {"city": "Beijing"}) != quote_hash(AGREED, address)


def test_canonical_is_the_same_bytes_for_the_same_value() -> None:
    assert canonical({"b": 1, "a": [None, "é"]}) == canonical({"a": [None, "é"], "b": 1})
