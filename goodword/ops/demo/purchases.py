"""The demo's first purchases: placed, paid at the sandbox provider, some sent and received."""

import time
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings

from goodword.catalog import queries as catalog
from goodword.checkout import actions as checkout
from goodword.checkout.rules import AddressDraft, QuoteItem
from goodword.kit import clock, egress
from goodword.orders import actions as orders
from goodword.orders import queries as orders_queries
from goodword.partners import queries as partners
from goodword.payments import actions as payments
from goodword.people import actions as people

HOME = AddressDraft(name="Wang Fang", street="12 Hubin Road", city="Hangzhou", country="CN", postcode="310000")
BUYERS = (  # name, what they buy and through whose word, how far it has come
    ("Li Wei", (("longjing", "expert", 1), ("wave-cup", "chen", 2)), "paid"),
    ("Sofia Brandt", (("notebook", "kenji", 3),), "paid"),
    ("孙倩", (("kettle", "zhou", 1), ("longjing", "zhou", 1)), "dispatched"),
    ("Tomás Vega", (("trail-shoe", "marta", 1),), "received"),
)
PATIENCE = 20  # seconds until a payment must have arrived


def buy_some(products: dict[str, UUID], words: dict[tuple[str, str], UUID]) -> int:
    """Some shoppers buy; the payment provider, the web server and the worker must be running. How many bought."""
    for number, (name, wishes, state) in enumerate(BUYERS, start=1):
        now = clock.now()
        buyer = people.join(email=f"buyer{number}@demo.goodword", name=name, password=None, language="en", now=now)
        items = [
            QuoteItem(_first_offer(products[key]), quantity, words.get((expert, key)))
            for key, expert, quantity in wishes
        ]
        purchase = _pay(buyer, items)
        if state != "paid":
            _send(purchase, buyer, receive=state == "received")
    return len(BUYERS)


def _first_offer(product_id: UUID) -> UUID:
    return catalog.product_page(product_id, clock.now()).offers[0].id


def _pay(buyer: UUID, items: list[QuoteItem]) -> UUID:
    now = clock.now()
    address = checkout.save_address(buyer, HOME, now=now)
    quote = checkout.make_quote(buyer, items=items, address_id=address, lifetime=settings.QUOTE_LIFETIME, now=now)
    placed = checkout.place(
        quote_id=quote.id,
        quote_hash=quote.hash,
        channel="sandbox",
        person_id=buyer,
        key=f"demo-{quote.id}",
        return_url=f"{settings.BASE_URL}/purchases/{{purchase}}/",
        lifetime=settings.PAYMENT_LIFETIME,
        now=now,
    )
    page = payments.start_intent(intent_id=placed.intent_id, now=clock.now())
    egress.fetch(
        "POST",
        page,
        content_types=("text/plain", "text/html"),
        body=urlencode({"verdict": "pay"}).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        own_service=True,
    )
    return placed.purchase_id


def _send(purchase_id: UUID, buyer: UUID, *, receive: bool) -> None:
    """The shops send as soon as the payment has arrived; the shopper may have the goods already."""
    end = time.monotonic() + PATIENCE
    while (purchase := orders_queries.purchase_for(buyer, purchase_id)).state != "paid":
        if time.monotonic() > end:
            return
        time.sleep(0.2)
    for order in purchase.orders:
        owner = _an_owner(order.shop_id)
        orders.dispatch_order(
            order.id,
            auto_receipt=settings.AUTO_RECEIPT,
            carrier="SF Express",
            number=f"SF{order.id.hex[-12:]}",
            now=clock.now(),
            by=owner,
        )
        if receive:
            orders.receive_order(order.id, now=clock.now(), by=buyer)


def _an_owner(shop_id: UUID) -> UUID:
    return next(iter(partners.staff_ids([shop_id])[shop_id]))
