"""Addresses, and what the house says something costs."""

from dataclasses import asdict, replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.catalog import actions as catalog
from goodword.catalog.actions import StockGone
from goodword.catalog.models import Offer
from goodword.checkout import actions, jobs, queries
from goodword.checkout.models import Quote
from goodword.checkout.queries import NoSuchAddress, NoSuchQuote
from goodword.checkout.rules import ADDRESSES, QuoteItem
from goodword.checkout.tests.making import HOME, QUOTE_LIFETIME, Market, snapshot
from goodword.kit.limits import CART_LINES
from goodword.partners import actions as partners

pytestmark = pytest.mark.django_db
BAD = [-1, 0, 0.5, 10**9, "1e3", " 1", float("nan"), float("inf"), True, "١", 2**63, None]


def test_an_address_is_kept_clean_and_once(world: Market) -> None:
    kept = actions.save_address(world.buyer, replace(HOME, name="  Li   Wei ", country="cn"), now=world.now)
    assert actions.save_address(world.buyer, HOME, now=world.now) == kept
    (view,) = queries.addresses_of(world.buyer)
    assert view == queries.AddressView(id=kept, **asdict(HOME))
    assert queries.addresses_of(world.person()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"street": ""},
        {"city": ""},
        {"country": ""},
        {"country": "CHN"},
        {"country": "中国"},
        {"country": "C1"},
        {"name": "x" * 81},
        {"phone": "1" * 31},
        {"extra": "x" * 201},
        {"postcode": "1" * 21},
    ],
)
def test_an_address_that_no_carrier_finds_is_refused(world: Market, wrong: dict[str, str]) -> None:
    with pytest.raises(actions.BadAddress) as refused:
        actions.save_address(world.buyer, replace(HOME, **wrong), now=world.now)
    assert refused.value.facts == {"fields": next(iter(wrong))}
    assert queries.addresses_of(world.buyer) == []


def test_a_person_saves_so_many_addresses(world: Market) -> None:
    for number in range(ADDRESSES):
        last = actions.save_address(world.buyer, replace(HOME, street=f"{number} Road"), now=world.now)
    with pytest.raises(actions.TooManyAddresses):
        actions.save_address(world.buyer, HOME, now=world.now)
    actions.forget_address(world.buyer, last)
    actions.save_address(world.buyer, HOME, now=world.now)
    assert len(queries.addresses_of(world.buyer)) == ADDRESSES


def test_s01_nobody_uses_or_forgets_anothers_address(world: Market) -> None:
    offer, foreign = world.offer(world.shop()), world.address(world.person())
    before = snapshot()
    for address in (foreign, uuid4(), offer):
        with pytest.raises(NoSuchAddress):
            actions.forget_address(world.buyer, address)
        with pytest.raises(NoSuchAddress):
            actions.make_quote(
                world.buyer, items=[QuoteItem(offer, 1)], address_id=address, lifetime=QUOTE_LIFETIME, now=world.now
            )
    assert snapshot() == before


def test_a_quote_adds_up_per_shop_with_delivery(world: Market) -> None:
    near, far = world.shop(fee=500, free_from=2000), world.shop(fee=700, free_from=0)
    one, two, three = world.offer(near, price=999), world.offer(near, price=1), world.offer(far, price=50)
    quote = world.quote((one, 2), (three, 2), (two, 1))
    assert [(s.shop_id, s.goods, s.delivery) for s in quote.shops] == [(near, 1999, 500), (far, 100, 0)]
    assert (quote.goods, quote.delivery, quote.total, quote.currency) == (2099, 500, 2599, "CNY")
    assert quote.expires_at == world.now + QUOTE_LIFETIME
    assert quote.address["street"] == "1 Long Road"
    assert queries.quote_for(world.buyer, quote.id) == quote
    assert world.quote((one, 2), (two, 2)).delivery == 0
    assert world.stock(one) == (10, 0)


def test_a_quote_takes_few_statements_however_many_items(world: Market) -> None:
    address, counts = world.address(), []
    for many in (2, 6):
        offers = [world.offer(world.shop()) for _ in range(many)]
        wanted = [QuoteItem(offer, 1, world.post(offer)) for offer in offers]
        with CaptureQueriesContext(connection) as made:
            actions.make_quote(world.buyer, items=wanted, address_id=address, lifetime=QUOTE_LIFETIME, now=world.now)
        counts.append(len([query for query in made if "SAVEPOINT" not in query["sql"]]))
    assert counts == [3, 3]


