"""Goods come back, and money is agreed to go back."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from goodword.orders import actions, queries
from goodword.orders.events import RefundAgreed, ReturnAccepted, ReturnAsked, ReturnReceived, ReturnRefused
from goodword.orders.models import Order
from goodword.orders.queries import NoSuchReturn
from goodword.orders.tests.making import World, snapshot, told

pytestmark = pytest.mark.django_db
BAD = [-1, 0, 0.5, 10**18, "1e3", " 1", float("nan"), float("inf"), True, "١", 2**63, None]


@pytest.fixture
def order(world: World) -> UUID:
    """A received order: 3 pieces for 1000, 1 piece for 250, delivery 500."""
    shop = world.shop()
    purchase = world.paid([(world.offer(shop, price=1000), 3), (world.offer(shop, price=250), 1)])
    return world.received(world.orders(purchase)[0])


def test_a_return_is_asked_accepted_and_received(world: World, order: UUID) -> None:
    line = world.lines(order)[0]
    asked = world.asked(order, (line, 2))
    assert queries.open_returns([order]) == {order}
    owner = world.owner_of(order)
    actions.accept_return(asked, answer="Send it to us", now=world.now, by=owner)
    refund = actions.receive_return(asked, now=world.now, by=owner)
    assert refund is not None
    facts = queries.refund(refund)
    assert (facts.kind, facts.amount, facts.delivery, facts.lines) == ("return", 2000, 0, {line: 2000})
    view = queries.order_for(world.buyer, order)
    assert [(row.state, row.answer, row.lines) for row in view.returns] == [("received", "Send it to us", {line: 2})]
    assert [(row.kind, row.amount) for row in view.refunds] == [("return", 2000)]
    assert view.lines[0].returned == 2
    assert view.refunded == 2000
    assert queries.open_returns([order]) == set()
    assert told(ReturnAsked) == [ReturnAsked(asked, order)]
    assert told(ReturnAccepted) == [ReturnAccepted(asked, order)]
    assert told(ReturnReceived) == [ReturnReceived(asked, order)]
    assert told(RefundAgreed) == [RefundAgreed(refund, order, view.purchase_id, 2000, "CNY")]


def test_delivery_goes_back_with_the_last_piece_only(world: World, order: UUID) -> None:
    many, single = world.lines(order)
    first = world.returned(order, (many, 3))
    last = world.returned(order, (single, 1))
    assert first is not None
    assert last is not None
    assert (queries.refund(first).amount, queries.refund(first).delivery) == (3000, 0)
    assert (queries.refund(last).amount, queries.refund(last).delivery) == (750, 500)
    assert Order.objects.get().refunded == 3750


def test_i08_a_return_after_a_partial_refund_gives_what_is_left_of_the_line(world: World, order: UUID) -> None:
    many, _single = world.lines(order)
    actions.agree_refund(order, amounts=[(many, 2500)], reason="", now=world.now, by=world.owner_of(order))
    refund = world.returned(order, (many, 2))
    assert refund is not None
    assert queries.refund(refund).amount == 500
    assert world.returned(order, (many, 1)) is None
    assert Order.objects.get().refunded == 3000


def test_returned_pieces_wait_for_the_shop_to_count_them(world: World) -> None:
    offer = world.offer(world.shop())
    order = world.received(world.orders(world.paid([(offer, 2)]))[0])
    world.returned(order, (world.lines(order)[0], 2))
    assert world.stock(offer) == (8, 0)


def test_a_refused_return_says_why_and_frees_the_pieces(world: World, order: UUID) -> None:
    line = world.lines(order)[0]
    asked = world.asked(order, (line, 3))
    owner = world.owner_of(order)
    with pytest.raises(actions.BadReason):
        actions.refuse_return(asked, answer=" ", now=world.now, by=owner)
    actions.refuse_return(asked, answer="It was worn", now=world.now, by=owner)
    assert told(ReturnRefused) == [ReturnRefused(asked, order)]
    assert queries.open_returns([order]) == set()
    world.asked(order, (line, 3))


def test_no_more_is_returned_than_was_bought(world: World, order: UUID) -> None:
    line = world.lines(order)[0]
    world.asked(order, (line, 2))
    before = snapshot()
    with pytest.raises(actions.ReturnTooMany):
        world.asked(order, (line, 2))
    assert snapshot() == before
    world.returned(order, (line, 1))
    with pytest.raises(actions.ReturnTooMany):
        world.asked(order, (line, 1))


def test_a_return_is_asked_before_the_window_ends(world: World, order: UUID) -> None:
    line = world.lines(order)[0]
    world.pass_time(days=14, seconds=-1)
    world.asked(order, (line, 1))
    world.pass_time(seconds=1)
    with pytest.raises(actions.NotReturnable):
        world.asked(order, (line, 1))


@pytest.mark.parametrize("bad", BAD)
def test_s60_quantities_and_amounts_are_whole_and_positive(world: World, order: UUID, bad: Any) -> None:
    line = world.lines(order)[0]
    before = snapshot()
    with pytest.raises(actions.BadQuantities):
        world.asked(order, (line, bad))
    with pytest.raises(actions.BadAmounts):
        actions.agree_refund(order, amounts=[(line, bad)], reason="", now=world.now, by=world.owner_of(order))
    assert snapshot() == before


def test_s62_lines_of_other_orders_and_lines_named_twice_are_refused(world: World, order: UUID) -> None:
    other = world.received(world.orders(world.paid([(world.offer(world.shop()), 1)]))[0])
    line, foreign = world.lines(order)[0], world.lines(other)[0]
    before = snapshot()
    for lines in ([], [(foreign, 1)], [(line, 1), (foreign, 1)], [(line, 1), (line, 1)], [(uuid4(), 1)]):
        with pytest.raises(actions.BadQuantities):
            world.asked(order, *lines)
        with pytest.raises(actions.BadAmounts):
            actions.agree_refund(order, amounts=lines, reason="", now=world.now, by=world.owner_of(order))
    assert snapshot() == before


@pytest.mark.parametrize("reason", ["", "  ", "x" * 601])
def test_a_return_has_a_reason(world: World, order: UUID, reason: str) -> None:
    with pytest.raises(actions.BadReason):
        actions.ask_return(order, lines=[(world.lines(order)[0], 1)], reason=reason, now=world.now, by=world.buyer)


def test_s62_return_steps_out_of_order_and_twice_are_refused(world: World, order: UUID) -> None:
    line, owner = world.lines(order)[0], world.owner_of(order)

    def refused(asked: UUID, *deeds: str) -> None:
        doing = {
            "accept": lambda: actions.accept_return(asked, now=world.now, by=owner),
            "refuse": lambda: actions.refuse_return(asked, answer="No", now=world.now, by=owner),
            "receive": lambda: actions.receive_return(asked, now=world.now, by=owner),
        }
        before = snapshot()
        for deed in deeds:
            with pytest.raises(actions.WrongReturnStep):
                doing[deed]()
        assert snapshot() == before

    asked = world.asked(order, (line, 1))
    refused(asked, "receive")
    actions.accept_return(asked, now=world.now, by=owner)
    refused(asked, "accept", "refuse")
    actions.receive_return(asked, now=world.now, by=owner)
    refused(asked, "accept", "refuse", "receive")
    asked = world.asked(order, (line, 1))
    actions.refuse_return(asked, answer="No", now=world.now, by=owner)
    refused(asked, "accept", "refuse", "receive")


def test_s01_nobody_else_answers_a_return(world: World, order: UUID) -> None:
    asked = world.asked(order, (world.lines(order)[0], 1))
    packer = world.staff(Order.objects.get().shop_id, "packer")
    before = snapshot()
    for asker in (world.buyer, world.person(), world.owners[world.shop()], packer, None):
        with pytest.raises(NoSuchReturn):
            actions.accept_return(asked, now=world.now, by=asker)
        with pytest.raises(NoSuchReturn):
            actions.refuse_return(asked, answer="No", now=world.now, by=asker)
    with pytest.raises(NoSuchReturn):
        actions.receive_return(asked, now=world.now, by=world.buyer)
    with pytest.raises(NoSuchReturn):
        actions.accept_return(uuid4(), now=world.now, by=world.owner_of(order))
    assert snapshot()[:5] == before[:5]


def test_i08_refunds_stop_at_what_was_paid_per_line_and_order(world: World, order: UUID) -> None:
    many, single = world.lines(order)
    owner = world.owner_of(order)

    def agree(*amounts: tuple[UUID, int]) -> UUID:
        return actions.agree_refund(order, amounts=amounts, reason="Scratched", now=world.now, by=owner)

    agree((many, 2999), (single, 250))
    before = snapshot()
    for amounts in ([(many, 2)], [(single, 1)], [(many, 1), (single, 1)]):
        with pytest.raises(actions.RefundTooLarge):
            agree(*amounts)
    assert snapshot() == before
    agree((many, 1))
    assert Order.objects.get().refunded == 3250
    view = queries.order_for(world.buyer, order)
    assert [(line.amount, line.refunded) for line in view.lines] == [(3000, 3000), (250, 250)]
    assert queries.refunds([fact.refund_id for fact in told(RefundAgreed)]).keys() == {
        fact.refund_id for fact in told(RefundAgreed)
    }
