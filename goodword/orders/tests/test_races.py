"""Two want the same at the same moment, on PostgreSQL."""

from collections import Counter
from functools import partial

import pytest

from goodword.kit.verification import verify_all
from goodword.ledger.tests.racing import at_once
from goodword.orders import actions, jobs
from goodword.orders.events import OrderReceived, PaidTooLate, PurchaseExpired, PurchasePaid, RefundAgreed
from goodword.orders.models import Cancellation, Dispatch, Order, RefundAgreement
from goodword.orders.tests.making import AUTO_RECEIPT, World, state, told

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("units", [1, 10])
def test_i16_twenty_four_buyers_of_few_units_get_exactly_those(world: World, units: int) -> None:
    """Red without catalog's conditional UPDATE."""
    offer = world.offer(world.shop(), stock=units)
    drafts = [world.draft([(offer, 1)], buyer=world.person()) for _ in range(24)]
    ends = at_once([partial(actions.place_purchase, draft, now=world.now, by=draft.buyer_id) for draft in drafts])
    assert Counter(ends) == {"done": units, "catalog.stock_gone": 24 - units}
    assert world.stock(offer) == (units, units)


def test_s67_one_buyer_at_once_holds_no_more_than_allowed(world: World) -> None:
    """Red without the lock on the buyer in queries.lock_unpaid_of."""
    offer = world.offer(world.shop(), stock=100)
    draft = world.draft([(offer, 1)])
    ends = at_once([partial(actions.place_purchase, draft, now=world.now, by=world.buyer)] * 20)
    assert Counter(ends) == {"done": 10, "orders.too_many_unpaid": 10}
    assert world.stock(offer) == (100, 10)


def test_i17_expiry_and_capture_at_once_end_in_paid_or_too_late(world: World) -> None:
    """Red without the lock in queries.lock_purchases: the purchase is expired and paid."""
    world.channel()
    offer = world.offer(world.shop(), stock=5)
    purchases = [world.placed([(offer, 1)], buyer=world.person()) for _ in range(5)]
    world.pass_time(hours=1)
    captures = [world.capture(purchase) for purchase in purchases]
    expire = partial(jobs.expire_unpaid, world.now, 100)
    buy = [partial(actions.place_purchase, world.draft([(offer, 1)], buyer=world.person()), now=world.now, by=None)]
    ends = at_once([*(partial(world.tell, capture) for capture in captures), *[expire] * 10, *buy * 5])
    world.expire()
    assert set(ends) <= {"done", "catalog.stock_gone"}
    paid = {fact.purchase_id for fact in told(PurchasePaid)}
    late = {fact.purchase_id for fact in told(PaidTooLate)}
    assert paid | late == set(purchases)
    assert not paid & late
    assert len(told(PurchasePaid)) + len(told(PaidTooLate)) == 5
    assert all(state(purchase) == ("paid", ["paid"]) for purchase in paid)
    assert all(state(purchase) == ("expired", ["expired"]) for purchase in late)
    assert len(told(PurchaseExpired)) == len({fact.purchase_id for fact in told(PurchaseExpired)})
    assert ends.count("done") - 15 + len(paid) <= 5
    assert verify_all() == []


def test_i17_the_same_capture_told_at_once_pays_once(world: World) -> None:
    """Red without the lock in queries.lock_purchases."""
    offer = world.offer(world.shop())
    purchase = world.placed([(offer, 2)])
    capture = world.capture(purchase)
    assert at_once([partial(world.tell, capture)] * 20) == ["done"] * 20
    assert world.stock(offer) == (8, 0)
    assert len(told(PurchasePaid)) == 1


