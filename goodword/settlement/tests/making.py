"""A small market for settlement's tests: people, shops, paid orders, and what happens to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from goodword.catalog import actions as catalog
from goodword.catalog.models import Offer
from goodword.journal.facts import Fact, Recorded
from goodword.ledger import queries as ledger
from goodword.orders import actions as shopping
from goodword.orders.models import Dispatch, Line, Order, RefundAgreement, RefundLine, Return
from goodword.orders.rules import Capture, LineDraft, OrderDraft, PurchaseDraft
from goodword.partners.models import Shop, Staff
from goodword.payments import actions as payments
from goodword.payments.models import Channel, Intent
from goodword.people.models import Person
from goodword.settlement import accounts, actions, queries
from goodword.settlement.models import Escrow
from goodword.settlement.queries import Statement
from goodword.settlement.rules import SHARDS, PaidPurchase

PLATFORM_BP = 200
RETURN_DAYS = 14


@dataclass(frozen=True, slots=True)
class Sold:
    """One line to be sold: `goods` for one piece, through whose word, for how many basis points."""

    goods: int
    expert: UUID | None = None
    rate_bp: int = 0
    post: UUID | None = None


@dataclass
class Market:
    """Who is there; every method says what happened in the world, `now` is when."""

    now: datetime
    currency: str = "CNY"
    buyer: UUID = field(default_factory=uuid4)
    offers: dict[UUID, list[UUID]] = field(default_factory=dict)
    products: dict[UUID, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.person(self.buyer)
        Channel.objects.create(
            key="sandbox", name="Sandbox", provider="sandbox", merchant="m-1", mode="test", opens_at=self.now
        )

    def person(self, person_id: UUID | None = None) -> UUID:
        person_id = person_id or uuid4()
        name = person_id.hex
        Person.objects.create(
            id=person_id, email=f"{name}@example.org", handle=name, name="A person", joined_at=self.now
        )
        return person_id

    def shop(self, *, currency: str = "") -> UUID:
        """A shop with three offers."""
        shop_id = uuid4()
        Shop.objects.create(
            id=shop_id,
            slug=shop_id.hex,
            name="Shop",
            legal_name="Shop Ltd",
            registration="1",
            country="CN",
            address="1 Road",
            email="shop@example.org",
            currency=currency or self.currency,
            return_days=RETURN_DAYS,
            opened_at=self.now,
        )
        variants = [catalog.NewVariant(sku=f"s{n}", title=f"v{n}", price=100, stock=1000) for n in range(3)]
        self.products[shop_id] = catalog.add_product(shop_id, title="Thing", variants=variants, now=self.now, by=None)
        self.offers[shop_id] = list(Offer.objects.filter(shop=shop_id).order_by("id").values_list("id", flat=True))
        return shop_id

    def hire(self, shop: UUID, person: UUID) -> None:
        Staff.objects.create(shop_id=shop, person_id=person, role="packer", at=self.now)

    def account(self, payee: UUID, reference: str = "") -> None:
        """A payee says where its money should go."""
        payments.set_payout_destination(
            payee=payee, channel="sandbox", reference=reference or payee.hex, now=self.now, by=None
        )

    def paid(self, sold: dict[UUID, Sequence[Sold]], *, delivery: int = 0, hold: bool = True) -> list[UUID]:
        """The buyer paid for one purchase: lines and delivery per shop. Its orders, in the shops' order."""
        draft = PurchaseDraft(
            buyer_id=self.buyer,
            currency=self.currency,
            address={},
            channel="sandbox",
            expires_at=self.now + timedelta(minutes=30),
            orders=tuple(self._order(shop, lines, delivery) for shop, lines in sold.items()),
        )
        purchase = shopping.place_purchase(draft, now=self.now, by=self.buyer)
        intent = self.intent(purchase, draft.total)
        capture = Capture(intent, purchase, draft.total, self.currency, self.now)
        shopping.mark_paid([capture], now=self.now, by=None)
        if hold:
            self.hold(purchase)
        orders = dict(Order.objects.filter(purchase=purchase).values_list("shop_id", "id"))
        return [orders[shop] for shop in sold]

    def _order(self, shop: UUID, lines: Sequence[Sold], delivery: int) -> OrderDraft:
        return OrderDraft(
            shop_id=shop,
            delivery=delivery,
            return_days=RETURN_DAYS,
            lines=tuple(
                LineDraft(
                    offer_id=offer,
                    product_id=self.products[shop],
                    title="Thing",
                    variant_title="",
                    quantity=1,
                    unit_price=line.goods,
                    post_id=line.post,
                    expert_id=line.expert,
                    rate_bp=line.rate_bp,
                )
                for line, offer in zip(lines, self.offers[shop], strict=False)
            ),
        )

    def intent(self, purpose: UUID, amount: int) -> UUID:
        """A payment that has come in."""
        return Intent.objects.create(
            id=uuid4(),
            purpose=purpose,
            payer_id=self.buyer,
            channel_id="sandbox",
            amount=amount,
            captured=amount,
            currency=self.currency,
            state="captured",
            opened_at=self.now,
            expires_at=self.now,
        ).id

    def hold(self, *purchases: UUID) -> int:
        intents = dict(Intent.objects.filter(purpose__in=purchases).values_list("purpose", "id"))
        paid = [PaidPurchase(purchase, intents[purchase]) for purchase in purchases]
        return actions.hold_purchases(paid=paid, platform_bp=PLATFORM_BP, now=self.now, by=None)

    def receive(self, *orders: UUID) -> None:
        """The goods arrived now; the return window begins."""
        for order in orders:
            Dispatch.objects.create(order_id=order, carrier="Post", at=self.now)
            Order.objects.filter(id=order).update(
                state="received", received_at=self.now, return_until=self.now + timedelta(days=RETURN_DAYS)
            )
        actions.set_release_times(order_ids=orders, now=self.now, by=None)

    def pass_time(self, **time: int) -> None:
        self.now += timedelta(**time)

    def released(self, *orders: UUID) -> None:
        """The orders arrived, nobody returned anything, and the money went to its payees."""
        self.receive(*orders)
        self.pass_time(days=RETURN_DAYS)
        assert self.release() == len(orders)

    def release(self) -> int:
        return actions.release_due(now=self.now, by=None, limit=100)

    def asked_return(self, order: UUID, state: str = "asked") -> UUID:
        return Return.objects.create(id=uuid4(), order_id=order, state=state, reason="Too small", at=self.now).id

    def agreed(self, order: UUID, amounts: Sequence[int], *, delivery: int = 0) -> UUID:
        """A refund was agreed: an amount for each line of the order in turn, and of the delivery cost."""
        lines = list(Line.objects.filter(order=order).order_by("offer"))
        parts = [(line, amount) for line, amount in zip(lines, amounts, strict=False) if amount]
        total = sum(amounts) + delivery
        refund = RefundAgreement.objects.create(
            id=uuid4(), order_id=order, kind="partial", amount=total, delivery=delivery, at=self.now
        )
        for line, amount in parts:
            RefundLine.objects.create(refund=refund, line=line, amount=amount)
            line.refunded += amount
            line.save()
        row = Order.objects.get(id=order)
        row.refunded += total
        row.save()
        return refund.id

    def refund(self, order: UUID, amounts: Sequence[int], *, delivery: int = 0) -> UUID:
        """A refund was agreed and settlement has heard of it."""
        refund_id = self.agreed(order, amounts, delivery=delivery)
        (refund,) = queries.agreed_refunds([refund_id])
        assert actions.repay(refund=refund, now=self.now, by=None)
        return refund_id

    def pay_out(self) -> int:
        """The payout of the period that begins with this week's Monday."""
        period = (self.now - timedelta(days=self.now.weekday())).date()
        return actions.ask_payouts(period=period, now=self.now, by=None, limit=100)

    def next_period(self) -> None:
        self.now += timedelta(days=7 - self.now.weekday())

    # What can be seen.

    def available(self, kind: str, owner: UUID) -> int:
        return ledger.balance(accounts.payee(kind, owner, self.currency, owner)).available

    def platform(self) -> int:
        shards = [accounts.payee("platform", UUID(int=n), self.currency, UUID(int=n)) for n in range(SHARDS)]
        return sum(each.posted for each in ledger.balances(shards).values())

    def debt(self, owner: UUID) -> int:
        balance = ledger.balance(accounts.debt(owner, self.currency))
        return -balance.posted - balance.pending_in

    def at_providers(self) -> int:
        """The money that should be at the providers: what came in less what went out."""
        return -ledger.balance(accounts.channel(self.currency)).posted

    def statement(self, kind: Any, owner: UUID | None) -> Statement:
        """The whole of a payee's statement, up to now."""
        start, end = self.now - timedelta(days=1000), self.now + timedelta(seconds=1)
        return queries.statement(kind=kind, owner=owner, currency=self.currency, start=start, end=end)

    def escrow(self, order: UUID) -> tuple[str, int, int, int]:
        """An order's escrow: state, captured, refunded, released."""
        row = Escrow.objects.get(order=order)
        return row.state, row.captured, row.refunded, row.released


def told(*facts: Fact, now: datetime) -> list[Recorded[Any]]:
    """Facts as the journal hands them to a reaction."""
    return [Recorded(uuid4(), fact, now, None) for fact in facts]
