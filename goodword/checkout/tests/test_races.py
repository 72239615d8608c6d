"""Many place at the same moment, on PostgreSQL."""

from collections import Counter
from functools import partial

import pytest

from goodword.catalog import actions as catalog
from goodword.checkout import actions, queries
from goodword.checkout.models import CartItem
from goodword.checkout.tests.making import Market
from goodword.journal.models import Entry
from goodword.ledger.tests.racing import at_once
from goodword.orders.models import Purchase
from goodword.payments.models import Intent

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _open_channel(world: Market) -> None:
    world.channel()


@pytest.mark.parametrize("units", [1, 10])
def test_i16_of_twenty_four_who_place_at_once_as_many_succeed_as_there_are_units(world: Market, units: int) -> None:
    """Red without catalog's conditional UPDATE."""
    offer, other = world.offer(world.shop(), stock=units), world.offer(world.shop(), stock=100)
    quotes = {person: world.quote((offer, 1), (other, 1), person=person) for person in map(world.person, [None] * 24)}
    ends = at_once([partial(world.place, quote, person=person) for person, quote in quotes.items()])
    assert Counter(ends) == {"done": units, "catalog.stock_gone": 24 - units}
    assert Purchase.objects.count() == Intent.objects.count() == units
    assert (world.stock(offer), world.stock(other)) == ((units, units), (100, units))


def test_i16_carts_named_in_opposite_order_do_not_block_each_other(world: Market) -> None:
    """Red when catalog locks the offers in the order of the lines instead of their ids."""
    one, other = world.offer(world.shop(), stock=100), world.offer(world.shop(), stock=100)
    people = [world.person() for _ in range(20)]
    pairs = [((one, 1), (other, 1)), ((other, 1), (one, 1))] * 10
    quotes = [world.quote(*pair, person=person) for person, pair in zip(people, pairs, strict=True)]
    placing = [partial(world.place, quote, person=person) for person, quote in zip(people, quotes, strict=True)]
    assert at_once(placing) == ["done"] * 20
    assert (world.stock(one), world.stock(other)) == ((100, 20), (100, 20))


def test_i18_twenty_requests_with_one_key_place_one_purchase(world: Market) -> None:
    """Red without the claim in journal.answer_once."""
    offer = world.offer(world.shop())
    quote = world.quote((offer, 1))
    answers: list[actions.Placed] = []
    ends = Counter(at_once([lambda: answers.append(world.place(quote, key="k-1"))] * 20))
    assert set(ends) <= {"done", "journal.key_in_flight"}
    assert ends["done"] >= 1
    assert len(set(answers)) == 1
    assert Purchase.objects.count() == Intent.objects.count() == 1
    assert world.stock(offer) == (10, 1)
    assert world.place(quote, key="k-1") == answers[0]


def test_s62_twenty_keys_for_one_quote_place_one_purchase(world: Market) -> None:
    """Red without the lock in queries.lock_quote."""
    offer = world.offer(world.shop())
    quote = world.quote((offer, 1))
    assert Counter(at_once([partial(world.place, quote)] * 20)) == {"done": 1, "checkout.quote_used": 19}
    assert world.stock(offer) == (10, 1)


def test_i20_no_purchase_is_placed_at_a_price_that_is_not_the_shops(world: Market) -> None:
    """Red without placing._refuse_change."""
    offer = world.offer(world.shop(fee=0), stock=100)
    people = [world.person() for _ in range(20)]
    quotes = [world.quote((offer, 1), person=person) for person in people]
    placing = [partial(world.place, quote, person=person) for person, quote in zip(people, quotes, strict=True)]
    raising = partial(catalog.set_price, offer, price=2000, now=world.now, by=None)
    ends = Counter(at_once([*placing[:10], raising, *placing[10:]]))
    assert set(ends) <= {"done", "checkout.quote_changed"}
    placed = ends["done"] - 1
    assert Purchase.objects.filter(total=1000).count() == Purchase.objects.count() == placed
    assert world.stock(offer) == (100, placed)
    # Whoever writes here holds the offer's row, so the journal's ids tell who was first.
    raised = Entry.objects.get(name="catalog.PriceChanged").id
    late = Entry.objects.filter(name="orders.PurchasePlaced", id__gt=raised)
    assert list(late) == []


def test_i16_guests_carts_merged_at_once_and_repeatedly_all_count_once(world: Market) -> None:
    """Red without the lock in queries.lock_carts."""
    offer = world.offer(world.shop())
    world.add(world.cart(), offer, 1)
    secrets = []
    for _ in range(10):
        guest = world.guest()
        world.add(guest, offer, 3)
        secrets.append(guest.secret or "")
    merging = [partial(actions.merge_cart, secret, world.buyer, now=world.now) for secret in secrets]
    assert at_once(merging * 2) == ["done"] * 20
    assert queries.cart(world.cart()).count == 31


def test_pieces_added_at_once_all_count(world: Market) -> None:
    """Red without the lock on the cart in carts._lock."""
    offer = world.offer(world.shop())
    cart = world.cart()
    assert at_once([partial(world.add, cart, offer)] * 20) == ["done"] * 20
    assert CartItem.objects.get().quantity == 20
