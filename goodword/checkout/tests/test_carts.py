"""Carts of persons and guests."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from goodword.catalog import actions as catalog
from goodword.checkout import actions, jobs, queries
from goodword.checkout.models import Cart, CartItem
from goodword.checkout.queries import NoSuchCart
from goodword.checkout.rules import CartRef, secret_hash
from goodword.checkout.tests.making import Market, items, snapshot
from goodword.kit.limits import CART_LINES, LINE_QUANTITY

pytestmark = pytest.mark.django_db
BAD = [-1, 0, 0.5, 10**9, "1e3", " 1", float("nan"), float("inf"), True, "١", 2**63, None, LINE_QUANTITY + 1]


@pytest.fixture(params=["person", "guest"])
def cart(request: pytest.FixtureRequest, world: Market) -> CartRef:
    return world.cart() if request.param == "person" else world.guest()


def test_a_cart_holds_offers_of_several_shops_at_todays_prices(world: Market, cart: CartRef) -> None:
    near, far = world.shop(fee=500, free_from=2000), world.shop(fee=700)
    one, two, three = world.offer(near, price=1000), world.offer(near, price=300), world.offer(far, price=50)
    world.add(cart, one, 1)
    world.add(cart, three, 2)
    world.add(cart, two, 1)
    view = queries.cart(cart)
    assert [(shop.shop_id, shop.goods, shop.delivery) for shop in view.shops] == [(near, 1300, 500), (far, 100, 700)]
    assert (view.count, view.totals) == (4, {"CNY": 2600})
    catalog.set_price(two, price=1000, now=world.now, by=None)
    view = queries.cart(cart)
    assert (view.shops[0].goods, view.shops[0].delivery, view.totals) == (2000, 0, {"CNY": 2800})


def test_pieces_add_up_and_can_be_set_and_removed(world: Market, cart: CartRef) -> None:
    offer = world.offer(world.shop())
    world.add(cart, offer, 2)
    world.add(cart, offer, 3)
    assert items(queries.cart(cart)) == [(offer, 5, None)]
    actions.set_quantity(cart, offer_id=offer, quantity=1, now=world.now)
    assert items(queries.cart(cart)) == [(offer, 1, None)]
    actions.remove_item(cart, offer_id=offer, now=world.now)
    actions.remove_item(cart, offer_id=offer, now=world.now)
    assert queries.cart(cart) == queries.CartView((), 0, {})


def test_a_cart_shows_what_cannot_be_bought_and_does_not_count_it(world: Market) -> None:
    offer = world.offer(world.shop(), stock=1)
    world.add(world.cart(), offer, 2)
    view = queries.cart(world.cart())
    assert not view.shops[0].lines[0].enough
    assert (view.shops[0].goods, view.shops[0].delivery, view.totals) == (0, 0, {"CNY": 0})


@pytest.mark.parametrize("bad", BAD)
def test_s60_quantities_are_whole_pieces(world: Market, bad: Any) -> None:
    cart, offer = world.cart(), world.offer(world.shop())
    world.add(cart, offer)
    before = snapshot()
    with pytest.raises(actions.BadQuantity):
        world.add(cart, offer, bad)
    with pytest.raises(actions.BadQuantity):
        actions.set_quantity(cart, offer_id=offer, quantity=bad, now=world.now)
    assert snapshot() == before


def test_s60_pieces_do_not_add_up_beyond_the_limit(world: Market) -> None:
    cart, offer = world.cart(), world.offer(world.shop())
    world.add(cart, offer, LINE_QUANTITY)
    before = snapshot()
    with pytest.raises(actions.BadQuantity):
        world.add(cart, offer, 1)
    assert items(queries.cart(cart)) == [(offer, LINE_QUANTITY, None)]
    assert snapshot()[-5:] == before[-5:]


def test_a_cart_holds_so_many_different_things(world: Market) -> None:
    shop, cart = world.shop(), world.cart()
    offers = [world.offer(shop) for _ in range(3)]
    world.add(cart, offers[0])
    row = Cart.objects.get()
    more = [world.offer(shop) for _ in range(CART_LINES - 1)]
    CartItem.objects.bulk_create(CartItem(cart=row, offer_id=offer, quantity=1, at=world.now) for offer in more)
    with pytest.raises(actions.CartFull):
        world.add(cart, offers[1])
    world.add(cart, offers[0])
    assert queries.cart(cart).count == CART_LINES + 1


def test_s62_an_offer_that_is_not_there_is_refused(world: Market, cart: CartRef) -> None:
    offer = world.offer(world.shop())
    with pytest.raises(actions.NoSuchOffer):
        world.add(cart, uuid4())
    world.add(cart, offer)
    with pytest.raises(actions.NoSuchOffer):
        actions.set_quantity(cart, offer_id=uuid4(), quantity=1, now=world.now)


def test_s02_a_guests_cart_opens_only_with_its_secret(world: Market) -> None:
    offer = world.offer(world.shop())
    cart, other = world.guest(), world.guest()
    world.add(cart, offer)
    world.add(world.cart(), offer, 7)
    row = Cart.objects.get(items__quantity=1)
    assert cart.secret is not None
    assert len(cart.secret) >= 22
    assert row.secret_hash == secret_hash(cart.secret)
    assert items(queries.cart(cart)) == [(offer, 1, None)]
    wrong = ["", "x", cart.secret[:-1], cart.secret + "=", row.secret_hash, str(row.id), row.id.hex, other.secret, None]
    for secret in wrong:
        assert queries.cart(CartRef(secret=secret)).count == 0
    before = snapshot()
    for secret in ("", row.secret_hash, str(row.id), None):
        with pytest.raises(NoSuchCart):
            world.add(CartRef(secret=secret), offer)
        with pytest.raises(NoSuchCart):
            actions.set_quantity(CartRef(secret=secret), offer_id=offer, quantity=2, now=world.now)
        with pytest.raises(NoSuchCart):
            actions.remove_item(CartRef(secret=secret), offer_id=offer, now=world.now)
    assert snapshot() == before


def test_s02_a_cart_has_exactly_one_owner(world: Market) -> None:
    for owner in ({}, {"person_id": world.buyer, "secret_hash": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Cart.objects.create(id=uuid4(), changed_at=world.now, **owner)
    assert queries.cart(CartRef()).count == 0


def test_s02_secrets_have_128_bits_and_are_not_ids(world: Market) -> None:
    secrets = {actions.open_cart(now=world.now) for _ in range(20)}
    assert len(secrets) == 20
    assert all(len(secret) == 22 for secret in secrets)


def test_signing_in_merges_the_guests_cart_once(world: Market) -> None:
    shop = world.shop()
    one, two, three = (world.offer(shop) for _ in range(3))
    post, older = world.post(one), world.post(one)
    guest, own = world.guest(), world.cart()
    world.add(own, one, 2, older)
    world.add(own, two, 1)
    world.add(guest, one, 3, post)
    world.add(guest, three, 4)
    assert guest.secret is not None
    actions.merge_cart(guest.secret, world.buyer, now=world.now)
    expected = [(one, 5, post), (two, 1, None), (three, 4, None)]
    assert items(queries.cart(own)) == expected
    actions.merge_cart(guest.secret, world.buyer, now=world.now)
    actions.merge_cart("never heard of", world.buyer, now=world.now)
    assert items(queries.cart(own)) == expected
    assert queries.cart(guest).count == 0
    with pytest.raises(NoSuchCart):
        world.add(guest, one)


def test_i16_a_merge_keeps_within_the_limits_and_holds_no_stock(world: Market) -> None:
    offer = world.offer(world.shop(), stock=10)
    guest, own = world.guest(), world.cart()
    world.add(own, offer, LINE_QUANTITY)
    world.add(guest, offer, LINE_QUANTITY)
    assert guest.secret is not None
    actions.merge_cart(guest.secret, world.buyer, now=world.now)
    assert items(queries.cart(own)) == [(offer, LINE_QUANTITY, None)]
    assert world.stock(offer) == (10, 0)


def test_signing_in_without_a_cart_of_ones_own_keeps_the_guests(world: Market) -> None:
    offer = world.offer(world.shop())
    guest = world.guest()
    world.add(guest, offer, 2)
    assert guest.secret is not None
    actions.merge_cart(guest.secret, world.buyer, now=world.now)
    assert items(queries.cart(world.cart())) == [(offer, 2, None)]


def test_row9_the_word_used_last_stays_with_the_item(world: Market) -> None:
    offer = world.offer(world.shop())
    first, second = world.post(offer), world.post(offer)
    cart = world.cart()

    def word() -> UUID | None:
        return items(queries.cart(cart))[0][2]

    world.add(cart, offer, 1, first)
    assert word() == first
    world.add(cart, offer, 1, second)
    assert word() == second
    world.add(cart, offer)
    assert word() == second
    actions.set_quantity(cart, offer_id=offer, quantity=1, now=world.now)
    assert word() == second
    world.pass_time(days=40)
    assert word() == second


def test_s64_a_word_that_does_not_carry_the_product_is_not_kept(world: Market) -> None:
    shop = world.shop()
    offer, other = world.offer(shop), world.offer(shop)
    good, foreign, withdrawn = world.post(offer), world.post(other), world.post(offer)
    world.withdraw(withdrawn)
    cart = world.cart()
    world.add(cart, offer, 1, good)
    for post in (foreign, withdrawn, uuid4()):
        world.add(cart, offer, 1, post)
    assert items(queries.cart(cart)) == [(offer, 4, good)]


def test_carts_of_guests_have_an_end_and_persons_keep_theirs(world: Market) -> None:
    offer = world.offer(world.shop())
    old, young = world.guest(), world.guest()
    world.add(old, offer)
    world.add(world.cart(), offer)
    world.pass_time(days=59)
    world.add(young, offer)
    world.now += timedelta(days=2)
    assert jobs.forget_the_abandoned(world.now, 100) == 1
    assert jobs.forget_the_abandoned(world.now, 100) == 0
    assert [queries.cart(ref).count for ref in (old, young, world.cart())] == [0, 1, 1]
