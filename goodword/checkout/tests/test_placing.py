"""A quote becomes a purchase."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.catalog import actions as catalog
from goodword.catalog.actions import StockGone
from goodword.catalog.models import Offer
from goodword.checkout import actions, queries
from goodword.checkout.models import Quote
from goodword.checkout.queries import NoSuchQuote
from goodword.checkout.tests.making import PAYMENT_LIFETIME, Market, snapshot
from goodword.journal.actions import KeyReused
from goodword.kit.limits import OPEN_RESERVATIONS
from goodword.orders import queries as orders
from goodword.orders.actions import TooManyUnpaid
from goodword.orders.models import Purchase
from goodword.partners import actions as partners
from goodword.payments import queries as payments
from goodword.payments.actions import ChannelClosed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open_channel(world: Market) -> None:
    world.channel("CNY", "JPY")


def test_i20_i21_a_quote_becomes_one_purchase_with_one_payment(world: Market) -> None:
    one, other = world.offer(world.shop(), price=1000), world.offer(world.shop(fee=300), price=250)
    quote = world.quote((one, 2), (other, 3))
    placed = world.place(quote)
    view = orders.purchase_for(world.buyer, placed.purchase_id)
    assert (view.state, view.total, view.currency, view.channel) == ("placed", 3550, "CNY", "sandbox")
    assert view.expires_at == world.now + PAYMENT_LIFETIME
    assert view.address == quote.address
    assert [(order.goods, order.delivery) for order in view.orders] == [(2000, 500), (750, 300)]
    (intent,) = payments.intents_for([placed.purchase_id])[placed.purchase_id]
    assert (intent.id, intent.amount, intent.currency) == (placed.intent_id, 3550, "CNY")
    assert intent.expires_at == view.expires_at
    assert (world.stock(one), world.stock(other)) == ((10, 2), (10, 3))
    assert queries.quote_for(world.buyer, quote.id).purchase_id == placed.purchase_id


def test_placing_takes_few_statements_however_many_items(world: Market) -> None:
    """Two items of two shops, recommended, from the cart: what the benchmark places."""
    counts = []
    for many in (2, 6):
        offers = [world.offer(world.shop()) for _ in range(many)]
        for offer in offers:
            world.add(world.cart(), offer, 1, world.post(offer))
        quote = world.quote(cart=True)
        with CaptureQueriesContext(connection) as made:
            world.place(quote)
        counts.append(len([query for query in made if "SAVEPOINT" not in query["sql"]]))
    statements = 15 + connection.features.has_select_for_update
    assert counts == [statements, statements]


def test_what_was_bought_leaves_the_cart_and_the_rest_stays(world: Market) -> None:
    shop = world.shop()
    bought, later = world.offer(shop), world.offer(shop)
    world.add(world.cart(), bought)
    quote = world.quote(cart=True)
    world.add(world.cart(), later)
    world.place(quote)
    assert [line.offer_id for line in queries.cart(world.cart()).shops[0].lines] == [later]
    world.place(world.quote((later, 1)))
    assert queries.cart(world.cart()).count == 1


def test_row9_the_word_survives_the_wait_to_the_line(world: Market) -> None:
    shop, expert = world.shop(), world.person()
    world.rate(shop, 800)
    offer = world.offer(shop)
    post = world.post(offer, author=expert)
    guest = world.guest()
    world.add(guest, offer, 2, post)
    world.pass_time(days=12)
    assert guest.secret is not None
    actions.merge_cart(guest.secret, world.buyer, now=world.now)
    world.pass_time(days=3)
    placed = world.place(world.quote(cart=True))
    world.rate(shop, 100)
    world.withdraw(post)
    world.tell(world.capture(placed.purchase_id, intent=placed.intent_id))
    ((order,),) = orders.money_facts([placed.purchase_id]).values()
    assert [(line.post_id, line.expert_id, line.rate_bp) for line in order.lines] == [(post, expert, 800)]


def changes(world: Market, shop: UUID, offer: UUID, post: UUID) -> dict[str, Callable[[], object]]:
    product = Offer.objects.get(id=offer).product_id
    told: dict[str, Any] = {"now": world.now, "by": None}
    return {
        "price up": lambda: catalog.set_price(offer, price=1001, **told),
        "price down": lambda: catalog.set_price(offer, price=999, **told),
        "delivery": lambda: partners.change_shop(shop, changes={"delivery_fee": 1}, **told),
        "return days": lambda: partners.change_shop(shop, changes={"return_days": 30}, **told),
        "rate": lambda: world.rate(shop, 900),
        "word": lambda: world.withdraw(post),
        "withdrawn": lambda: catalog.withdraw_product(product, reason="Recall", **told),
        "suspended": lambda: partners.suspend_shop(shop, reason="Fakes", **told),
    }


@pytest.mark.parametrize(
    "what", ["price up", "price down", "delivery", "return days", "rate", "word", "withdrawn", "suspended"]
)
def test_i20_what_changed_since_the_quote_must_be_agreed_anew(world: Market, what: str) -> None:
    """Red without placing._refuse_change."""
    shop = world.shop()
    world.rate(shop, 800)
    offer = world.offer(shop)
    post = world.post(offer)
    quote = world.quote((offer, 2, post))
    world.pass_time(minutes=1)
    changes(world, shop, offer, post)[what]()
    before = snapshot()
    with pytest.raises(actions.QuoteChanged):
        world.place(quote)
    assert snapshot() == before


def test_i20_a_price_that_moved_and_came_back_is_the_price_that_was_quoted(world: Market) -> None:
    offer = world.offer(world.shop())
    quote = world.quote((offer, 1))
    catalog.set_price(offer, price=2000, now=world.now, by=None)
    with pytest.raises(actions.QuoteChanged):
        world.place(quote)
    catalog.set_price(offer, price=1000, now=world.now, by=None)
    assert orders.purchase_for(world.buyer, world.place(quote).purchase_id).total == 1500


def test_i21_when_one_shop_has_not_enough_nothing_is_placed_or_held(world: Market) -> None:
    one, other = world.offer(world.shop()), world.offer(world.shop())
    quote = world.quote((one, 1), (other, 3))
    catalog.set_stock(other, on_hand=2, now=world.now, by=None)
    before = snapshot()
    with pytest.raises(StockGone) as refused:
        world.place(quote)
    assert refused.value.facts == {"offers": {str(other): 2}}
    assert snapshot() == before


@pytest.mark.parametrize("wrong", ["", "0" * 64, "é", "x" * 1000])
def test_i20_another_hash_is_not_what_was_agreed(world: Market, wrong: str) -> None:
    quote = world.quote((world.offer(world.shop()), 1))
    before = snapshot()
    with pytest.raises(actions.QuoteChanged):
        world.place(quote, quote_hash=wrong)
    assert snapshot() == before


def test_i20_a_quote_altered_in_the_table_is_refused(world: Market) -> None:
    """The hash is over everything: a lower price written into a quote does not become a purchase."""
    quote = world.quote((world.offer(world.shop()), 1))
    row = Quote.objects.get()
    row.content[0]["items"][0]["unit_price"] = 1
    row.save()
    with pytest.raises(actions.QuoteChanged):
        world.place(quote)
    assert not Purchase.objects.exists()


def test_s62_a_quote_is_placed_in_its_time_and_once(world: Market) -> None:
    offer = world.offer(world.shop())
    quote, other = world.quote((offer, 1)), world.quote((offer, 2))
    placed = world.place(quote)
    before = snapshot()
    with pytest.raises(actions.QuoteUsed):
        world.place(quote)
    world.pass_time(minutes=15)
    with pytest.raises(actions.QuoteExpired):
        world.place(other)
    with pytest.raises(actions.QuoteUsed):
        world.place(quote)
    assert snapshot() == before
    assert [row.id for row in Purchase.objects.all()] == [placed.purchase_id]


def test_s01_s62_anothers_quote_is_not_there(world: Market) -> None:
    quote = world.quote((world.offer(world.shop()), 1))
    stranger = world.person()
    before = snapshot()
    with pytest.raises(NoSuchQuote):
        world.place(quote, person=stranger)
    with pytest.raises(NoSuchQuote):
        world.place(quote, quote_id=uuid4())
    assert snapshot() == before


def test_i22_a_channel_that_is_not_open_takes_nothing(world: Market) -> None:
    quote = world.quote((world.offer(world.shop(currency="KWD")), 1))
    before = snapshot()
    with pytest.raises(ChannelClosed):
        world.place(quote)
    with pytest.raises(ChannelClosed):
        world.place(quote, channel="nowhere")
    assert snapshot() == before


def test_s61_yen_have_no_decimals_and_are_paid_in_yen(world: Market) -> None:
    shop = world.shop(currency="JPY", fee=0)
    placed = world.place(world.quote((world.offer(shop, price=1980), 1)))
    view = payments.intent(placed.intent_id)
    assert (view.amount, view.currency) == (1980, "JPY")


def test_i18_a_repetition_answers_the_same_and_does_nothing(world: Market) -> None:
    offer = world.offer(world.shop())
    quote = world.quote((offer, 2))
    placed = world.place(quote, key="k-1")
    before = snapshot()
    world.pass_time(hours=1)
    assert world.place(quote, key="k-1") == placed
    assert snapshot() == before
    assert world.stock(offer) == (10, 2)


def test_i18_a_key_used_for_something_else_is_refused(world: Market) -> None:
    offer = world.offer(world.shop())
    quote, other = world.quote((offer, 1)), world.quote((offer, 2))
    world.place(quote, key="k-1")
    before = snapshot()
    for changed in ({"quote_id": other.id}, {"quote_hash": other.hash}, {"channel": "x"}, {"return_url": "/"}):
        with pytest.raises(KeyReused):
            world.place(quote, key="k-1", **changed)
    assert snapshot() == before


def test_i18_keys_of_two_persons_are_two_keys(world: Market) -> None:
    offer, other = world.offer(world.shop()), world.person()
    first = world.place(world.quote((offer, 1)), key="k-1")
    second = world.place(world.quote((offer, 1), person=other), key="k-1", person=other)
    assert first.purchase_id != second.purchase_id


def test_i18_a_refused_request_does_not_use_up_its_key(world: Market) -> None:
    offer = world.offer(world.shop(), stock=2)
    quote = world.quote((offer, 2))
    catalog.set_stock(offer, on_hand=1, now=world.now, by=None)
    with pytest.raises(StockGone):
        world.place(quote, key="k-1")
    catalog.set_stock(offer, on_hand=2, now=world.now, by=None)
    world.place(quote, key="k-1")
    assert world.stock(offer) == (2, 2)


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 81, "a\n", 7, None])
def test_i18_a_key_is_a_short_visible_word(world: Market, key: Any) -> None:
    quote = world.quote((world.offer(world.shop()), 1))
    with pytest.raises(actions.BadKey):
        actions.place(
            quote_id=quote.id,
            quote_hash=quote.hash,
            channel="sandbox",
            person_id=world.buyer,
            key=key,
            return_url="/",
            lifetime=PAYMENT_LIFETIME,
            now=world.now,
        )
    assert not Purchase.objects.exists()


def test_s67_a_person_hoards_no_stock(world: Market) -> None:
    offer = world.offer(world.shop(), stock=100)
    for _ in range(OPEN_RESERVATIONS):
        world.place(world.quote((offer, 1)))
    quote = world.quote((offer, 1))
    before = snapshot()
    with pytest.raises(TooManyUnpaid):
        world.place(quote)
    assert snapshot() == before
    world.pass_time(hours=1)
    assert world.expire() == OPEN_RESERVATIONS
    world.place(world.quote((offer, 1)))
