"""What buyers are told, and their shops: paid, sent, arrived, cancelled, returned, paid back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from goodword.journal.facts import Recorded, reacts_to
from goodword.orders.events import (
    OrderCancelled,
    OrderDispatched,
    OrderReceived,
    PaidTooLate,
    PurchaseExpired,
    PurchasePaid,
    ReturnAccepted,
    ReturnAsked,
    ReturnReceived,
    ReturnRefused,
)
from goodword.outreach import actions
from goodword.outreach.queries import sources
from goodword.outreach.queries.sources import OrderTold
from goodword.outreach.rules import FACT_LENGTH, Kind, News, day_key
from goodword.partners import queries as partners
from goodword.settlement.events import RepaymentMade, RepaymentStuck

Facts = dict[str, str | int]


@reacts_to(PurchasePaid)
def tell_of_payment(facts: Sequence[Recorded[PurchasePaid]], now: datetime) -> None:
    """The buyer: the money is held. The shops' staff: there is something to send. An expert: their word sold."""
    at = {one.fact.purchase_id: one.at for one in facts}
    orders = sources.orders_of(at)
    staff = partners.staff_ids({order.shop_id for order in orders})
    to_send = [
        News(
            person,
            Kind.NEW_ORDERS,
            order.shop_id,
            day_key(order.shop_id, at[order.purchase_id]),
            at[order.purchase_id],
            {"shop": order.shop},
            part=order.order_id,
        )
        for order in orders
        for person in sorted(staff[order.shop_id])
    ]
    sold = [
        News(one.expert_id, Kind.FIRST_SALE, one.post_id, str(one.post_id), at[one.purchase_id], {"product": one.title})
        for one in sources.first_sales(at)
    ]
    actions.tell([*_to_buyers(facts, Kind.PAID), *to_send, *sold], now=now)


@reacts_to(PaidTooLate)
def tell_of_late_money(facts: Sequence[Recorded[PaidTooLate]], now: datetime) -> None:
    """The buyer: this money bought nothing and comes back."""
    actions.tell(_to_buyers(facts, Kind.PAID_TOO_LATE), now=now)


@reacts_to(PurchaseExpired)
def tell_of_expiry(facts: Sequence[Recorded[PurchaseExpired]], now: datetime) -> None:
    """The buyer: nobody paid in time, and nothing was charged."""
    actions.tell(_to_buyers(facts, Kind.EXPIRED), now=now)


@reacts_to(RepaymentMade)
def tell_of_repayment(facts: Sequence[Recorded[RepaymentMade]], now: datetime) -> None:
    """The buyer: the money is back."""
    actions.tell(_to_buyers(facts, Kind.REFUNDED), now=now)


@reacts_to(RepaymentStuck)
def tell_of_stuck_repayment(facts: Sequence[Recorded[RepaymentStuck]], now: datetime) -> None:
    """The buyer: the provider did not take the money back yet; it is set aside."""
    actions.tell(_to_buyers(facts, Kind.REFUND_STUCK), now=now)


@reacts_to(OrderDispatched)
def tell_of_dispatch(facts: Sequence[Recorded[OrderDispatched]], now: datetime) -> None:
    """The buyer: the parcel is on its way, with whom and under which number."""
    orders = sources.orders(one.fact.order_id for one in facts)
    actions.tell(
        [
            _to_buyer(one, orders[one.fact.order_id], Kind.DISPATCHED, carrier=one.fact.carrier, parcel=one.fact.number)
            for one in facts
        ],
        now=now,
    )


@reacts_to(OrderReceived)
def tell_of_arrival(facts: Sequence[Recorded[OrderReceived]], now: datetime) -> None:
    """The buyer, when nobody said so: it counts as arrived, and until when it can be returned."""
    silent = [one for one in facts if one.fact.automatic]
    orders = sources.orders(one.fact.order_id for one in silent)
    actions.tell(
        [
            _to_buyer(one, orders[one.fact.order_id], Kind.ARRIVED, until=one.fact.return_until.isoformat())
            for one in silent
        ],
        now=now,
    )


