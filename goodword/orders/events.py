"""What orders tells the house. Amounts in minor units."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from goodword.journal.facts import Fact


@dataclass(frozen=True, slots=True)
class PurchasePlaced(Fact):
    """A buyer agreed to pay; the stock is held until it expires."""

    subject: ClassVar[str] = "purchase_id"
    purchase_id: UUID
    buyer: UUID
    total: int
    currency: str


@dataclass(frozen=True, slots=True)
class PurchasePaid(Fact):
    """The money arrived and the goods are the buyer's."""

    subject: ClassVar[str] = "purchase_id"
    purchase_id: UUID
    intent_id: UUID


@dataclass(frozen=True, slots=True)
class PaidTooLate(Fact):
    """Money arrived that buys nothing and must go back. `why`: stock, cancelled, paid or amount."""

    subject: ClassVar[str] = "purchase_id"
    purchase_id: UUID
    intent_id: UUID
    amount: int
    currency: str
    why: str


@dataclass(frozen=True, slots=True)
class PurchaseExpired(Fact):
    """Nobody paid in time; the stock is free again."""

    subject: ClassVar[str] = "purchase_id"
    purchase_id: UUID


@dataclass(frozen=True, slots=True)
class PurchaseCancelled(Fact):
    """The buyer gave up a purchase before paying; the stock is free again."""

    subject: ClassVar[str] = "purchase_id"
    purchase_id: UUID


@dataclass(frozen=True, slots=True)
class OrderDispatched(Fact):
    """The shop handed the parcel to a carrier."""

    subject: ClassVar[str] = "order_id"
    order_id: UUID
    purchase_id: UUID
    carrier: str
    number: str


@dataclass(frozen=True, slots=True)
class OrderReceived(Fact):
    """The goods arrived: the buyer said so, or the time to object passed. Returns end at `return_until`."""

    subject: ClassVar[str] = "order_id"
    order_id: UUID
    purchase_id: UUID
    automatic: bool
    return_until: datetime


@dataclass(frozen=True, slots=True)
class OrderCancelled(Fact):
    """A paid order was given up before dispatch."""

    subject: ClassVar[str] = "order_id"
    order_id: UUID
    purchase_id: UUID


@dataclass(frozen=True, slots=True)
class ReturnAsked(Fact):
    """The buyer wants to send something back."""

    subject: ClassVar[str] = "return_id"
    return_id: UUID
    order_id: UUID


@dataclass(frozen=True, slots=True)
class ReturnAccepted(Fact):
    """The shop agreed to take it back."""

    subject: ClassVar[str] = "return_id"
    return_id: UUID
    order_id: UUID


@dataclass(frozen=True, slots=True)
class ReturnRefused(Fact):
    """The shop did not agree to take it back."""

    subject: ClassVar[str] = "return_id"
    return_id: UUID
    order_id: UUID


@dataclass(frozen=True, slots=True)
class ReturnReceived(Fact):
    """The goods are back at the shop."""

    subject: ClassVar[str] = "return_id"
    return_id: UUID
    order_id: UUID


@dataclass(frozen=True, slots=True)
class RefundAgreed(Fact):
    """Part of an order's money is to go back to the buyer."""

    subject: ClassVar[str] = "refund_id"
    refund_id: UUID
    order_id: UUID
    purchase_id: UUID
    amount: int
    currency: str
