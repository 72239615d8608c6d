"""What may follow what, and how much may be given back. Pure functions over plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goodword.kit.limits import CART_LINES, LINE_QUANTITY, PRICE_MAX

PURCHASE_STATES = ("placed", "paid", "expired", "cancelled")
ORDER_STATES = ("placed", "paid", "dispatched", "received", "cancelled", "expired")
RETURN_STATES = ("asked", "accepted", "refused", "received")
# Why goods go back. A withdrawal needs no reason and no answer: it is the buyer's right (Directive 2011/83/EU,
# articles 9 and 11a); all others are a wish that the shop answers.
WITHDRAWAL = "withdrawal"
GROUNDS = (WITHDRAWAL, "does_not_fit", "damaged", "not_as_described", "wrong_thing", "other")

# The one table of linear progress: what an order becomes by each deed, and from where.
TRANSITIONS: Mapping[str, tuple[frozenset[str], str]] = {
    "pay": (frozenset({"placed", "expired"}), "paid"),
    "expire": (frozenset({"placed"}), "expired"),
    "dispatch": (frozenset({"paid"}), "dispatched"),
    "receive": (frozenset({"dispatched"}), "received"),
    "cancel": (frozenset({"paid"}), "cancelled"),
    "abandon": (frozenset({"placed"}), "cancelled"),
}
RETURN_TRANSITIONS: Mapping[str, tuple[frozenset[str], str]] = {
    "accept": (frozenset({"asked"}), "accepted"),
    "refuse": (frozenset({"asked"}), "refused"),
    "receive": (frozenset({"accepted"}), "received"),
}
WITHDRAWABLE = frozenset({"dispatched", "received"})  # before dispatch the buyer cancels, and has it all at once
REFUNDABLE = frozenset({"paid", "dispatched", "received"})  # states in which a shop may agree to a partial refund
OPEN_RETURNS = frozenset({"asked", "accepted"})

# Who in a shop may do what. Packing does not give the right to give money back.
SHOP_MAY: Mapping[str, frozenset[str]] = {
    "dispatch": frozenset({"owner", "manager", "packer"}),
    "cancel": frozenset({"owner", "manager"}),
    "refund": frozenset({"owner", "manager"}),
    "return": frozenset({"owner", "manager"}),
    "receive_return": frozenset({"owner", "manager", "packer"}),
}

NUMBER_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
NUMBER_LENGTH = 10  # 50 bits a day: not guessable, and a million purchases a day do not meet
REASON_LENGTH = 600
CARRIER_LENGTH = 60


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One offer in an order being placed, with the price, the expert and the commission rate agreed now.

    `unit_price` in minor units; `rate_bp` in basis points, 0 without an expert.
    """

    offer_id: UUID
    product_id: UUID
    title: str
    variant_title: str
    quantity: int
    unit_price: int
    post_id: UUID | None = None
    expert_id: UUID | None = None
    rate_bp: int = 0

    @property
    def amount(self) -> int:
        """The line's goods in minor units."""
        return self.quantity * self.unit_price


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What one shop is to deliver. `delivery` in minor units; `return_days` are the shop's at placing."""

    shop_id: UUID
    delivery: int
    return_days: int
    lines: tuple[LineDraft, ...]

    @property
    def goods(self) -> int:
        """The sum of the lines in minor units."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class PurchaseDraft:
    """A purchase about to be placed. `expires_at`: until when its stock is held without payment."""

    buyer_id: UUID
    currency: str
    address: Mapping[str, str]
    channel: str
    expires_at: datetime
    orders: tuple[OrderDraft, ...]

    @property
    def goods(self) -> int:
        """All lines in minor units."""
        return sum(order.goods for order in self.orders)

    @property
    def delivery(self) -> int:
        """All deliveries in minor units."""
        return sum(order.delivery for order in self.orders)

    @property
    def total(self) -> int:
        """What the buyer pays, in minor units."""
        return self.goods + self.delivery


@dataclass(frozen=True, slots=True)
class Capture:
    """Money that arrived for a purchase, in minor units."""

    intent_id: UUID
    purchase_id: UUID
    amount: int
    currency: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LineState:
    """What is known of a line when money or goods come back. Amounts in minor units."""

    id: UUID
    quantity: int
    unit_price: int
    returned: int
    refunded: int

    @property
    def refundable(self) -> int:
        """What can still be given back for this line."""
        return self.quantity * self.unit_price - self.refunded


@dataclass(frozen=True, slots=True)
class RefundShare:
    """A refund taken apart: `lines` by line id, and what of it is delivery. Minor units."""

    lines: Mapping[UUID, int]
    delivery: int

    @property
    def amount(self) -> int:
        """The whole refund."""
        return sum(self.lines.values()) + self.delivery


def whole(number: object, smallest: int, largest: int) -> bool:
    """Whether `number` is a plain int within bounds; True, 1.0, "1" and NaN are not (S-60)."""
    return type(number) is int and smallest <= number <= largest


def sound(draft: PurchaseDraft) -> bool:
    """Whether a draft can be a purchase at all: numbers within limits, one order per shop, an offer once per order."""
    lines = [line for order in draft.orders for line in order.lines]
    return (
        0 < len(lines) <= CART_LINES
        and all(order.lines and whole(order.delivery, 0, PRICE_MAX) for order in draft.orders)
        and len({order.shop_id for order in draft.orders}) == len(draft.orders)
        and len({line.offer_id for line in lines}) == len(lines)
        and all(_sound_line(line) for line in lines)
    )


def _sound_line(line: LineDraft) -> bool:
    return (
        whole(line.quantity, 1, LINE_QUANTITY)
        and whole(line.unit_price, 1, PRICE_MAX)
        and whole(line.rate_bp, 0, 10_000)
        and (line.expert_id is not None or line.rate_bp == 0)
    )


def number(day: datetime, chance: int) -> str:
    """A purchase's number for people, such as 260601-7K3QX-9PM2D: the day and 50 bits of `chance`."""
    letters = "".join(NUMBER_LETTERS[chance >> 5 * place & 31] for place in range(NUMBER_LENGTH))
    return f"{day:%y%m%d}-{letters[:5]}-{letters[5:]}"


def verdict(*, state: str, total: int, currency: str, capture: Capture) -> str:
    """What to do with a capture: "take" it, take it "late" if the stock is still there, or why it goes back.

    A purchase is paid by one capture of exactly its total. "paid": another capture came first; "cancelled": the
    buyer no longer wants it; "amount": it is not what was agreed.
    """
    if (capture.amount, capture.currency) != (total, currency):
        return "amount"
    return {"placed": "take", "expired": "late"}.get(state, state)


def cancelled_share(lines: Sequence[LineState], delivery_left: int) -> RefundShare:
    """A cancelled order gives back everything not given back yet, delivery included."""
    return RefundShare({line.id: line.refundable for line in lines if line.refundable}, delivery_left)


def returned_share(lines: Sequence[LineState], quantities: Mapping[UUID, int], delivery_left: int) -> RefundShare:
    """What goods that came back are worth: their price, at most what is left of the line.

    Delivery is given back only when, with these goods, every piece of the order has come back (Directive
    2011/83/EU, article 13(1)): who keeps something had it delivered. The lines' `returned` does not count
    `quantities` yet.
    """
    share = {
        line.id: min(quantities[line.id] * line.unit_price, line.refundable) for line in lines if line.id in quantities
    }
    complete = all(line.returned + quantities.get(line.id, 0) == line.quantity for line in lines)
    return RefundShare({key: amount for key, amount in share.items() if amount}, delivery_left if complete else 0)
