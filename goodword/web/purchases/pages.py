"""What the pages of purchases tell: what was bought, how far it is, and where every yuan is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from goodword.catalog import queries as catalog
from goodword.catalog.queries import Picture
from goodword.orders import queries as orders
from goodword.orders.queries import LineView, OrderView, PurchaseView
from goodword.orders.rules import OPEN_RETURNS
from goodword.payments import queries as payments
from goodword.payments.queries import IntentView
from goodword.people import queries as people
from goodword.settlement import queries as settlement
from goodword.settlement.queries import OrderMoney
from goodword.web.purchases import words
from goodword.web.shell.asks import NothingChosen
from goodword.web.shell.jinja import url

LOOKED_AT = 8  # pictures of a purchase in the list


@dataclass(frozen=True, slots=True)
class Row:
    """A purchase in the list: its first line by name, how many more there are, and the names of its shops."""

    purchase: PurchaseView
    state: words.State
    pictures: Sequence[Picture]
    title: str
    others: int
    shops: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A person's purchases, newest first."""

    rows: Sequence[Row]
    next: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its picture and whose word it was; `left` is how many may still be returned."""

    line: LineView
    picture: Picture
    word: str
    left: int


@dataclass(frozen=True, slots=True)
class Part:
    """One shop's order: its steps, its money in words, and what the buyer may do now."""

    order: OrderView
    state: words.State
    steps: Sequence[tuple[str, bool]]
    lines: Sequence[Line]
    money: OrderMoney | None
    sums: Sequence[tuple[str, int]]
    told: Sequence[str]
    may_receive: bool
    may_cancel: bool
    may_return: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A purchase. `waiting`: its payment is not confirmed yet; `payable`: the buyer can still go and pay."""

    purchase: PurchaseView
    state: words.State
    parts: Sequence[Part]
    channel: str
    waiting: bool
    payable: bool
    address: str


@dataclass(frozen=True, slots=True)
class WayToPay:
    """The page of another house that comes next, and what is paid there."""

    purchase_id: UUID
    pay_url: str
    host: str
    channel: str
    amount: int
    currency: str


def purchases(person: UUID, cursor: str | None) -> ListPage:
    """The person's purchases. Orders, lines and pictures of all of them in a fixed number of statements."""
    page = orders.purchases_of(person, cursor)
    cards = catalog.products({line.product_id for one in page.rows for line in _lines(one)})
    rows = [
        Row(
            purchase=one,
            state=words.of_purchase(one),
            pictures=[cards[line.product_id].picture for line in _lines(one)][:LOOKED_AT],
            title=next(_lines(one)).title,
            others=sum(1 for _line in _lines(one)) - 1,
            shops=" · ".join(order.shop_name for order in one.orders),
        )
        for one in page.rows
    ]
    return ListPage(rows=rows, next=page.next and url("purchases", cursor=page.next))


def purchase(person: UUID, purchase_id: UUID, now: datetime) -> Page:
    """One of the person's purchases. Refuses anybody else's."""
    found = orders.purchase_for(person, purchase_id)
    money = settlement.order_money([order.id for order in found.orders])
    intents = payments.intents_for([purchase_id])[purchase_id]
    channels = {one.key: one.name for one in payments.channels(found.currency, at=now)}
    waiting = found.state == "placed" and found.expires_at > now
    return Page(
        purchase=found,
        state=words.of_purchase(found),
        parts=_parts(found, money, now),
        channel=channels.get(found.channel, found.channel),
        waiting=waiting,
        payable=waiting and any(intent.state in ("new", "open") for intent in intents),
        address=url("purchase", purchase_id),
    )


def order_in(person: UUID, purchase_id: UUID, order_id: UUID) -> OrderView:
    """The order, when it is one of this purchase of this person (S-01)."""
    for order in orders.purchase_for(person, purchase_id).orders:
        if order.id == order_id:
            return order
    raise NothingChosen


def intent_to_pay(person: UUID, purchase_id: UUID) -> IntentView:
    """The payment the buyer can go on with. Refuses others' purchases and what is no longer waiting."""
    orders.purchase_for(person, purchase_id)
    for intent in payments.intents_for([purchase_id])[purchase_id]:
        if intent.state in ("new", "open"):
            return intent
    raise NothingChosen


def way_to_pay(person: UUID, purchase_id: UUID, now: datetime) -> WayToPay | None:
    """The stored address of the provider's page; None when the provider has not named one or the time is over."""
    purchase = orders.purchase_for(person, purchase_id)
    if purchase.state != "placed":
        return None
    intent = intent_to_pay(person, purchase_id)
    host = urlsplit(intent.pay_url)
    if host.scheme not in ("http", "https") or intent.expires_at <= now:
        return None
    names = {one.key: one.name for one in payments.channels(intent.currency, at=now)}
    return WayToPay(
        purchase_id=purchase_id,
        pay_url=intent.pay_url,
        host=host.netloc,
        channel=names.get(intent.channel, intent.channel),
        amount=intent.amount,
        currency=intent.currency,
    )


def _parts(found: PurchaseView, money: dict[UUID, OrderMoney], now: datetime) -> list[Part]:
    cards = catalog.products({line.product_id for line in _lines(found)})
    names = {one.id: one.name for one in people.briefs(_experts(found)).values()}
    return [
        Part(
            order=order,
            state=words.of_order(order),
            steps=words.steps(order, money.get(order.id)),
            lines=[
                Line(
                    line=line,
                    picture=cards[line.product_id].picture,
                    word=names.get(line.expert_id, "") if line.expert_id else "",
                    left=line.quantity - line.returned - _under_way(order, line.id),
                )
                for line in order.lines
            ],
            money=money.get(order.id),
            sums=words.sums(money.get(order.id)),
            told=words.told(order, money.get(order.id)),
            may_receive=order.state == "dispatched",
            may_cancel=order.state == "paid",
            may_return=_has_left(order) and _window_open(order, now),
            may_withdraw=_has_left(order) and (order.state == "dispatched" or _window_open(order, now)),
        )
        for order in found.orders
    ]


def _window_open(order: OrderView, now: datetime) -> bool:
    return order.return_until is not None and now < order.return_until


def _has_left(order: OrderView) -> bool:
    return any(line.quantity > line.returned + _under_way(order, line.id) for line in order.lines)


def _under_way(order: OrderView, line_id: UUID) -> int:
    return sum(one.lines.get(line_id, 0) for one in order.returns if one.state in OPEN_RETURNS)


def _lines(purchase: PurchaseView) -> Iterator[LineView]:
    return (line for order in purchase.orders for line in order.lines)


def _experts(purchase: PurchaseView) -> set[UUID]:
    return {line.expert_id for line in _lines(purchase) if line.expert_id}


def no_reason() -> str:
    """What is kept when a buyer cancels without saying why."""
    return _("Changed my mind")
