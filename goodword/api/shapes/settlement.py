"""Statements and earnings over the wire."""

from datetime import datetime
from uuid import UUID

from typing_extensions import TypedDict

from goodword.api.wire import Money, money
from goodword.settlement import queries as views


class StatementRow(TypedDict):
    """One movement: earned, clawback, payout, or returned (a payout that did not arrive). `amount` is signed.

    `ref` is the order, refund or payout it is about; `recovered` is what of it went into debts.
    """

    at: datetime
    kind: str
    ref: UUID
    order_id: UUID | None
    amount: Money
    recovered: Money


class Held(TypedDict):
    """Money that waits for the end of a buyer's return window."""

    held_at: datetime
    order_id: UUID
    amount: Money
    release_at: datetime | None


class Denied(TypedDict):
    """Commission that an expert did not get on a line: buyer, staff, buyer_account or shop_account."""

    at: datetime
    order_id: UUID
    line_id: UUID
    expert_id: UUID
    reason: str
    amount: Money


class Statement(TypedDict):
    """A payee's money from `start` up to `end`: `opening` + the rows = `closing`, to the cent.

    `more` says that there are too many rows for one answer: ask for a shorter time. `held` and `debt` are as of now.
    """

    kind: str
    owner: UUID | None
    start: datetime
    end: datetime
    opening: Money
    rows: list[StatementRow]
    earned: Money
    clawed_back: Money
    paid_out: Money
    returned: Money
    closing: Money
    held: list[Held]
    held_total: Money
    denied: list[Denied]
    debt: Money
    more: bool


class Earnings(TypedDict):
    """Commission in one currency: `available` goes out with the next payout; below zero it is a debt."""

    held: Money
    settled: Money
    clawed_back: Money
    paid_out: Money
    debt: Money
    available: Money


class EarningsPage(TypedDict):
    """The caller's commission, by currency."""

    rows: list[Earnings]
    next: str | None


def earnings(seen: views.Earnings) -> Earnings:
    """Commission in one currency."""
    currency = seen.currency
    return {
        "held": money(seen.held, currency),
        "settled": money(seen.settled, currency),
        "clawed_back": money(seen.clawed_back, currency),
        "paid_out": money(seen.paid_out, currency),
        "debt": money(seen.debt, currency),
        "available": money(seen.available, currency),
    }


def statement(seen: views.Statement) -> Statement:
    """A statement."""
    currency = seen.currency
    return {
        "kind": seen.kind,
        "owner": seen.owner,
        "start": seen.start,
        "end": seen.end,
        "opening": money(seen.opening, currency),
        "rows": [
            {
                "at": row.at,
                "kind": row.kind,
                "ref": row.ref,
                "order_id": row.order_id,
                "amount": money(row.amount, currency),
                "recovered": money(row.recovered, currency),
            }
            for row in seen.rows
        ],
        "earned": money(seen.earned, currency),
        "clawed_back": money(seen.clawed_back, currency),
        "paid_out": money(seen.paid_out, currency),
        "returned": money(seen.returned, currency),
        "closing": money(seen.closing, currency),
        "held": [
            {
                "held_at": row.held_at,
                "order_id": row.order_id,
                "amount": money(row.amount, currency),
                "release_at": row.release_at,
            }
            for row in seen.held
        ],
        "held_total": money(seen.held_total, currency),
        "denied": [
            {
                "at": row.at,
                "order_id": row.order_id,
                "line_id": row.line_id,
                "expert_id": row.expert_id,
                "reason": row.reason,
                "amount": money(row.amount, currency),
            }
            for row in seen.denied
        ],
        "debt": money(seen.debt, currency),
        "more": seen.more,
    }
