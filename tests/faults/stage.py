"""What the fault tests need in a house before anything breaks; runs in a process of the house (Running.python)."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from goodword.checkout import actions as checkout
from goodword.checkout.tests.making import Market
from goodword.kit import clock
from goodword.orders import actions as orders
from goodword.orders.models import Order
from goodword.partners import queries as partners
from goodword.payments import actions as payments
from goodword.payments.rules import Mode
from goodword.people.models import Person

LONG = timedelta(hours=1)


@transaction.atomic
def open_market(*, buyers: int, units: int, placed: bool = False) -> None:
    """One offer with `units`, and buyers who are signed in and have seen a quote for one; prints them as JSON.

    When `placed`, each has a purchase that waits for payment.
    """
    market = Market(now=clock.now())
    payments.open_channel(
        key="sandbox",
        name="Sandbox",
        provider="sandbox",
        merchant="goodword",
        mode=Mode.TEST,
        currencies=("CNY",),
        note="",
        now=market.now - LONG,
        by=None,
    )
    shop = market.shop()
    payments.set_payout_destination(
        payee=shop, channel="sandbox", reference=f"acct-{shop}", now=market.now, by=market.owners[shop]
    )
    offer = market.offer(shop, stock=units)
    print(json.dumps([_buyer(market, offer, number, placed) for number in range(buyers)]))


def _buyer(market: Market, offer: UUID, number: int, placed: bool) -> dict[str, Any]:
    person = market.person()
    quote = market.quote((offer, 1), person=person)
    buyer = {"person": str(person), "session": _session(person), "offer": str(offer), "key": f"key-{number}"}
    buyer |= {"quote": str(quote.id), "hash": quote.hash}
    if placed:
        done = market.place(quote, key=buyer["key"], person=person)
        buyer |= {"purchase": str(done.purchase_id), "intent": str(done.intent_id), "total": quote.total}
    return buyer


def _session(person: UUID) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = Person.objects.get(id=person).get_session_auth_hash()
    session.create()
    return str(session.session_key)


def place_again(buyer: dict[str, str]) -> None:
    """Places a buyer's quote with the buyer's key, as checkout's page does; prints the purchase."""
    done = checkout.place(
        quote_id=UUID(buyer["quote"]),
        quote_hash=buyer["hash"],
        channel="sandbox",
        person_id=UUID(buyer["person"]),
        key=buyer["key"],
        return_url=f"{settings.BASE_URL}/purchases/{{purchase}}/",
        lifetime=settings.PAYMENT_LIFETIME,
        now=clock.now(),
    )
    print(done.purchase_id)


def dispatch_all() -> None:
    """The shops hand every paid order to a carrier; prints order and purchase ids as JSON."""
    sent = list(Order.objects.filter(state="paid").values_list("id", "purchase_id", "shop_id"))
    for order, _purchase, shop in sent:
        owner = next(iter(partners.staff_ids([shop])[shop]))
        orders.dispatch_order(order, auto_receipt=LONG * 240, carrier="SF", number="1", now=clock.now(), by=owner)
    print(json.dumps({str(purchase): str(order) for order, purchase, _shop in sent}))
