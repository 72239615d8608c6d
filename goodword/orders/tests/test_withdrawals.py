"""A withdrawal is a right, grounds are known ones, and pictures concern buyer and shop alone."""

from io import BytesIO
from uuid import UUID

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from PIL import Image

from goodword.catalog.actions import BadPicture
from goodword.kit.limits import RETURN_PICTURES
from goodword.orders import actions, queries
from goodword.orders.events import ReturnAccepted, ReturnAsked
from goodword.orders.models import Return
from goodword.orders.tests.making import World, snapshot, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(world: World) -> UUID:
    """A received order: 2 pieces for 1000, delivery 500."""
    return world.received(world.orders(world.paid([(world.offer(world.shop(), price=1000), 2)]))[0])


def withdraw(world: World, order: UUID, pieces: int = 2) -> UUID:
    line = world.lines(order)[0]
    return actions.ask_return(order, lines=[(line, pieces)], ground="withdrawal", now=world.now, by=world.buyer)


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()


def kept() -> list[str]:
    """The files in the private storage."""
    private = storages["private"]
    return sorted(private.listdir("returns")[1]) if private.exists("returns") else []


def test_l5_a_withdrawal_needs_no_reason_and_no_answer(world: World, order: UUID) -> None:
    asked = withdraw(world, order)
    (view,) = queries.order_for(world.buyer, order).returns
    assert (view.state, view.ground, view.reason) == ("accepted", "withdrawal", "")
    assert told(ReturnAsked) == [ReturnAsked(asked, order)]
    assert told(ReturnAccepted) == [ReturnAccepted(asked, order)]


def test_l5_the_shop_cannot_refuse_a_withdrawal(world: World, order: UUID) -> None:
    """Red when a withdrawal begins as asked; the constraint holds whatever the code does."""
    asked = withdraw(world, order)
    before = snapshot()
    with pytest.raises(actions.WrongReturnStep):
        actions.refuse_return(asked, answer="We would rather not", now=world.now, by=world.owner_of(order))
    assert snapshot() == before
    with pytest.raises(IntegrityError, match="orders_withdrawal_is_a_right"), transaction.atomic():
        Return.objects.filter(id=asked).update(state="refused")


def test_l5_a_withdrawal_of_everything_gives_the_delivery_back_too(world: World, order: UUID) -> None:
    refund = actions.receive_return(withdraw(world, order), now=world.now, by=world.owner_of(order))
    assert refund is not None
    facts = queries.refund(refund)
    assert (facts.amount, facts.delivery) == (2500, 500)


def test_l5_a_withdrawal_can_be_declared_while_the_parcel_is_on_its_way(world: World) -> None:
    order = world.dispatched(world.orders(world.paid([(world.offer(world.shop(), price=1000), 2)]))[0])
    line = world.lines(order)[0]
    before = snapshot()
    with pytest.raises(actions.NotReturnable):
        actions.ask_return(order, lines=[(line, 1)], ground="damaged", now=world.now, by=world.buyer)
    assert snapshot() == before
    asked = withdraw(world, order)
    actions.receive_order(order, now=world.now, by=world.buyer)
    refund = actions.receive_return(asked, now=world.now, by=world.owner_of(order))
    assert refund is not None
    assert queries.refund(refund).amount == 2500
    assert queries.order_for(world.buyer, order).refunded == 2500


def test_l5_a_withdrawal_before_dispatch_or_after_the_window_is_refused(world: World, order: UUID) -> None:
    paid = world.orders(world.paid([(world.offer(world.shop(), price=1000), 2)]))[0]
    world.pass_time(days=14)
    before = snapshot()
    for one in (paid, order):
        with pytest.raises(actions.NotReturnable):
            withdraw(world, one)
    assert snapshot() == before


def test_a_ground_is_a_known_one_and_only_something_else_must_be_explained(world: World, order: UUID) -> None:
    line = world.lines(order)[0]
    before = snapshot()
    for ground in ("", "revenge", "WITHDRAWAL"):
        with pytest.raises(actions.BadGround):
            actions.ask_return(order, lines=[(line, 1)], ground=ground, reason="x", now=world.now, by=world.buyer)
    with pytest.raises(actions.BadReason):
        actions.ask_return(order, lines=[(line, 1)], ground="other", reason=" ", now=world.now, by=world.buyer)
    assert snapshot() == before
    actions.ask_return(order, lines=[(line, 1)], ground="damaged", now=world.now, by=world.buyer)
    assert [one.ground for one in queries.order_for(world.buyer, order).returns] == ["damaged"]


def test_s34_pictures_of_a_return_are_for_its_buyer_and_the_shop(world: World, order: UUID) -> None:
    """Red without the check of buyer and role in queries.return_picture."""
    line = world.lines(order)[0]
    asked = actions.ask_return(
        order, lines=[(line, 1)], ground="damaged", pictures=[picture()], now=world.now, by=world.buyer
    )
    for who in (world.buyer, world.owner_of(order)):
        shown = queries.return_picture(asked, 0, seen_by=who)
        assert (shown.width, shown.height) == (40, 30)
        with storages["private"].open(shown.file) as file, Image.open(file) as seen:
            assert (seen.format, seen.size) == ("WEBP", (40, 30))
    stranger = world.owner_of(world.orders(world.paid([(world.offer(world.shop()), 1)]))[0])
    for who, position in ((stranger, 0), (world.buyer, 1), (world.buyer, -1)):
        with pytest.raises(queries.NoSuchReturn):
            queries.return_picture(asked, position, seen_by=who)


def test_s31_a_refused_return_keeps_no_pictures(world: World, order: UUID) -> None:
    """Red without the clean-up in asking._kept."""
    line = world.lines(order)[0]
    before = kept()
    told = {"ground": "damaged", "now": world.now, "by": world.buyer}
    with pytest.raises(actions.TooManyReturnPictures):
        actions.ask_return(order, lines=[(line, 1)], pictures=[picture()] * (RETURN_PICTURES + 1), **told)
    with pytest.raises(BadPicture):
        actions.ask_return(order, lines=[(line, 1)], pictures=[picture(), b"<svg/>"], **told)
    with pytest.raises(actions.ReturnTooMany):
        actions.ask_return(order, lines=[(line, 3)], pictures=[picture()], **told)
    assert kept() == before
    assert Return.objects.count() == 0
