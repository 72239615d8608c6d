"""The division of money, pure."""

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.kit.limits import PRICE_MAX
from goodword.settlement import rules
from goodword.settlement.rules import Split, recover, reduce_split, self_dealing, split_line

goods = st.one_of(st.integers(0, 300), st.integers(0, PRICE_MAX))
rates = st.integers(0, 10_000)
fees = st.integers(0, 10_000)


def test_i07_a_line_of_128_yuan_at_12_and_2_percent() -> None:
    assert split_line(12_800, rate_bp=1_200, platform_bp=200) == Split(expert=1_536, platform=256, shop=11_008)


def test_i07_odd_cents_go_by_largest_remainder() -> None:
    # 99 * 10% = 9.90, 99 * 2% = 1.98, 99 * 88% = 87.12: the two units left go to platform and expert.
    assert split_line(99, rate_bp=1_000, platform_bp=200) == Split(expert=10, platform=2, shop=87)


def test_i07_the_platform_is_served_before_a_rate_that_leaves_no_room() -> None:
    assert split_line(1_000, rate_bp=10_000, platform_bp=200) == Split(expert=980, platform=20, shop=0)


def test_i07_nothing_sold_is_nothing_divided() -> None:
    assert split_line(0, rate_bp=1_000, platform_bp=200) == Split()


@settings(max_examples=500, deadline=None)
@given(goods, rates, fees)
def test_i07_every_part_is_within_a_cent_of_its_rate(amount: int, rate: int, fee: int) -> None:
    split = split_line(amount, rate_bp=rate, platform_bp=fee)
    assert split.total == amount
    rate = min(rate, rules.WHOLE - fee)
    for part, weight in ((split.expert, rate), (split.platform, fee), (split.shop, rules.WHOLE - rate - fee)):
        assert part >= 0
        assert abs(part * rules.WHOLE - amount * weight) < rules.WHOLE


def check_sequence(agreed: Split, refunds: list[int]) -> None:
    """One line's whole life: after every refund all parts and all refunds are what was captured, to the cent."""
    reduced, refunded = Split(), 0
    for refund in refunds:
        part = reduce_split(agreed, reduced, refund)
        assert part.total == refund
        assert min(part.expert, part.platform, part.shop) >= 0
        reduced, refunded = reduced + part, refunded + refund
        left = agreed - reduced
        assert min(left.expert, left.platform, left.shop) >= 0
        assert left.total + refunded == agreed.total
        for whole, taken in zip((agreed.expert, agreed.platform, agreed.shop), vars_of(reduced), strict=True):
            assert abs(taken * agreed.total - refunded * whole) <= 2 * agreed.total, "no part drifts off"
    rest = reduce_split(agreed, reduced, agreed.total - refunded)
    assert reduced + rest == agreed, "a full refund takes exactly everything"


def vars_of(split: Split) -> tuple[int, int, int]:
    return split.expert, split.platform, split.shop


@settings(max_examples=500, deadline=None)
@given(st.data(), goods, rates, fees)
def test_i07_any_refund_sequence_keeps_every_cent(data: st.DataObject, amount: int, rate: int, fee: int) -> None:
    agreed, left, refunds = split_line(amount, rate_bp=rate, platform_bp=fee), amount, []
    for _ in range(data.draw(st.integers(0, 6))):
        refunds.append(data.draw(st.integers(0, left)))
        left -= refunds[-1]
    check_sequence(agreed, refunds)


@settings(max_examples=1, deadline=None)
@given(st.integers())
def test_i07_ten_thousand_random_splits_and_refund_sequences(seed: int) -> None:
    """Ten thousand lines, each with its own random refunds; the seed is shown when one fails."""
    chance, sequences = random.Random(seed), 0
    for _ in range(10_000):
        amount = chance.choice((chance.randint(0, 50), chance.randint(0, 100_000), chance.randint(0, PRICE_MAX)))
        agreed = split_line(amount, rate_bp=chance.randint(0, 6_000), platform_bp=chance.randint(0, 4_000))
        refunds, left = [], amount
        for _ in range(chance.randint(0, 5)):
            refunds.append(chance.randint(0, min(left, chance.choice((1, 7, left)))))
            left -= refunds[-1]
        check_sequence(agreed, refunds)
        sequences += 1
    assert sequences == 10_000


