"""A small world for tests of orders and checkout: persons, shops with offers, purchases and what happens to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from goodword.catalog import actions as catalog
from goodword.catalog.models import Offer
from goodword.journal.facts import Fact, Recorded, from_payload
from goodword.journal.models import Entry
from goodword.kit.money import Money
from goodword.orders import actions, jobs, reactions
from goodword.orders.models import Line, Order, Purchase, RefundAgreement, Return
from goodword.orders.rules import LineDraft, OrderDraft, PurchaseDraft
from goodword.partners import actions as partners
from goodword.partners.rules import AGREEMENT_VERSION
from goodword.payments import actions as payments
from goodword.payments.events import PaymentCaptured
from goodword.payments.rules import Mode
from goodword.people.models import Person

PAYMENT_LIFETIME = timedelta(minutes=30)
AUTO_RECEIPT = timedelta(days=10)
ADDRESS = {"name": "Li Wei", "street": "1 Long Road", "city": "Hangzhou", "country": "CN"}
counter = count(1)


@dataclass
class World:
    """Who is there; every method says what happened in the world, `now` is when."""

    now: datetime
    buyer: UUID = field(default_factory=uuid4)
    owners: dict[UUID, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.person(self.buyer)

    def pass_time(self, **time: int) -> None:
        self.now += timedelta(**time)

    def person(self, person_id: UUID | None = None) -> UUID:
        person_id = person_id or uuid4()
        name = person_id.hex
        Person.objects.create(
            id=person_id, email=f"{name}@example.org", handle=name, name="A person", joined_at=self.now
        )
        return person_id

    def shop(self, *, currency: str = "CNY", fee: int = 500, free_from: int | None = None) -> UUID:
        """A shop in good standing; its owner is in `owners`."""
        owner = self.person()
        shop_id = partners.open_shop(
            slug=f"shop-{next(counter)}",
            name="Shop",
            legal_name="Shop Ltd",
            registration="1",
            country="CN",
            address="1 Road",
            email="shop@example.org",
            currency=currency,
            owner_id=owner,
            delivery_fee=fee,
            free_delivery_from=free_from,
            return_days=14,
            now=self.now,
            by=owner,
        )
        partners.verify_shop(shop_id, note="seen", now=self.now, by=None)
        partners.accept_agreement(shop_id, version=AGREEMENT_VERSION, now=self.now, by=owner)
        self.owners[shop_id] = owner
        return shop_id

    def offer(self, shop: UUID, *, price: int = 1000, stock: int = 10) -> UUID:
        """A product with one variant; its offer's id."""
        variant = catalog.NewVariant(sku=f"sku-{next(counter)}", title="One", price=price, stock=stock)
        product = catalog.add_product(shop, title="Thing", variants=[variant], now=self.now, by=None)
        return Offer.objects.get(product=product).id

    def staff(self, shop: UUID, role: str) -> UUID:
        person = self.person()
        partners.add_staff(shop, person, role=role, now=self.now, by=None)
        return person

    def stock(self, offer: UUID) -> tuple[int, int]:
        """What is on hand and what of it is reserved."""
        row = Offer.objects.get(id=offer)
        return row.on_hand, row.reserved

    def channel(self, *currencies: str) -> None:
        payments.open_channel(
            key="sandbox",
            name="Sandbox",
            provider="sandbox",
            merchant="m-1",
            mode=Mode.TEST,
            currencies=currencies or ("CNY",),
            note="",
            now=self.now,
            by=None,
        )

    def draft(self, *orders: Sequence[tuple[UUID, int]], buyer: UUID | None = None, **changes: Any) -> PurchaseDraft:
        """Each of `orders` is one shop's offers and quantities."""
        values = {
            "buyer_id": buyer or self.buyer,
            "currency": "CNY",
            "address": ADDRESS,
            "channel": "sandbox",
            "expires_at": self.now + PAYMENT_LIFETIME,
            "orders": tuple(self._order(lines) for lines in orders),
        }
        return PurchaseDraft(**values | changes)

    def _order(self, lines: Sequence[tuple[UUID, int]]) -> OrderDraft:
        offers = Offer.objects.in_bulk([offer for offer, _quantity in lines])
        return OrderDraft(
            shop_id=next(iter(offers.values())).shop_id,
            delivery=500,
            return_days=14,
            lines=tuple(
                LineDraft(offer, offers[offer].product_id, "Thing", "One", quantity, offers[offer].price)
                for offer, quantity in lines
            ),
        )

    def placed(self, *orders: Sequence[tuple[UUID, int]], buyer: UUID | None = None) -> UUID:
        """A purchase that waits for payment."""
        return actions.place_purchase(self.draft(*orders, buyer=buyer), now=self.now, by=buyer or self.buyer)

    def intent(self, purchase: UUID) -> UUID:
        row = Purchase.objects.get(id=purchase)
        return payments.open_intent(
            purpose=purchase,
            payer=row.buyer_id,
            amount=Money(row.total, row.currency),
            channel="sandbox",
            return_url="/",
            expires_at=row.expires_at,
            now=self.now,
            by=row.buyer_id,
        )

    def capture(self, purchase: UUID, *, intent: UUID | None = None, **changes: Any) -> Recorded[PaymentCaptured]:
        """The fact that money came in for a purchase."""
        row = Purchase.objects.get(id=purchase)
        values = {
            "intent_id": intent or uuid4(),
            "purpose": purchase,
            "amount": row.total,
            "currency": row.currency,
            "channel": "sandbox",
        }
        return Recorded(uid=uuid4(), fact=PaymentCaptured(**values | changes), at=self.now, by=None)

    def tell(self, *facts: Recorded[PaymentCaptured]) -> None:
        """Orders hears of captures."""
        reactions.take_payments(list(facts), self.now)

    def paid(self, *orders: Sequence[tuple[UUID, int]], buyer: UUID | None = None) -> UUID:
        """A purchase that was paid."""
        purchase = self.placed(*orders, buyer=buyer)
        self.tell(self.capture(purchase))
        return purchase

    def orders(self, purchase: UUID) -> list[UUID]:
        return list(Order.objects.filter(purchase=purchase).order_by("position").values_list("id", flat=True))

    def lines(self, order: UUID) -> list[UUID]:
        return list(Line.objects.filter(order=order).order_by("id").values_list("id", flat=True))

    def owner_of(self, order: UUID) -> UUID:
        return self.owners[Order.objects.get(id=order).shop_id]

    def dispatched(self, order: UUID) -> UUID:
        self.dispatch(order)
        return order

    def dispatch(self, order: UUID, by: UUID | None = None, **changes: Any) -> None:
        values = {"carrier": "SF", "number": "SF1", "auto_receipt": AUTO_RECEIPT}
        actions.dispatch_order(order, **values | changes, now=self.now, by=by or self.owner_of(order))

    def received(self, order: UUID) -> UUID:
        self.dispatch(order)
        actions.receive_order(order, now=self.now, by=self.buyer)
        return order

    def returned(self, order: UUID, *lines: tuple[UUID, int]) -> UUID | None:
        """Pieces went back to the shop; the refund's id."""
        asked = self.asked(order, *lines)
        actions.accept_return(asked, now=self.now, by=self.owner_of(order))
        return actions.receive_return(asked, now=self.now, by=self.owner_of(order))

    def asked(self, order: UUID, *lines: tuple[UUID, int]) -> UUID:
        return actions.ask_return(order, lines=lines, reason="Too small", now=self.now, by=self.buyer)

    def expire(self) -> int:
        return jobs.expire_unpaid(self.now, 100)


def state(purchase: UUID) -> tuple[str, list[str]]:
    """Where a purchase and its orders are."""
    orders = Order.objects.filter(purchase=purchase).order_by("position").values_list("state", flat=True)
    return Purchase.objects.get(id=purchase).state, list(orders)


def told(kind: type[Fact]) -> list[Any]:
    """Every fact of a kind in the journal, in order."""
    return [from_payload(kind, row.payload) for row in Entry.objects.filter(name=kind.name()).order_by("id")]


def snapshot() -> list[object]:
    """Everything orders has written, to see that a refusal changed nothing."""
    tables = (Purchase, Order, Line, Return, RefundAgreement, Entry, Offer)
    return [list(table.objects.order_by("pk").values()) for table in tables]
