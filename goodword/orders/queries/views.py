"""Purchases and orders as their buyers and shops see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit import refusals


class NoSuchPurchase(refusals.NotFound):
    """There is no such purchase, or it is somebody else's (S-74)."""

    status = 404
    code = "orders.no_such_purchase"
    sentence = _("There is no such purchase. Look for it among yours.")


class NoSuchOrder(refusals.NotFound):
    """There is no such order, or it is no business of the asker's (S-74)."""

    status = 404
    code = "orders.no_such_order"
    sentence = _("There is no such order. Look for it in your list.")


class NoSuchReturn(refusals.NotFound):
    """There is no such return, or it is no business of the asker's (S-74)."""

    status = 404
    code = "orders.no_such_return"
    sentence = _("There is no such return. Look for it at its order.")


@dataclass(frozen=True, slots=True)
class LineView:
    """One line; amounts in minor units of the purchase's currency."""

    id: UUID
    offer_id: UUID
    product_id: UUID
    title: str
    variant_title: str
    quantity: int
    unit_price: int
    returned: int
    refunded: int
    post_id: UUID | None
    expert_id: UUID | None
    rate_bp: int

    @property
    def amount(self) -> int:
        """What the line costs."""
        return self.quantity * self.unit_price


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was handed to a carrier, and when."""

    carrier: str
    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CancellationView:
    """Who gave the order up, and why."""

    by_shop: bool
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReturnPicture:
    """What the buyer showed of goods that go back: a name in the private storage, and the size in pixels."""

    file: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ReturnView:
    """A return and how far it is; `ground` is one of `rules.GROUNDS`, `lines` are pieces by line id."""

    id: UUID
    state: str
    ground: str
    reason: str
    pictures: tuple[ReturnPicture, ...]
    at: datetime
    answer: str
    lines: dict[UUID, int]


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money agreed to go back, in minor units; `kind` is cancellation, return or partial."""

    id: UUID
    kind: str
    amount: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One of an order's steps: paid, held, shipped, arrived. `at` is None while it is ahead."""

    name: str
    at: datetime | None

    @property
    def done(self) -> bool:
        """Whether it has happened."""
        return self.at is not None


@dataclass(frozen=True, slots=True)
class OrderView:
    """What one shop delivers of a purchase; amounts in minor units of `currency`.

    `address` is where to; shops see it from payment on. `steps` are four: the fifth, the shop being paid, is known
    to settlement.
    """

    id: UUID
    number: str
    purchase_id: UUID
    buyer_id: UUID
    shop_id: UUID
    shop_slug: str
    shop_name: str
    state: str
    currency: str
    goods: int
    delivery: int
    total: int
    refunded: int
    placed_at: datetime
    address: dict[str, str]
    receive_by: datetime | None
    received_at: datetime | None
    received_automatically: bool
    return_until: datetime | None
    lines: tuple[LineView, ...]
    parcels: tuple[Parcel, ...]
    cancellation: CancellationView | None
    returns: tuple[ReturnView, ...]
    refunds: tuple[RefundView, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class PurchaseView:
    """A purchase as its buyer sees it; amounts in minor units of `currency`."""

    id: UUID
    number: str
    state: str
    currency: str
    goods: int
    delivery: int
    total: int
    channel: str
    address: dict[str, str]
    placed_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    orders: tuple[OrderView, ...]