def test_i07_cent_by_cent_ends_where_one_refund_ends() -> None:
    """The shop cannot keep the commission by refunding one cent at a time."""
    agreed = split_line(1_000, rate_bp=1_500, platform_bp=200)
    reduced = Split()
    for _ in range(500):
        reduced += reduce_split(agreed, reduced, 1)
    assert reduced == reduce_split(agreed, Split(), 500) == Split(expert=75, platform=10, shop=415)


@pytest.mark.parametrize("refund", [-1, 101])
def test_i08_a_refund_beyond_the_line_is_a_fault(refund: int) -> None:
    with pytest.raises(ValueError, match="cannot exceed"):
        reduce_split(split_line(100, rate_bp=100, platform_bp=100), Split(), refund)


EXPERT, BUYER, SHOP, OTHER = uuid4(), uuid4(), uuid4(), uuid4()
LINKS = [
    pytest.param(EXPERT, set(), {}, "buyer", id="own purchase"),
    pytest.param(BUYER, {EXPERT}, {}, "staff", id="works for the shop"),
    pytest.param(BUYER, set(), {EXPERT: {"a", "b"}, BUYER: {"b"}}, "buyer_account", id="one account with the buyer"),
    pytest.param(BUYER, set(), {EXPERT: {"a"}, SHOP: {"a"}}, "shop_account", id="one account with the shop"),
    pytest.param(BUYER, {OTHER, BUYER}, {EXPERT: {"a"}, BUYER: {"b"}, SHOP: {"c"}}, None, id="strangers"),
    pytest.param(BUYER, set(), {}, None, id="nobody has an account yet"),
    pytest.param(BUYER, set(), {EXPERT: set(), BUYER: set()}, None, id="no account is not the same account"),
]


@pytest.mark.parametrize(("buyer", "staff", "destinations", "reason"), LINKS)
def test_i14_s64_identity_links(
    buyer: UUID, staff: set[UUID], destinations: dict[UUID, set[str]], reason: str | None
) -> None:
    found = self_dealing(expert=EXPERT, buyer=buyer, shop=SHOP, staff=staff, destinations=destinations)
    assert found == reason


@pytest.mark.parametrize(
    ("moment", "weekday", "period"),
    [
        (datetime(2026, 6, 1, 0, 0, tzinfo=UTC), 0, date(2026, 6, 1)),
        (datetime(2026, 6, 7, 23, 59, tzinfo=UTC), 0, date(2026, 6, 1)),
        (datetime(2026, 6, 1, 12, 0, tzinfo=UTC), 2, date(2026, 5, 27)),
        (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), 1, date(2028, 2, 29)),
        (datetime(2026, 1, 1, 12, 0, tzinfo=UTC), 6, date(2025, 12, 28)),
    ],
)
def test_i11_a_moment_is_in_exactly_one_period(moment: datetime, weekday: int, period: date) -> None:
    assert rules.period_of(moment, weekday) == period
    assert rules.cutoff_of(period) <= moment < rules.cutoff_of(period) + timedelta(days=7)


@given(st.integers(0, 10_000), st.lists(st.integers(1, 5_000), max_size=5))
def test_i12_debts_are_served_first_and_oldest_first(available: int, debts: list[int]) -> None:
    taken = recover(available, debts)
    assert sum(taken) == min(available, sum(debts))
    assert all(0 <= part <= debt for part, debt in zip(taken, debts, strict=True))
    for part, debt, later in zip(taken, debts, taken[1:], strict=False):
        assert part == debt or later == 0


@given(st.uuids())
def test_a_purchase_keeps_its_shard(purchase: UUID) -> None:
    assert 0 <= rules.shard_of(purchase) < rules.SHARDS