def test_a_quote_of_the_cart_is_of_what_lies_in_it(world: Market) -> None:
    offer = world.offer(world.shop())
    with pytest.raises(actions.EmptyCart):
        world.quote(cart=True)
    world.add(world.cart(), offer, 3)
    assert world.quote(cart=True).goods == 3000
    assert world.quote((offer, 1)).goods == 1000


def test_row9_a_quote_names_the_expert_and_the_rate(world: Market) -> None:
    shop = world.shop()
    world.rate(shop, 800)
    offer, plain, expert = world.offer(shop), world.offer(shop), world.person()
    post = world.post(offer, author=expert)
    (quoted,) = world.quote((offer, 1, post), (plain, 1, post)).shops
    assert [(item.post_id, item.expert_id, item.rate_bp) for item in quoted.items] == [
        (post, expert, 800),
        (None, None, 0),
    ]


def test_the_same_offer_on_two_words_is_one_item_on_the_last(world: Market) -> None:
    offer = world.offer(world.shop())
    first, second = world.post(offer), world.post(offer)
    (shop,) = world.quote((offer, 1, first), (offer, 2, second)).shops
    assert [(item.quantity, item.post_id) for item in shop.items] == [(3, second)]


@pytest.mark.parametrize("bad", BAD)
def test_s60_quantities_are_whole_pieces(world: Market, bad: Any) -> None:
    offer = world.offer(world.shop())
    with pytest.raises(actions.BadQuantity):
        world.quote((offer, bad))
    with pytest.raises(actions.BadQuantity):
        world.quote((offer, 1), (offer, bad))
    assert not Quote.objects.exists()


def test_s60_too_many_pieces_or_things_are_refused(world: Market) -> None:
    offer = world.offer(world.shop(), stock=5000)
    with pytest.raises(actions.BadQuantity):
        world.quote((offer, 999), (offer, 1))
    with pytest.raises(actions.CartFull):
        world.quote(*[(uuid4(), 1)] * (CART_LINES + 1))
    with pytest.raises(actions.EmptyCart):
        world.quote()
    assert not Quote.objects.exists()


def test_s61_things_of_two_currencies_are_not_quoted_together(world: Market) -> None:
    yuan, yen = world.offer(world.shop()), world.offer(world.shop(currency="JPY"))
    with pytest.raises(actions.OneCurrency) as refused:
        world.quote((yuan, 1), (yen, 1))
    assert refused.value.facts == {"currencies": "CNY, JPY"}
    assert world.quote((yen, 2)).currency == "JPY"


def test_what_is_not_there_or_not_sold_is_not_quoted(world: Market) -> None:
    shop = world.shop()
    few, withdrawn, other = world.offer(shop, stock=2), world.offer(shop), world.offer(world.shop())
    with pytest.raises(actions.NoSuchOffer):
        world.quote((uuid4(), 1))
    with pytest.raises(StockGone) as gone:
        world.quote((few, 3))
    assert gone.value.facts == {"offers": {str(few): 2}}
    catalog.withdraw_product(Offer.objects.get(id=withdrawn).product_id, reason="Recall", now=world.now, by=None)
    with pytest.raises(actions.NotForSale):
        world.quote((other, 1), (withdrawn, 1))
    partners.suspend_shop(shop, reason="Fakes", now=world.now, by=None)
    with pytest.raises(actions.NotForSale):
        world.quote((few, 1))
    assert not Quote.objects.exists()


def test_s01_a_quote_is_for_its_person(world: Market) -> None:
    quote = world.quote((world.offer(world.shop()), 1))
    for asker, asked in ((world.person(), quote.id), (world.buyer, uuid4())):
        with pytest.raises(NoSuchQuote):
            queries.quote_for(asker, asked)


def test_quotes_have_an_end(world: Market) -> None:
    quote = world.quote((world.offer(world.shop()), 1))
    world.pass_time(days=7)
    assert jobs.forget_the_abandoned(world.now, 100) == 0
    world.pass_time(hours=1)
    assert jobs.forget_the_abandoned(world.now, 100) == 1
    with pytest.raises(NoSuchQuote):
        queries.quote_for(world.buyer, quote.id)
