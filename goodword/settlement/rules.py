"""How money is divided and when it is due: pure functions over whole minor units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args
from uuid import UUID

from goodword.kit.money import allocate

WHOLE = 10_000  # basis points in one
SHARDS = 16  # accounts a busy kind is spread over, by purchase
PLATFORM = UUID(int=0)  # the payee id that stands for the platform itself

Kind = Literal["shop", "expert", "platform"]
Reason = Literal["buyer", "staff", "buyer_account", "shop_account"]
KINDS, REASONS = get_args(Kind), get_args(Reason)
ESCROW_STATES = ("held", "released", "returned")
REPAYMENT_STATES = ("asked", "paid", "failed")
FREEZE_REASON = 600  # characters of why payouts are frozen
FREEZE_MOST = timedelta(days=30)  # until somebody looks again or it ends by itself (rows G7 and 97)
PAYOUT_STATES = ("asked", "paid", "failed", "netted")


@dataclass(frozen=True, slots=True)
class Split:
    """The three parts of an amount, in minor units: who recommended, who runs the house, who sold."""

    expert: int = 0
    platform: int = 0
    shop: int = 0

    @property
    def total(self) -> int:
        """All parts together."""
        return self.expert + self.platform + self.shop

    def __add__(self, other: "Split") -> "Split":
        return Split(self.expert + other.expert, self.platform + other.platform, self.shop + other.shop)

    def __sub__(self, other: "Split") -> "Split":
        return Split(self.expert - other.expert, self.platform - other.platform, self.shop - other.shop)


@dataclass(frozen=True, slots=True)
class PaidPurchase:
    """A purchase and the intent that paid it in full."""

    purchase_id: UUID
    intent_id: UUID


@dataclass(frozen=True, slots=True)
class AgreedRefund:
    """What of an order goes back to the buyer: an amount per line, and of the delivery cost; minor units."""

    refund_id: UUID
    order_id: UUID
    lines: Mapping[UUID, int]
    delivery: int


@dataclass(frozen=True, slots=True)
class LateMoney:
    """A payment that came when its purchase could no longer be kept."""

    purchase_id: UUID
    intent_id: UUID
    amount: int
    currency: str


def split_line(goods: int, *, rate_bp: int, platform_bp: int) -> Split:
    """Divides what the buyer pays for one line's goods (not for delivery, which is the shop's) exactly (I-07).

    The expert gets `rate_bp` basis points of it, the platform `platform_bp`, the shop the rest; odd cents go by
    largest remainder. Where both rates together exceed the whole, the platform is served first and the expert gets
    what is left. `rate_bp` is 0 where nobody recommended the line or the expert may not earn on it (I-14).
    """
    rate = min(rate_bp, WHOLE - platform_bp)
    return Split(*allocate(goods, [rate, platform_bp, WHOLE - platform_bp - rate]))


def reduce_split(agreed: Split, reduced: Split, refund: int) -> Split:
    """What a refund of `refund` takes from each part of a line, given what earlier refunds took (I-07).

    Nobody earns on returned goods: the expert loses commission, the platform its fee and the shop the rest, each in
    proportion to its agreed part (requirements U10). So the commission on a refund is borne by the expert and the
    fee by the platform, never by the shop that has already lost the sale. Each part is brought as near as
    whole cents allow to its proportion of everything refunded so far, so many small refunds end where one large one
    does. A part never grows, never goes below zero, and a full refund takes exactly everything.
    """
    done = reduced.total + refund
    if refund < 0 or done > agreed.total:
        raise ValueError("a refund cannot exceed what is left of the line")
    if refund == 0:
        return Split()
    lag = [
        max(0, done * part - agreed.total * taken) for part, taken in zip(_parts(agreed), _parts(reduced), strict=True)
    ]
    return Split(*allocate(refund, lag))


def _parts(split: Split) -> tuple[int, int, int]:
    return split.expert, split.platform, split.shop


def self_dealing(
    *,
    expert: UUID,
    buyer: UUID,
    shop: UUID,
    staff: set[UUID],
    destinations: dict[UUID, set[str]],
) -> Reason | None:
    """Why `expert` may not earn on a line of this order, or None (I-14, S-64).

    Nobody earns on their own purchase, on the sales of a shop they work for, or where buyer or shop are paid into
    the same account as the expert, whatever they call themselves.
    """
    own = destinations.get(expert, set())
    if expert == buyer:
        return "buyer"
    if expert in staff:
        return "staff"
    if own & destinations.get(buyer, set()):
        return "buyer_account"
    if own & destinations.get(shop, set()):
        return "shop_account"
    return None


def shard_of(purchase: UUID) -> int:
    """Which of the spread accounts a purchase's money goes through; the same for all its life."""
    return purchase.int % SHARDS


def period_of(now: datetime, weekday: int) -> date:
    """The payout period `now` is in, named by the day it began: the last `weekday` (0 is Monday), in UTC."""
    today = now.astimezone(UTC).date()
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def cutoff_of(period: date) -> datetime:
    """The first moment of a period: what was released before it is paid in it."""
    return datetime.combine(period, time.min, tzinfo=UTC)


def recover(available: int, debts: Sequence[int]) -> list[int]:
    """How much of each debt, oldest first, a payee's `available` money pays back before anything is paid out (I-12)."""
    taken = []
    for debt in debts:
        part = min(debt, available)
        available -= part
        taken.append(part)
    return taken
