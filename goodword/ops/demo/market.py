"""What shoppers buy in the demo's past, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from goodword.catalog import actions as catalog
from goodword.catalog import queries as catalog_queries
from goodword.checkout import actions as checkout
from goodword.checkout.rules import AddressDraft, QuoteItem
from goodword.ops.demo.agenda import Agenda
from goodword.ops.demo.content import PRODUCTS
from goodword.ops.demo.dice import Dice
from goodword.ops.demo.plant import CURRENCY, Plan
from goodword.ops.demo.till import Till
from goodword.orders import actions as orders
from goodword.orders import queries as orders_queries
from goodword.orders.queries import OrderView

CARRIERS = ("SF Express", "中通快递", "京东物流", "EMS")
ROOM = 400  # units more than the demo shows, on the shelf while the past is lived through
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to buy: a product's key, which of its kinds, how many, and through whose word."""

    product: str
    kind: int = 0
    quantity: int = 1
    word: UUID | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a purchase, in hours: each step so long after the one before, None when it never comes.

    The steps are at least 13 hours apart, so that the worker's work always lies between two of them.
    """

    pays: bool = True
    left: str = ""  # why it is given up before paying
    cancelled: str = ""  # why it is given up before it is sent
    by_shop: bool = False
    sent: int = 20
    arrived: int | None = 50
    returned: str = ""  # why it is to go back
    answer: str = ""  # what the shop says to that
    refused: bool = False
    given: str = ""  # why a tenth of the price is given back without a return


class Market:
    """Buys and sells through the actions, each at its time."""

    def __init__(self, plan: Plan, agenda: Agenda, till: Till, dice: Dice) -> None:
        self.plan, self.agenda, self.till, self.dice = plan, agenda, till, dice
        self.owners = {str(shop): plan.people[owner] for owner, shop in plan.owned.items()}
        self.offers: dict[str, list[UUID]] = {}
        self.bought = 0
        self._addresses: dict[UUID, UUID] = {}

    @transaction.atomic
    def fill(self, now: datetime) -> None:
        """The shops fill their shelves, so that nothing is sold out in between."""
        for product in PRODUCTS:
            page = catalog_queries.product_page(self.plan.products[product.key], now)
            by_sku = {offer.sku: offer.id for offer in page.offers}
            self.offers[product.key] = [by_sku[variant.sku] for variant in product.variants]
            self._count(product.key, [variant.stock + ROOM for variant in product.variants], now)

    @transaction.atomic
    def count(self, now: datetime) -> None:
        """The shops count, and find what the demo shows."""
        for product in PRODUCTS:
            self._count(product.key, [variant.stock for variant in product.variants], now)

    def _count(self, key: str, stock: list[int], now: datetime) -> None:
        for offer, units in zip(self.offers[key], stock, strict=True):
            catalog.set_stock(offer, on_hand=units, now=now, by=None)

    def buy(self, buyer: UUID, address: AddressDraft, wishes: list[Wish], fate: Fate, *, now: datetime) -> None:
        """Somebody buys; the further steps are put on the agenda."""
        if buyer not in self._addresses:
            self._addresses[buyer] = checkout.save_address(buyer, address, now=now)
        items = [QuoteItem(self.offers[wish.product][wish.kind], wish.quantity, wish.word) for wish in wishes]
        quote = checkout.make_quote(
            buyer, items=items, address_id=self._addresses[buyer], lifetime=settings.QUOTE_LIFETIME, now=now
        )
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
        self.bought += 1
        later = now + timedelta(minutes=self.dice.between(1, 12))
        if fate.pays:
            self.till.take(placed.intent_id, quote.total, CURRENCY, now=later)
            for order in orders_queries.purchase_for(buyer, placed.purchase_id).orders:
                self._plan_order(order, fate, later)
        elif fate.left:
            orders.cancel_purchase(placed.purchase_id, reason=fate.left, now=later, by=buyer)

    def _plan_order(self, order: OrderView, fate: Fate, paid_at: datetime) -> None:
        """Puts what becomes of a paid order on the agenda."""
        story = Story(order, self.owners[str(order.shop_id)], fate, self.agenda, self.dice.pick(CARRIERS))
        at = paid_at + fate.sent * HOUR
        if fate.cancelled:
            self.agenda.put(at, story.cancel)
            return
        self.agenda.put(at, story.send)
        if fate.arrived is None:
            return
        at += fate.arrived * HOUR
        self.agenda.put(at, story.arrive)
        if fate.given:
            self.agenda.put(at + 20 * HOUR, story.give)
        if fate.returned:
            self.agenda.put(at + 30 * HOUR, story.ask)


@dataclass(slots=True)
class Story:
    """One order's way, step by step."""

    order: OrderView
    owner: UUID
    fate: Fate
    agenda: Agenda
    carrier: str

    def cancel(self, now: datetime) -> None:
        """Buyer or shop gives it up."""
        by = self.owner if self.fate.by_shop else self.order.buyer_id
        orders.cancel_order(self.order.id, reason=self.fate.cancelled, now=now, by=by)

    def send(self, now: datetime) -> None:
        """The shop hands over the parcel."""
        number = f"{self.carrier[:2].upper()}{int(self.order.id.hex[-12:], 16) % 10**12:012}"
        orders.dispatch_order(
            self.order.id,
            carrier=self.carrier,
            number=number,
            auto_receipt=settings.AUTO_RECEIPT,
            now=now,
            by=self.owner,
        )

    def arrive(self, now: datetime) -> None:
        """The buyer says that it has come."""
        orders.receive_order(self.order.id, now=now, by=self.order.buyer_id)

    def give(self, now: datetime) -> None:
        """The shop gives a tenth of the price of the first line back."""
        line = self.order.lines[0]
        amount = max(line.unit_price * line.quantity // 10, 1)
        orders.agree_refund(self.order.id, amounts=[(line.id, amount)], reason=self.fate.given, now=now, by=self.owner)

    def ask(self, now: datetime) -> None:
        """The buyer wants to send one piece back; a day later the shop answers."""
        asked = orders.ask_return(
            self.order.id,
            lines=[(self.order.lines[0].id, 1)],
            reason=self.fate.returned,
            now=now,
            by=self.order.buyer_id,
        )
        if self.fate.refused:
            answer = self.fate.answer
            self.agenda.put(
                now + 24 * HOUR, lambda at: orders.refuse_return(asked, answer=answer, now=at, by=self.owner)
            )
            return
        self.agenda.put(now + 24 * HOUR, lambda at: orders.accept_return(asked, now=at, by=self.owner))
        self.agenda.put(now + 96 * HOUR, lambda at: self._take_back(asked, at))

    def _take_back(self, asked: UUID, now: datetime) -> None:
        orders.receive_return(asked, now=now, by=self.owner)