@reacts_to(OrderCancelled)
def tell_of_cancellation(facts: Sequence[Recorded[OrderCancelled]], now: datetime) -> None:
    """The other side: the buyer when the shop gave up, the shop's staff when the buyer did."""
    orders = sources.orders(one.fact.order_id for one in facts)
    by_shop = [one for one in facts if orders[one.fact.order_id].by_shop]
    news = [
        _to_buyer(one, orders[one.fact.order_id], Kind.SHOP_CANCELLED, reason=orders[one.fact.order_id].reason)
        for one in by_shop
    ]
    by_buyer = [one for one in facts if one not in by_shop]
    actions.tell([*news, *_to_staff(by_buyer, orders, Kind.ORDER_CANCELLED)], now=now)


@reacts_to(ReturnAsked)
def tell_of_wish_to_return(facts: Sequence[Recorded[ReturnAsked]], now: datetime) -> None:
    """The shop's staff: somebody waits for an answer, or has withdrawn and waits for none."""
    orders = sources.orders(one.fact.order_id for one in facts)
    returns = sources.returns(one.fact.return_id for one in facts)
    withdrawn = [one for one in facts if returns[one.fact.return_id].withdrawn]
    asked = [one for one in facts if one not in withdrawn]
    news = [*_to_staff(asked, orders, Kind.RETURN_ASKED), *_to_staff(withdrawn, orders, Kind.WITHDRAWN)]
    actions.tell(news, now=now)


@reacts_to(ReturnAccepted)
def tell_of_acceptance(facts: Sequence[Recorded[ReturnAccepted]], now: datetime) -> None:
    """The buyer: send it back. Not who withdrew: nobody was asked, and nobody answered."""
    returns = sources.returns(one.fact.return_id for one in facts)
    _answered([one for one in facts if not returns[one.fact.return_id].withdrawn], Kind.RETURN_ACCEPTED, now)


@reacts_to(ReturnRefused)
def tell_of_refusal(facts: Sequence[Recorded[ReturnRefused]], now: datetime) -> None:
    """The buyer: the shop does not take it back, and why."""
    _answered(facts, Kind.RETURN_REFUSED, now)


@reacts_to(ReturnReceived)
def tell_of_goods_back(facts: Sequence[Recorded[ReturnReceived]], now: datetime) -> None:
    """The buyer: the goods are back at the shop; the money follows."""
    _answered(facts, Kind.RETURN_RECEIVED, now)


def _answered(facts: Sequence[Recorded[Any]], kind: Kind, now: datetime) -> None:
    orders = sources.orders(one.fact.order_id for one in facts)
    returns = sources.returns(one.fact.return_id for one in facts)
    actions.tell(
        [_to_buyer(one, orders[one.fact.order_id], kind, reason=returns[one.fact.return_id].answer) for one in facts],
        now=now,
    )


def _to_buyers(facts: Sequence[Recorded[Any]], kind: Kind) -> list[News]:
    """For whoever made the purchases of these facts: number, and the fact's amount or else the whole."""
    purchases = sources.purchases(one.fact.purchase_id for one in facts)
    news = []
    for one in facts:
        told = purchases[one.fact.purchase_id]
        amount = getattr(one.fact, "amount", told.total)
        values: Facts = {"number": told.number, "amount": amount, "currency": told.currency}
        news.append(News(told.buyer_id, kind, one.fact.purchase_id, str(one.uid), one.at, values))
    return news


def _to_buyer(one: Recorded[Any], order: OrderTold, kind: Kind, **values: str) -> News:
    told: Facts = {"shop": order.shop, "number": order.number}
    told |= {name: value[:FACT_LENGTH] for name, value in values.items() if value}
    return News(order.buyer_id, kind, order.purchase_id, str(one.uid), one.at, told)


def _to_staff(facts: Sequence[Recorded[Any]], orders: dict[UUID, OrderTold], kind: Kind) -> list[News]:
    staff = partners.staff_ids({orders[one.fact.order_id].shop_id for one in facts})
    news = []
    for one in facts:
        order = orders[one.fact.order_id]
        told: Facts = {"shop": order.shop, "shop_id": str(order.shop_id), "number": order.number}
        for person in sorted(staff[order.shop_id]):
            news.append(News(person, kind, order.order_id, str(one.uid), one.at, told))
    return news
