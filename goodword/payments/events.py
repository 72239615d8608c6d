"""What payments records. Amounts are minor units of `currency`."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from goodword.journal.facts import Fact


@dataclass(frozen=True, slots=True)
class PaymentCaptured(Fact):
    """The payer's money has come in, perhaps later than it should have; whoever opened the intent decides."""

    subject: ClassVar[str] = "intent_id"
    intent_id: UUID
    purpose: UUID
    amount: int
    currency: str
    channel: str


@dataclass(frozen=True, slots=True)
class PaymentFailed(Fact):
    """An intent ended without money: the payer or the provider refused, or it was closed."""

    subject: ClassVar[str] = "intent_id"
    intent_id: UUID
    purpose: UUID
    why: str


@dataclass(frozen=True, slots=True)
class RefundPaid(Fact):
    """The provider has given the money back."""

    subject: ClassVar[str] = "refund_id"
    refund_id: UUID
    intent_id: UUID
    purpose: UUID
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class RefundFailed(Fact):
    """The provider will not give the money back this way; it counts as captured again."""

    subject: ClassVar[str] = "refund_id"
    refund_id: UUID
    intent_id: UUID
    purpose: UUID
    amount: int
    currency: str
    why: str


@dataclass(frozen=True, slots=True)
class PayoutPaid(Fact):
    """The money has reached the payee."""

    subject: ClassVar[str] = "payout_id"
    payout_id: UUID
    payee: UUID
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class PayoutFailed(Fact):
    """The payout did not go through; the money is still here."""

    subject: ClassVar[str] = "payout_id"
    payout_id: UUID
    payee: UUID
    amount: int
    currency: str
    why: str


@dataclass(frozen=True, slots=True)
class PayoutDestinationSet(Fact):
    """A payee's money goes somewhere else from now on."""

    subject: ClassVar[str] = "payee"
    payee: UUID
    channel: str


@dataclass(frozen=True, slots=True)
class NoticeSuspected(Fact):
    """A provider's signed word does not agree with our books; nothing was done, a person must look (S-20)."""

    subject: ClassVar[str] = "about"
    notice_id: UUID
    provider: str
    about: UUID
    why: str