def test_i10_the_buyer_and_the_job_at_once_receive_once(world: World) -> None:
    """Red without the lock in queries.lock_orders: the arrival is told twice."""
    order = world.dispatched(world.orders(world.paid([(world.offer(world.shop()), 1)]))[0])
    world.pass_time(days=11)
    buyer = partial(actions.receive_order, order, now=world.now, by=world.buyer)
    job = partial(actions.receive_orders, [order], now=world.now)
    ends = Counter(at_once([buyer] * 10 + [job] * 10))
    assert ends["done"] + ends["orders.not_receivable"] == 20
    assert len(told(OrderReceived)) == 1
    assert Order.objects.get().state == "received"


def test_i08_cancel_and_dispatch_at_once_end_in_one(world: World) -> None:
    """Red without the conditional UPDATE of the state in dispatch_order and cancel_order."""
    offer = world.offer(world.shop())
    order = world.orders(world.paid([(offer, 3)]))[0]
    owner = world.owner_of(order)
    cancel = partial(actions.cancel_order, order, reason="Sold out", now=world.now, by=owner)
    send = partial(
        actions.dispatch_order, order, carrier="SF", number="", auto_receipt=AUTO_RECEIPT, now=world.now, by=owner
    )
    ends = at_once([cancel, send] * 10)
    assert ends.count("done") == 1
    assert set(ends) - {"done"} <= {"orders.not_cancellable", "orders.not_dispatchable"}
    assert Cancellation.objects.count() + Dispatch.objects.count() == 1
    cancelled = Order.objects.get().state == "cancelled"
    assert cancelled is Cancellation.objects.exists()
    assert world.stock(offer) == ((10, 0) if cancelled else (7, 0))


def test_i08_refunds_at_once_never_exceed_what_was_paid(world: World) -> None:
    """Red without the conditional UPDATEs in actions.refunding.give_back."""
    order = world.orders(world.paid([(world.offer(world.shop(), price=1000), 1)]))[0]
    (line,) = world.lines(order)
    refund = partial(
        actions.agree_refund, order, amounts=[(line, 300)], reason="", now=world.now, by=world.owner_of(order)
    )
    assert Counter(at_once([refund] * 20)) == {"done": 3, "orders.refund_too_large": 17}
    assert Order.objects.get().refunded == 900
    assert RefundAgreement.objects.count() == len(told(RefundAgreed)) == 3


def test_i08_refunds_and_a_cancellation_at_once_give_back_what_was_paid(world: World) -> None:
    """Red without the conditional UPDATEs in actions.refunding.give_back."""
    order = world.orders(world.paid([(world.offer(world.shop(), price=1000), 2)]))[0]
    (line,) = world.lines(order)
    owner = world.owner_of(order)
    refund = partial(actions.agree_refund, order, amounts=[(line, 700)], reason="", now=world.now, by=owner)
    cancel = partial(actions.cancel_order, order, reason="Sold out", now=world.now, by=owner)
    ends = Counter(at_once([refund] * 10 + [cancel] * 10))
    assert set(ends) <= {"done", "orders.refund_too_large", "orders.not_refundable", "orders.not_cancellable"}
    assert Order.objects.get().refunded == 2500
    assert verify_all() == []


def test_i08_a_return_received_at_once_by_many_is_given_back_once(world: World) -> None:
    """Red without the conditional UPDATE of the return's state."""
    order = world.received(world.orders(world.paid([(world.offer(world.shop(), price=1000), 2)]))[0])
    asked = world.asked(order, (world.lines(order)[0], 1))
    owner = world.owner_of(order)
    actions.accept_return(asked, now=world.now, by=owner)
    ends = Counter(at_once([partial(actions.receive_return, asked, now=world.now, by=owner)] * 20))
    assert ends == {"done": 1, "orders.wrong_return_step": 19}
    assert Order.objects.get().refunded == 1000


def test_no_more_pieces_are_returned_at_once_than_were_bought(world: World) -> None:
    """Red without the lock in queries.lock_orders."""
    order = world.received(world.orders(world.paid([(world.offer(world.shop()), 3)]))[0])
    line = world.lines(order)[0]
    ends = Counter(at_once([partial(world.asked, order, (line, 1))] * 20))
    assert ends == {"done": 3, "orders.return_too_many": 17}
