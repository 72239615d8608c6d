"""What the fault tests need in a house before anything breaks; runs in a process of the house (Running.python)."""

import json
import os
import signal
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.urls import reverse

from goodword.catalog import actions as catalog
from goodword.catalog.models import Offer
from goodword.checkout import actions as checkout
from goodword.checkout.tests.making import Market
from goodword.kit import clock
from goodword.orders import actions as orders
from goodword.orders.models import Order
from goodword.partners import queries as partners
from goodword.payments import actions as payments
from goodword.payments.actions import sending
from goodword.payments.models import Payout
from goodword.payments.providers.sandbox.adapter import Sandbox
from goodword.payments.rules import Mode
from goodword.people.models import Person
from goodword.settlement import actions as settlement
from goodword.settlement.rules import period_of

LONG = timedelta(hours=1)
MONTH = timedelta(days=30)


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
    _say([_buyer(market, offer, number, placed) for number in range(buyers)])


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


def place_again(buyers: list[dict[str, str]]) -> None:
    """Places the buyers' quotes with their keys, as checkout's page does; prints the purchases as JSON."""
    _say([place(buyer) for buyer in buyers])


def place(buyer: dict[str, str]) -> str:
    """Places one; the purchase."""
    placed = checkout.place(
        quote_id=UUID(buyer["quote"]),
        quote_hash=buyer["hash"],
        channel="sandbox",
        person_id=UUID(buyer["person"]),
        key=buyer["key"],
        return_url=f"{settings.BASE_URL}{reverse('purchases')}{{purchase}}/",
        lifetime=settings.PAYMENT_LIFETIME,
        now=clock.now(),
    )
    return str(placed.purchase_id)


def hold_units(times: int) -> None:
    """Holds one unit of the offer, each time for somebody else."""
    offer = Offer.objects.get().id
    for _ in range(times):
        now = clock.now()
        catalog.reserve([(offer, 1)], holder=uuid4(), until=now + LONG, now=now)


def dispatch_all() -> None:
    """The shops hand every paid order to a carrier; prints order and purchase ids as JSON."""
    sent = list(Order.objects.filter(state="paid").values_list("id", "purchase_id", "shop_id"))
    for order, _purchase, shop in sent:
        owner = next(iter(partners.staff_ids([shop])[shop]))
        orders.dispatch_order(order, auto_receipt=LONG * 240, carrier="SF", number="1", now=clock.now(), by=owner)
    _say({str(purchase): str(order) for order, purchase, _shop in sent})


def pay_out() -> None:
    """A month later the shops' money is released and on its way to them; prints the payouts' ids as JSON."""
    later = clock.now() + MONTH
    settlement.release_due(now=later, by=None, limit=100)
    period = period_of(later + MONTH, settings.PAYOUT_WEEKDAY)
    settlement.ask_payouts(period=period, now=later + MONTH, by=None, limit=100)
    _say([str(payout) for payout in Payout.objects.values_list("id", flat=True)])


def send_payouts(*, minutes: int, dies: str = "") -> None:
    """The job that sends payouts, `minutes` after they were asked for; prints how many were due.

    `dies` is the moment at which the process is killed: "before" the provider is asked, when it has "said yes", or
    when that is "committed".
    """

    def fatal(plain: Any, *, first: bool) -> Any:
        def call(*args: Any, **named: Any) -> Any:
            done = None if first else plain(*args, **named)
            os.kill(os.getpid(), signal.SIGKILL)
            return done

        return call

    if dies == "committed":
        sending.believe = fatal(sending.believe, first=False)
    elif dies:
        Sandbox.payout = fatal(Sandbox.payout, first=dies == "before")
    _say(payments.send_due_payouts(now=clock.now() + 2 * MONTH + timedelta(minutes=minutes), limit=100))


def _say(told: Any) -> None:
    sys.stdout.write(json.dumps(told))
