"""What happened to shops."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from goodword.journal.facts import Fact


@dataclass(frozen=True, slots=True)
class ShopOpened(Fact):
    """A merchant signed up as a partner."""

    subject: ClassVar[str] = "shop_id"
    shop_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class ShopChanged(Fact):
    """The shop's name, papers or terms changed."""

    subject: ClassVar[str] = "shop_id"
    shop_id: UUID


@dataclass(frozen=True, slots=True)
class ShopVerified(Fact):
    """An operator verified the shop."""

    subject: ClassVar[str] = "shop_id"
    shop_id: UUID


@dataclass(frozen=True, slots=True)
class AgreementAccepted(Fact):
    """The shop accepted a version of the partner agreement."""

    subject: ClassVar[str] = "shop_id"
    shop_id: UUID
    version: str


@dataclass(frozen=True, slots=True)
class ShopSuspended(Fact):
    """The shop may not be recommended until the suspension is lifted."""

    subject: ClassVar[str] = "shop_id"
    shop_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class SuspensionLifted(Fact):
    """The shop's suspension ended."""

    subject: ClassVar[str] = "shop_id"
    shop_id: UUID


@dataclass(frozen=True, slots=True)
class StaffAdded(Fact):
    """A person works for the shop from now on, in this role."""

    subject: ClassVar[str] = "shop_id"
    shop_id: UUID
    person_id: UUID
    role: str


@dataclass(frozen=True, slots=True)
class StaffRemoved(Fact):
    """A person no longer works for the shop."""

    subject: ClassVar[str] = "shop_id"
    shop_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class CommissionSet(Fact):
    """The shop pays `rate_bp` basis points from `from_at` on, for one product or (None) for all others."""

    subject: ClassVar[str] = "shop_id"
    shop_id: UUID
    product_id: UUID | None
    rate_bp: int
    from_at: datetime
