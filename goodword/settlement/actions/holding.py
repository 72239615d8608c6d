"""Paid orders: their money is held and divided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goodword.journal.actions import record_all
from goodword.journal.facts import Fact
from goodword.kit.ids import new_id
from goodword.kit.statements import insert_new
from goodword.ledger import actions as ledger
from goodword.ledger.rules import NewTransfer
from goodword.settlement import accounts, queries
from goodword.settlement.events import CommissionDenied, EscrowHeld
from goodword.settlement.models import Denial, Escrow, Holding, Share
from goodword.settlement.queries.sold import SoldLine, SoldOrder
from goodword.settlement.rules import PLATFORM, PaidPurchase, split_line


@dataclass(slots=True)
class Book:
    """What one call is about to write, gathered so that it is written with one statement a table."""

    escrows: list[Escrow]
    shares: list[Share]
    denials: list[Denial]
    holdings: list[Holding]
    transfers: list[NewTransfer]
    facts: list[Fact]


@transaction.atomic
def hold_purchases(*, paid: Sequence[PaidPurchase], platform_bp: int, now: datetime, by: UUID | None) -> int:
    """The money of paid purchases is held for the payees of their orders; says how many purchases were new.

    One posted transfer a purchase brings the money in; one pending transfer a payee and order promises it on. Who
    may not earn on a line (I-14) is looked up in this transaction. A purchase that is held already is left alone.
    """
    intents = {each.purchase_id: each.intent_id for each in paid}
    known = queries.held_purchases(intents)
    sold = [order for order in queries.sold_orders(intents.keys() - known) if order.total]
    reasons = queries.denied_experts(sold)
    book = Book([], [], [], [], [], [])
    for orders in queries.by_purchase(sold):
        _bring_in(book, orders, now)
        for order in orders:
            _divide(book, order, intents[order.purchase_id], reasons, platform_bp, now)
    ledger.transfer(book.transfers, by=by, now=now)
    insert_new(book.escrows)
    insert_new(book.shares)
    insert_new(book.denials)
    insert_new(book.holdings)
    record_all(book.facts, by=by, now=now)
    return len(intents.keys() - known)


def _bring_in(book: Book, orders: Sequence[SoldOrder], now: datetime) -> None:
    """The whole purchase's money, from the provider into escrow."""
    first = orders[0]
    book.transfers.append(
        NewTransfer(
            id=new_id(now),
            debit=accounts.channel(first.currency),
            credit=accounts.escrow(first.currency, first.purchase_id),
            amount=sum(order.total for order in orders),
            kind="capture",
            ref=first.purchase_id,
        )
    )


def _divide(
    book: Book,
    order: SoldOrder,
    intent: UUID,
    reasons: dict[tuple[UUID, UUID], str],
    platform_bp: int,
    now: datetime,
) -> None:
    """One order's escrow, its lines' shares, and a holding for each payee."""
    book.escrows.append(
        Escrow(
            order_id=order.order_id,
            purchase_id=order.purchase_id,
            shop=order.shop_id,
            intent=intent,
            currency=order.currency,
            delivery=order.delivery,
            captured=order.total,
            release_at=order.release_at,
            held_at=now,
        )
    )
    due: dict[tuple[str, UUID], int] = {("shop", order.shop_id): order.delivery}
    for line in order.lines:
        reason = reasons.get((order.order_id, line.expert_id)) if line.expert_id else None
        share = _share(book, order, line, reason, platform_bp, now)
        book.shares.append(share)
        due["shop", order.shop_id] += share.shop_amount
        due["platform", PLATFORM] = due.get(("platform", PLATFORM), 0) + share.platform_amount
        if share.expert_id:
            due["expert", share.expert_id] = due.get(("expert", share.expert_id), 0) + share.expert_amount
    for (kind, payee), amount in due.items():
        if amount:
            pending = promise(kind, payee, amount, order.currency, order.purchase_id, order.order_id, now)
            book.transfers.append(pending)
            book.holdings.append(
                Holding(
                    escrow_id=order.order_id,
                    kind=kind,
                    payee=payee,
                    currency=order.currency,
                    amount=amount,
                    transfer=pending.id,
                )
            )
    book.facts.append(EscrowHeld(order.order_id, order.purchase_id, order.total, order.currency))


def _share(book: Book, order: SoldOrder, line: SoldLine, reason: str | None, platform_bp: int, now: datetime) -> Share:
    """How one line is divided. A denied expert's part is the shop's, and a row says why."""
    earns = line.expert_id if not reason else None
    split = split_line(line.goods, rate_bp=line.rate_bp if earns else 0, platform_bp=platform_bp)
    if line.expert_id and reason:
        lost = split_line(line.goods, rate_bp=line.rate_bp, platform_bp=platform_bp).expert
        book.denials.append(Denial(share_id=line.line_id, expert_id=line.expert_id, reason=reason, amount=lost, at=now))
        book.facts.append(CommissionDenied(line.expert_id, order.order_id, line.line_id, reason, lost, order.currency))
    return Share(
        line_id=line.line_id,
        escrow_id=order.order_id,
        expert_id=earns,
        post=line.post_id,
        rate_bp=line.rate_bp,
        goods=line.goods,
        expert_amount=split.expert,
        platform_amount=split.platform,
        shop_amount=split.shop,
    )


def promise(
    kind: str, payee: UUID, amount: int, currency: str, purchase: UUID, order: UUID, now: datetime
) -> NewTransfer:
    """The pending transfer that holds a payee's part of an escrow."""
    return NewTransfer(
        id=new_id(now),
        debit=accounts.escrow(currency, purchase),
        credit=accounts.payee(kind, payee, currency, purchase),
        amount=amount,
        kind=f"hold.{kind}",
        ref=order,
        pending=True,
    )
