"""What happened to products."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from goodword.journal.facts import Fact


@dataclass(frozen=True, slots=True)
class ProductListed(Fact):
    """A product can be bought: it is new, or came back."""

    subject: ClassVar[str] = "product_id"
    product_id: UUID
    shop_id: UUID


@dataclass(frozen=True, slots=True)
class ProductChanged(Fact):
    """A product's title, description, brand, topic or pictures changed."""

    subject: ClassVar[str] = "product_id"
    product_id: UUID
    shop_id: UUID


@dataclass(frozen=True, slots=True)
class ProductWithdrawn(Fact):
    """A product is not sold any more, until it is listed again."""

    subject: ClassVar[str] = "product_id"
    product_id: UUID
    shop_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class PriceChanged(Fact):
    """An offer costs this from now on, in minor units; `compare_at` is the earlier price that may be shown."""

    subject: ClassVar[str] = "offer_id"
    offer_id: UUID
    product_id: UUID
    price: int
    compare_at: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class ImportEnded(Fact):
    """A shop's catalogue file was read to its end, or refused whole; what became of it stands with the import."""

    subject: ClassVar[str] = "import_id"
    import_id: UUID
    shop_id: UUID


@dataclass(frozen=True, slots=True)
class StockSet(Fact):
    """The shop counted: so many units of an offer are on hand, reserved ones included."""

    subject: ClassVar[str] = "offer_id"
    offer_id: UUID
    product_id: UUID
    on_hand: int
