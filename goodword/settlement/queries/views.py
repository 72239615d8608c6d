"""What settlement tells surfaces: frozen values, amounts in minor units of `currency`."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """Where one order's money is. `held` + `released` + `refunded` = `captured`.

    `shop`, `expert` and `platform` are what each side gets or got, refunds taken off; they add up to `held` +
    `released`. `release_at` is when it may be released at the earliest, None before the goods have arrived.
    `state` is held, released or returned.
    """

    order_id: UUID
    currency: str
    state: str
    captured: int
    held: int
    released: int
    refunded: int
    shop: int
    expert: int
    platform: int
    release_at: datetime | None
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One movement of a payee's money. `amount` is signed; `kind` is earned, clawback, payout or returned (a payout
    that did not arrive). `ref` is the order, the refund or the payout it is about."""

    at: datetime
    kind: str
    ref: UUID
    order_id: UUID | None
    amount: int
    recovered: int = 0


@dataclass(frozen=True, slots=True)
class HeldRow:
    """Money that waits for the end of a buyer's return window."""

    held_at: datetime
    order_id: UUID
    amount: int
    release_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeniedRow:
    """Commission that an expert did not get on a line, and why: buyer, staff, buyer_account or shop_account (I-14)."""

    at: datetime
    order_id: UUID
    line_id: UUID
    expert_id: UUID
    reason: str
    amount: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A payee's money from `start` up to `end`: `opening` + the rows' sum = `closing`, to the cent.

    `earned`, `clawed_back`, `paid_out` and `returned` are the rows' sums by kind, signed. `held` waits now; `debt` is
    what is owed now; neither depends on `end`.
    """

    kind: str
    owner: UUID | None
    currency: str
    start: datetime
    end: datetime
    opening: int
    rows: tuple[StatementRow, ...]
    earned: int
    clawed_back: int
    paid_out: int
    returned: int
    closing: int
    held: tuple[HeldRow, ...]
    held_total: int
    denied: tuple[DeniedRow, ...]
    debt: int
    more: bool


@dataclass(frozen=True, slots=True)
class Earnings:
    """A payee's money in one currency: `held` waits for return windows, `settled` was ever released to them,
    `clawed_back` of it they lost again, `paid_out` has gone out or is on its way, `debt` they owe now.

    `available` = settled - clawed_back - paid_out goes out with the next payout; below zero it is a debt.
    """

    currency: str
    held: int
    settled: int
    clawed_back: int
    paid_out: int
    debt: int

    @property
    def available(self) -> int:
        """What the next payout brings, or, below zero, what is still owed."""
        return self.settled - self.clawed_back - self.paid_out


@dataclass(frozen=True, slots=True)
class PostEarnings:
    """What one recommendation brought its author in one currency, refunds taken off.

    `lines` of orders were sold through it, with `pieces` of which `returned` came back.
    """

    currency: str
    lines: int
    held: int
    settled: int
    pieces: int
    returned: int


@dataclass(frozen=True, slots=True)
class DaySales:
    """What was sold through an expert's words and paid on one day: `goods` is the price of what was not given back,
    `earned` the expert's part of it, `settled` what of that is theirs already; `returned` of the `pieces` came back."""

    currency: str
    day: date
    orders: int
    goods: int
    earned: int
    settled: int
    pieces: int
    returned: int


@dataclass(frozen=True, slots=True)
class FreezeView:
    """Why nothing is or was paid out to a payee, from `at` until `review_at` or until it was lifted."""

    id: UUID
    payee: UUID
    reason: str
    by: UUID
    at: datetime
    review_at: datetime
    lifted_at: datetime | None
    lifted_by: UUID | None
    lifted_reason: str


@dataclass(frozen=True, slots=True)
class PayoutView:
    """One payout: of `amount` + `recovered`, `recovered` went into debts. State asked, paid, failed or netted."""

    id: UUID
    payee: UUID
    period: date
    currency: str
    amount: int
    recovered: int
    state: str
    why: str
    asked_at: datetime
    ended_at: datetime | None
    orders: int
