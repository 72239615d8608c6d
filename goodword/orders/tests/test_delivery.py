"""Parcels leave and arrive; orders are given up before."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from goodword.orders import actions, jobs, queries
from goodword.orders.events import OrderCancelled, OrderDispatched, OrderReceived, RefundAgreed
from goodword.orders.models import Order
from goodword.orders.queries import NoSuchOrder
from goodword.orders.tests.making import AUTO_RECEIPT, World, snapshot, state, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(world: World) -> UUID:
    return world.orders(world.paid([(world.offer(world.shop()), 2)]))[0]


def test_a_packer_hands_the_parcel_to_a_carrier(world: World, order: UUID) -> None:
    packer = world.staff(Order.objects.get().shop_id, "packer")
    world.dispatch(order, by=packer, carrier=" SF  Express ", number=" 12 34 ")
    view = queries.order_for(world.buyer, order)
    assert view.state == "dispatched"
    assert [(parcel.carrier, parcel.number, parcel.at) for parcel in view.parcels] == [
        ("SF Express", "12 34", world.now)
    ]
    assert view.receive_by == world.now + AUTO_RECEIPT
    assert told(OrderDispatched) == [OrderDispatched(order, view.purchase_id, "SF Express", "12 34")]


@pytest.mark.parametrize(
    "wrong", [{"carrier": " "}, {"carrier": "x" * 61}, {"number": "x" * 61}, {"carrier": "S\0F"}, {"number": "1\0"}]
)
def test_a_parcel_has_a_carrier(world: World, order: UUID, wrong: dict[str, str]) -> None:
    before = snapshot()
    with pytest.raises(actions.BadParcel):
        world.dispatch(order, **wrong)
    assert snapshot() == before


def test_the_buyer_says_that_it_arrived(world: World, order: UUID) -> None:
    world.dispatch(order)
    world.pass_time(days=2)
    actions.receive_order(order, now=world.now, by=world.buyer)
    view = queries.order_for(world.buyer, order)
    until = world.now + timedelta(days=14)
    assert (view.state, view.received_at, view.return_until) == ("received", world.now, until)
    assert not view.received_automatically
    assert told(OrderReceived) == [OrderReceived(order, view.purchase_id, False, until)]


def test_i10_when_nobody_objects_it_counts_as_received(world: World, order: UUID) -> None:
    world.dispatch(order)
    world.pass_time(days=10, seconds=-1)
    assert jobs.receive_overdue(world.now, 100) == 0
    world.pass_time(seconds=1)
    assert jobs.receive_overdue(world.now, 100) == 1
    view = queries.order_for(world.buyer, order)
    assert (view.state, view.received_automatically) == ("received", True)
    assert [fact.automatic for fact in told(OrderReceived)] == [True]
    before = snapshot()
    assert jobs.receive_overdue(world.now, 100) == 0
    assert actions.receive_orders([order], now=world.now) == set()
    assert snapshot() == before


def test_i10_an_order_that_is_not_due_is_not_received_by_itself(world: World, order: UUID) -> None:
    assert actions.receive_orders([order], now=world.now) == set()
    world.dispatch(order)
    assert actions.receive_orders([order, uuid4()], now=world.now) == set()
    assert state(Order.objects.get().purchase_id) == ("paid", ["dispatched"])


@pytest.mark.parametrize("who", ["buyer", "shop"])
def test_u8_a_cancelled_order_gives_its_goods_and_money_back(world: World, who: str) -> None:
    one, other = world.offer(world.shop(), price=1000), world.offer(world.shop(), price=200)
    purchase = world.paid([(one, 2)], [(other, 1)])
    first, second = world.orders(purchase)
    by = world.buyer if who == "buyer" else world.owner_of(first)
    actions.cancel_order(first, reason="Sold out", now=world.now, by=by)
    assert state(purchase) == ("paid", ["cancelled", "paid"])
    assert (world.stock(one), world.stock(other)) == ((10, 0), (9, 0))
    assert told(OrderCancelled) == [OrderCancelled(first, purchase)]
    (agreed,) = told(RefundAgreed)
    assert (agreed.order_id, agreed.amount, agreed.currency) == (first, 2500, "CNY")
    facts = queries.refund(agreed.refund_id)
    assert (facts.kind, facts.delivery, facts.lines) == ("cancellation", 500, {world.lines(first)[0]: 2000})
    view = queries.order_for(world.buyer, first)
    assert view.cancellation is not None
    assert view.cancellation.by_shop is (who == "shop")
    assert (view.refunded, queries.order_for(world.buyer, second).refunded) == (2500, 0)


def test_u8_a_cancellation_gives_back_what_is_left_after_a_partial_refund(world: World, order: UUID) -> None:
    actions.agree_refund(
        order, amounts=[(world.lines(order)[0], 300)], reason="Late", now=world.now, by=world.owner_of(order)
    )
    actions.cancel_order(order, reason="", now=world.now, by=world.buyer)
    assert [fact.amount for fact in told(RefundAgreed)] == [300, 2200]
    assert Order.objects.get().refunded == 2500


def test_a_shop_that_cancels_says_why(world: World, order: UUID) -> None:
    before = snapshot()
    with pytest.raises(actions.BadReason):
        actions.cancel_order(order, reason="  ", now=world.now, by=world.owner_of(order))
    assert snapshot() == before


def test_s62_steps_out_of_order_and_twice_are_refused(world: World) -> None:
    offer = world.offer(world.shop())

    def refused(order: UUID, *deeds: str) -> None:
        owner = world.owner_of(order)
        doing = {
            "dispatch": lambda: world.dispatch(order),
            "receive": lambda: actions.receive_order(order, now=world.now, by=world.buyer),
            "cancel": lambda: actions.cancel_order(order, reason="", now=world.now, by=world.buyer),
            "return": lambda: world.asked(order, (world.lines(order)[0], 1)),
            "refund": lambda: actions.agree_refund(
                order, amounts=[(world.lines(order)[0], 1)], reason="", now=world.now, by=owner
            ),
        }
        refusals = {
            "dispatch": actions.NotDispatchable,
            "receive": actions.NotReceivable,
            "cancel": actions.NotCancellable,
            "return": actions.NotReturnable,
            "refund": actions.NotRefundable,
        }
        for deed in deeds:
            before = snapshot()
            with pytest.raises(refusals[deed]):
                doing[deed]()
            assert snapshot() == before

    (order,) = world.orders(world.placed([(offer, 1)]))
    refused(order, "dispatch", "receive", "cancel", "return", "refund")
    world.pass_time(hours=1)
    world.expire()
    refused(order, "dispatch", "receive", "cancel", "return", "refund")
    (order,) = world.orders(world.paid([(offer, 1)]))
    refused(order, "receive", "return")
    world.dispatch(order)
    refused(order, "dispatch", "cancel", "return")
    actions.receive_order(order, now=world.now, by=world.buyer)
    refused(order, "dispatch", "receive", "cancel")
    (order,) = world.orders(world.paid([(offer, 1)]))
    actions.cancel_order(order, reason="", now=world.now, by=world.buyer)
    refused(order, "dispatch", "receive", "cancel", "return", "refund")


def test_s01_nobody_else_touches_an_order(world: World, order: UUID) -> None:
    stranger, other_shop = world.person(), world.shop()
    packer = world.staff(Order.objects.get().shop_id, "packer")
    line = world.lines(order)[0]

    def refused(by: UUID | None, *deeds: str, order: UUID = order) -> None:
        doing = {
            "dispatch": lambda: actions.dispatch_order(
                order, carrier="SF", number="", auto_receipt=AUTO_RECEIPT, now=world.now, by=by
            ),
            "receive": lambda: actions.receive_order(order, now=world.now, by=by),
            "cancel": lambda: actions.cancel_order(order, reason="x", now=world.now, by=by),
            "return": lambda: actions.ask_return(order, lines=[(line, 1)], reason="x", now=world.now, by=by),
            "refund": lambda: actions.agree_refund(order, amounts=[(line, 1)], reason="x", now=world.now, by=by),
        }
        before = snapshot()
        for deed in deeds:
            with pytest.raises(NoSuchOrder):
                doing[deed]()
        assert snapshot() == before

    for asker in (stranger, world.owners[other_shop], None):
        refused(asker, "dispatch", "receive", "cancel", "return", "refund")
    refused(world.buyer, "dispatch", "refund")
    refused(packer, "receive", "cancel", "return", "refund")
    refused(world.owner_of(order), "receive", "return")
    refused(world.buyer, "receive", "cancel", "return", order=uuid4())
