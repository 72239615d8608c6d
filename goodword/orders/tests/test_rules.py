"""The pure rules."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.orders.rules import (
    NUMBER_LETTERS,
    ORDER_STATES,
    RETURN_STATES,
    RETURN_TRANSITIONS,
    TRANSITIONS,
    Capture,
    LineState,
    cancelled_share,
    number,
    returned_share,
    verdict,
)

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_the_transition_tables_name_known_states_and_lead_nowhere_back() -> None:
    for table, states in ((TRANSITIONS, ORDER_STATES), (RETURN_TRANSITIONS, RETURN_STATES)):
        assert all(
            before <= set(states) and after in states and after not in before for before, after in table.values()
        )
    ends = {"received", "cancelled"}
    assert not any(before & ends for before, _after in TRANSITIONS.values())


@pytest.mark.parametrize(
    ("state", "amount", "currency", "said"),
    [
        ("placed", 100, "CNY", "take"),
        ("expired", 100, "CNY", "late"),
        ("paid", 100, "CNY", "paid"),
        ("cancelled", 100, "CNY", "cancelled"),
        ("placed", 99, "CNY", "amount"),
        ("placed", 101, "CNY", "amount"),
        ("placed", 100, "EUR", "amount"),
        ("expired", 99, "CNY", "amount"),
    ],
)
def test_what_is_done_with_a_capture(state: str, amount: int, currency: str, said: str) -> None:
    capture = Capture(uuid4(), uuid4(), amount, currency, NOW)
    assert verdict(state=state, total=100, currency="CNY", capture=capture) == said


@given(st.integers(min_value=0, max_value=2**50 - 1))
def test_a_number_carries_all_of_its_chance(chance: int) -> None:
    text = number(NOW, chance)
    letters = text.removeprefix("260601-").replace("-", "")
    assert sum(NUMBER_LETTERS.index(letter) << 5 * place for place, letter in enumerate(letters)) == chance


quantities = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 10**6)), min_size=1, max_size=4)


@given(
    lines=quantities, delivery=st.integers(0, 5000), steps=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10**6)))
)
def test_i08_any_sequence_of_refunds_and_returns_ends_at_what_was_paid(
    lines: list[tuple[int, int]], delivery: int, steps: list[tuple[int, int]]
) -> None:
    """Partial refunds in any order, then every piece comes back: exactly the price and the delivery go back."""
    ids = [UUID(int=n) for n in range(len(lines))]
    states = {i: LineState(i, quantity, price, 0, 0) for i, (quantity, price) in zip(ids, lines, strict=True)}
    for which, wanted in steps:
        line = states[ids[which % len(ids)]]
        amount = min(wanted, line.refundable)
        states[line.id] = LineState(line.id, line.quantity, line.unit_price, 0, line.refunded + amount)
    given_back = sum(line.refunded for line in states.values())
    for line_id in ids:
        for _ in range(states[line_id].quantity):
            share = returned_share(list(states.values()), {line_id: 1}, delivery)
            line = states[line_id]
            paid_back = share.lines.get(line_id, 0)
            assert 0 <= paid_back <= line.refundable
            states[line_id] = LineState(
                line_id, line.quantity, line.unit_price, line.returned + 1, line.refunded + paid_back
            )
            given_back += share.amount
            delivery_given = share.delivery
    assert delivery_given == delivery
    assert given_back == delivery + sum(quantity * price for quantity, price in lines)


def test_a_cancelled_order_gives_back_the_rest() -> None:
    one, other = UUID(int=1), UUID(int=2)
    share = cancelled_share([LineState(one, 2, 100, 0, 50), LineState(other, 1, 30, 0, 30)], 7)
    assert (share.lines, share.delivery, share.amount) == ({one: 150}, 7, 157)
