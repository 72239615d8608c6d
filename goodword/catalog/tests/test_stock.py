"""Holding, selling and returning units, one at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goodword.catalog import actions, queries
from goodword.catalog.models import Offer, Reservation
from goodword.journal.models import Entry
from goodword.kit.verification import verify_all

pytestmark = pytest.mark.django_db
Make = Callable[..., UUID]
HOUR = timedelta(hours=1)


def stock(offer_id: UUID) -> tuple[int, int]:
    return Offer.objects.values_list("on_hand", "reserved").get(id=offer_id)


def hold(now: datetime, *lines: tuple[UUID, int], holder: UUID | None = None) -> UUID:
    holder = holder or uuid4()
    actions.reserve(lines, holder=holder, until=now + HOUR, now=now)
    return holder


def test_i16_units_are_held_sold_and_gone(make_offer: Make, now: datetime) -> None:
    tea, cup = make_offer(10), make_offer(5, title="Cup")
    holder = hold(now, (tea, 3), (cup, 5))
    assert (stock(tea), stock(cup)) == ((10, 3), (5, 5))
    assert [queries.offers([tea, cup])[offer].available for offer in (tea, cup)] == [7, 0]
    assert actions.claim([holder], now=now) == {holder}
    assert (stock(tea), stock(cup)) == ((7, 0), (0, 0))


def test_i17_a_hold_that_is_not_paid_can_be_bought_again(make_offer: Make, now: datetime) -> None:
    tea = make_offer(1)
    first = hold(now, (tea, 1))
    assert actions.release([first], now=now + HOUR) == {first}
    assert stock(tea) == (1, 0)
    second = hold(now, (tea, 1))
    assert actions.claim([second], now=now) == {second}
    assert stock(tea) == (0, 0)


def test_i16_the_same_offer_on_two_lines_is_counted_together(make_offer: Make, now: datetime) -> None:
    tea = make_offer(5)
    with pytest.raises(actions.StockGone):
        hold(now, (tea, 3), (tea, 3))
    assert stock(tea) == (5, 0)
    hold(now, (tea, 3), (tea, 2))
    assert stock(tea) == (5, 5)
    assert Reservation.objects.get().quantity == 5


def test_i16_all_lines_are_held_or_none(make_offer: Make, now: datetime) -> None:
    tea, cup = make_offer(4), make_offer(1, title="Cup")
    with pytest.raises(actions.StockGone) as refused:
        hold(now, (tea, 3), (cup, 2))
    assert refused.value.facts == {"offers": {str(cup): 1}}
    assert (stock(tea), stock(cup)) == ((4, 0), (1, 0))
    assert not Reservation.objects.exists()


@pytest.mark.parametrize("quantity", [0, -1, 0.5, True, "3", 1000, 2**63])
def test_s60_only_a_whole_number_of_units_can_be_held(make_offer: Make, now: datetime, quantity: object) -> None:
    tea = make_offer(10)
    with pytest.raises(actions.BadQuantity):
        hold(now, (tea, quantity))
    assert stock(tea) == (10, 0)


def test_an_unknown_offer_is_not_held(make_offer: Make, now: datetime) -> None:
    tea = make_offer(10)
    with pytest.raises(actions.NoSuchOffer):
        hold(now, (tea, 1), (uuid4(), 1))
    assert stock(tea) == (10, 0)


def test_i17_a_hold_ends_exactly_once(make_offer: Make, now: datetime) -> None:
    tea = make_offer(10)
    paid, unpaid = hold(now, (tea, 2)), hold(now, (tea, 3))
    assert actions.claim([paid, uuid4()], now=now) == {paid}
    assert actions.release([unpaid], now=now) == {unpaid}
    for again in (actions.claim, actions.release):
        assert again([paid, unpaid], now=now + HOUR) == set()
    assert stock(tea) == (8, 0)
    assert list(Reservation.objects.order_by("id").values_list("ended_as", "ended_at")) == [
        ("claimed", now),
        ("released", now),
    ]


def test_i17_a_hold_does_not_end_before_it_began_though_clocks_differ(make_offer: Make, now: datetime) -> None:
    """A worker reads its clock, then waits while the hold is placed and paid. Red when it writes its own time."""
    holder = hold(now + HOUR, (make_offer(2), 2))
    assert actions.claim([holder], now=now) == {holder}
    assert Reservation.objects.values_list("at", "ended_at").get() == (now + HOUR, now + HOUR)


def test_i17_a_hold_may_be_taken_again_after_it_was_released(make_offer: Make, now: datetime) -> None:
    tea = make_offer(2)
    holder = hold(now, (tea, 2))
    actions.release([holder], now=now)
    hold(now, (tea, 2), holder=holder)
    assert actions.claim([holder], now=now) == {holder}
    assert stock(tea) == (0, 0)


def test_i17_one_holder_cannot_hold_an_offer_twice_at_once(make_offer: Make, now: datetime) -> None:
    tea = make_offer(10)
    holder = hold(now, (tea, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(now, (tea, 1), holder=holder)
    assert stock(tea) == (10, 1)


def test_returned_units_can_be_bought_again(make_offer: Make, now: datetime) -> None:
    tea, cup = make_offer(1), make_offer(0, title="Cup")
    actions.claim([hold(now, (tea, 1))], now=now)
    actions.restock([(tea, 1), (cup, 2), (cup, 1)], now=now, by=None)
    assert (stock(tea), stock(cup)) == ((1, 0), (3, 0))
    with pytest.raises(actions.BadQuantity):
        actions.restock([(tea, -1)], now=now, by=None)


def test_i16_the_shop_cannot_count_fewer_than_are_promised(make_offer: Make, now: datetime) -> None:
    """Red without the condition in set_stock: the CHECK then breaks the request."""
    tea = make_offer(10)
    hold(now, (tea, 4))
    with pytest.raises(actions.StockReserved) as refused:
        actions.set_stock(tea, on_hand=3, now=now, by=None)
    assert "4" in str(refused.value)
    assert stock(tea) == (10, 4)
    actions.set_stock(tea, on_hand=4, now=now, by=None)
    actions.set_stock(tea, on_hand=4, now=now, by=None)
    assert stock(tea) == (4, 4)
    assert [entry.payload["on_hand"] for entry in Entry.objects.filter(name="catalog.StockSet")] == [4]


@pytest.mark.parametrize("count", [1, 20])
def test_holding_and_ending_take_the_same_few_statements(make_offer: Make, now: datetime, count: int) -> None:
    lines = [(make_offer(10, title=f"Tea {n}"), 1) for n in range(count)]
    holder = uuid4()
    for act, most in [
        (lambda: actions.reserve(lines, holder=holder, until=now, now=now), 2),
        (lambda: actions.claim([holder], now=now), 3),
        (lambda: actions.restock(lines, now=now, by=None), 2),
    ]:
        with CaptureQueriesContext(connection) as statements:
            act()
        told = [s["sql"] for s in statements if "SAVEPOINT" not in s["sql"]]
        assert len(told) == most, told


@pytest.mark.breaks_books
@pytest.mark.parametrize(
    ("reserved", "invariant"),
    [(1, "I-16"), (3, "I-17")],
)
def test_i16_i17_verification_finds_a_count_that_no_hold_supports(
    make_offer: Make, now: datetime, reserved: int, invariant: str
) -> None:
    tea = make_offer(10)
    hold(now, (tea, 2))
    assert verify_all() == []
    Offer.objects.filter(id=tea).update(reserved=reserved)
    (breach,) = verify_all()
    assert breach.startswith(f"{invariant}: offer {tea}: ")


@pytest.mark.breaks_books
def test_i17_verification_finds_a_hold_that_ended_before_it_began(make_offer: Make, now: datetime) -> None:
    actions.release([hold(now, (make_offer(10), 2))], now=now)
    Reservation.objects.update(ended_at=now - HOUR)
    (breach,) = verify_all()
    assert breach.startswith("I-17: reservation ")


@pytest.mark.parametrize(
    "broken",
    [
        {"reserved": -1},
        {"reserved": 11},
        {"on_hand": -1},
        {"price": 0},
        {"price": -5},
        {"compare_at": 12800, "claim": 20000},
        {"compare_at": 13000, "claim": 12900},
    ],
)
def test_i16_the_database_itself_refuses_impossible_offers(make_offer: Make, broken: dict[str, int]) -> None:
    tea = make_offer(10)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(id=tea).update(**broken)
    assert stock(tea) == (10, 0)


@pytest.mark.parametrize("broken", [{"quantity": 0}, {"ended_as": "claimed"}, {"ended_as": "lost"}])
def test_i17_the_database_itself_refuses_half_ended_holds(
    make_offer: Make, now: datetime, broken: dict[str, object]
) -> None:
    hold(now, (make_offer(10), 2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Reservation.objects.update(**broken)
