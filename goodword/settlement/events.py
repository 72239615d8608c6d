"""What settlement tells the house."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from goodword.journal.facts import Fact


@dataclass(frozen=True, slots=True)
class EscrowHeld(Fact):
    """A paid order's money is held until the buyer's rights are spent."""

    subject: ClassVar[str] = "order_id"
    order_id: UUID
    purchase_id: UUID
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class CommissionDenied(Fact):
    """An expert gets no commission on a line; `reason` is buyer, staff, buyer_account or shop_account (I-14)."""

    subject: ClassVar[str] = "expert_id"
    expert_id: UUID
    order_id: UUID
    line_id: UUID
    reason: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class OrderReleased(Fact):
    """An order's held money became its payees'."""

    subject: ClassVar[str] = "order_id"
    order_id: UUID
    shop: int
    expert: int
    platform: int
    currency: str


@dataclass(frozen=True, slots=True)
class CommissionEarned(Fact):
    """An expert's commission on an order is theirs."""

    subject: ClassVar[str] = "expert_id"
    expert_id: UUID
    order_id: UUID
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class CommissionClawedBack(Fact):
    """Goods came back after the release: the expert owes the commission on them (I-12)."""

    subject: ClassVar[str] = "expert_id"
    expert_id: UUID
    order_id: UUID
    refund_id: UUID
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class RepaymentMade(Fact):
    """A buyer has the refund."""

    subject: ClassVar[str] = "purchase_id"
    purchase_id: UUID
    refund_id: UUID
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class RepaymentStuck(Fact):
    """The provider did not take a refund; the money stays set aside for the buyer."""

    subject: ClassVar[str] = "purchase_id"
    purchase_id: UUID
    refund_id: UUID
    amount: int
    currency: str
    why: str


@dataclass(frozen=True, slots=True)
class PayoutAsked(Fact):
    """A payee's money of a period is on its way; `recovered` of it went into older debts."""

    subject: ClassVar[str] = "payee_id"
    payee_id: UUID
    payout_id: UUID
    amount: int
    recovered: int
    currency: str


@dataclass(frozen=True, slots=True)
class PayoutMade(Fact):
    """A payee has the payout."""

    subject: ClassVar[str] = "payee_id"
    payee_id: UUID
    payout_id: UUID
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class PayoutsFrozen(Fact):
    """Nothing is paid out to a payee until `review_at` (G7); why stands with the freeze, where it can be forgotten."""

    subject: ClassVar[str] = "payee_id"
    payee_id: UUID
    freeze_id: UUID
    review_at: datetime


@dataclass(frozen=True, slots=True)
class PayoutsUnfrozen(Fact):
    """A payee is paid out again before the time of a freeze was over."""

    subject: ClassVar[str] = "payee_id"
    payee_id: UUID


@dataclass(frozen=True, slots=True)
class PayoutReturned(Fact):
    """A payout did not arrive; its money is the payee's again and goes out with the next period."""

    subject: ClassVar[str] = "payee_id"
    payee_id: UUID
    payout_id: UUID
    amount: int
    currency: str
    why: str
