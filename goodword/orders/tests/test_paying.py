"""Purchases are paid, or their time passes."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.catalog import actions as catalog
from goodword.catalog.models import Reservation
from goodword.orders import actions, jobs
from goodword.orders.events import PaidTooLate, PurchaseCancelled, PurchaseExpired, PurchasePaid
from goodword.orders.models import Payment, Purchase
from goodword.orders.queries import NoSuchPurchase
from goodword.orders.tests.making import World, snapshot, state, told
from goodword.payments.models import Intent

pytestmark = pytest.mark.django_db


def test_i21_a_capture_pays_all_orders_and_takes_the_stock(world: World) -> None:
    one, other = world.offer(world.shop()), world.offer(world.shop())
    purchase = world.placed([(one, 2)], [(other, 1)])
    world.pass_time(minutes=5)
    intent = uuid4()
    world.tell(world.capture(purchase, intent=intent))
    assert state(purchase) == ("paid", ["paid", "paid"])
    assert Purchase.objects.get().paid_at == world.now
    assert (world.stock(one), world.stock(other)) == ((8, 0), (9, 0))
    assert told(PurchasePaid) == [PurchasePaid(purchase, intent)]


def test_a_capture_delivered_twice_pays_once(world: World) -> None:
    offer = world.offer(world.shop())
    purchase = world.placed([(offer, 2)])
    capture = world.capture(purchase)
    world.tell(capture)
    before = snapshot()
    world.tell(capture)
    world.tell(capture, capture)
    assert snapshot() == before
    assert world.stock(offer) == (8, 0)


def test_two_hundred_captures_take_a_handful_of_statements(world: World) -> None:
    counts = []
    for many in (2, 20):
        offer = world.offer(world.shop(), stock=100)
        captures = [
            world.capture(world.placed([(offer, 1)], buyer=world.person()), intent=uuid4()) for _ in range(many)
        ]
        with CaptureQueriesContext(connection) as made:
            world.tell(*captures)
        counts.append(len([q for q in made if "SAVEPOINT" not in q["sql"]]))
        assert world.stock(offer) == (100 - many, 0)
    assert counts == [9, 9]


def test_a_purpose_that_is_no_purchase_is_passed_over(world: World) -> None:
    purchase = world.placed([(world.offer(world.shop()), 1)])
    world.tell(world.capture(purchase, purpose=uuid4()))
    assert state(purchase) == ("placed", ["placed"])
    assert not Payment.objects.exists()


@pytest.mark.parametrize("together", [True, False])
def test_i19_a_second_capture_goes_back(world: World, together: bool) -> None:
    purchase = world.placed([(world.offer(world.shop()), 1)])
    first, second = world.capture(purchase), world.capture(purchase)
    if together:
        world.tell(first, second)
    else:
        world.tell(first)
        world.tell(second)
    assert state(purchase) == ("paid", ["paid"])
    assert told(PaidTooLate) == [PaidTooLate(purchase, second.fact.intent_id, 1500, "CNY", "paid")]


@pytest.mark.parametrize("wrong", [{"amount": 1499}, {"amount": 1501}, {"currency": "EUR"}])
def test_s61_a_capture_of_something_else_goes_back(world: World, wrong: dict[str, object]) -> None:
    offer = world.offer(world.shop())
    purchase = world.placed([(offer, 1)])
    world.tell(world.capture(purchase, **wrong))
    assert state(purchase) == ("placed", ["placed"])
    assert [fact.why for fact in told(PaidTooLate)] == ["amount"]
    assert world.stock(offer) == (10, 1)


def test_i17_what_nobody_pays_in_time_can_be_bought_again(world: World) -> None:
    world.channel()
    offer = world.offer(world.shop())
    purchase = world.placed([(offer, 3)])
    intent = world.intent(purchase)
    world.pass_time(minutes=30, seconds=-1)
    assert world.expire() == 0
    world.pass_time(seconds=1)
    assert world.expire() == 1
    assert state(purchase) == ("expired", ["expired"])
    assert world.stock(offer) == (10, 0)
    assert told(PurchaseExpired) == [PurchaseExpired(purchase)]
    assert Intent.objects.get(id=intent).state == "closing"
    before = snapshot()
    assert world.expire() == 0
    assert actions.expire_purchases([purchase], now=world.now, by=None) == set()
    assert snapshot() == before


def test_i17_expiry_takes_a_bounded_number_at_a_time(world: World) -> None:
    offer = world.offer(world.shop())
    for _ in range(3):
        world.placed([(offer, 1)])
    world.pass_time(hours=1)
    assert [jobs.expire_unpaid(world.now, 2) for _ in range(3)] == [2, 1, 0]


def test_i17_a_late_capture_finds_the_stock_again(world: World) -> None:
    offer = world.offer(world.shop(), stock=2)
    purchase = world.placed([(offer, 2)])
    world.pass_time(hours=1)
    world.expire()
    late = world.capture(purchase)
    world.tell(late)
    world.tell(late)
    assert state(purchase) == ("paid", ["paid"])
    assert world.stock(offer) == (0, 0)
    assert told(PaidTooLate) == []
    ends = Reservation.objects.filter(holder=purchase).order_by("id").values_list("ended_as", flat=True)
    assert list(ends) == ["released", "claimed"]


def test_i17_a_late_capture_without_stock_goes_back_whole(world: World) -> None:
    one, other = world.offer(world.shop(), stock=2), world.offer(world.shop(), stock=2)
    purchase = world.placed([(one, 1)], [(other, 2)])
    world.pass_time(hours=1)
    world.expire()
    world.placed([(other, 1)], buyer=world.person())
    late = world.capture(purchase)
    world.tell(late)
    world.tell(late)
    assert state(purchase) == ("expired", ["expired", "expired"])
    assert (world.stock(one), world.stock(other)) == ((2, 0), (2, 1))
    assert told(PaidTooLate) == [PaidTooLate(purchase, late.fact.intent_id, 4000, "CNY", "stock")]
    assert told(PurchasePaid) == []


def test_i17_a_hold_that_is_gone_before_its_time_is_taken_again(world: World) -> None:
    offer = world.offer(world.shop())
    purchase = world.placed([(offer, 1)])
    catalog.release([purchase], now=world.now)
    world.tell(world.capture(purchase))
    assert state(purchase) == ("paid", ["paid"])
    assert world.stock(offer) == (9, 0)


def test_a_purchase_given_up_before_payment_frees_its_stock(world: World) -> None:
    world.channel()
    offer = world.offer(world.shop())
    purchase = world.placed([(offer, 3)])
    intent = world.intent(purchase)
    actions.cancel_purchase(purchase, reason="Changed my mind", now=world.now, by=world.buyer)
    assert state(purchase) == ("cancelled", ["cancelled"])
    assert world.stock(offer) == (10, 0)
    assert told(PurchaseCancelled) == [PurchaseCancelled(purchase)]
    assert Intent.objects.get(id=intent).state == "closing"
    world.tell(world.capture(purchase, intent=intent))
    assert state(purchase) == ("cancelled", ["cancelled"])
    assert [fact.why for fact in told(PaidTooLate)] == ["cancelled"]
    assert world.stock(offer) == (10, 0)


def test_s62_only_the_buyer_gives_a_purchase_up_and_only_unpaid(world: World) -> None:
    shop = world.shop()
    purchase = world.placed([(world.offer(shop), 1)])
    before = snapshot()
    for asker in (world.person(), world.owners[shop], None):
        with pytest.raises(NoSuchPurchase):
            actions.cancel_purchase(purchase, reason="", now=world.now, by=asker)
    with pytest.raises(actions.BadReason):
        actions.cancel_purchase(purchase, reason="x" * 601, now=world.now, by=world.buyer)
    assert snapshot() == before
    world.tell(world.capture(purchase))
    before = snapshot()
    with pytest.raises(actions.NotUnpaid):
        actions.cancel_purchase(purchase, reason="", now=world.now, by=world.buyer)
    assert snapshot() == before
