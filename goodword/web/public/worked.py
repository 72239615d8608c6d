"""Worked examples on public pages, each computed by the rules that are in force and never typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from goodword.interests.rules import BONUS, Tie, rank
from goodword.settlement.rules import Split, split_line

GOODS, ODD = 12_800, 999  # minor units: a price as on the first card, and one that does not divide evenly
DELIVERY = 1_000
RATE_BP = 800
CURRENCY = "CNY"
PUT_IN = (  # hours ago, and the tie to the reader
    (2, "none"),
    (20, "topic"),
    (30, "none"),
    (40, "author"),
    (70, "shop"),
)
NOW = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Sale:
    """One sold line, in minor units: what the buyer pays for goods and delivery, and who gets which part."""

    goods: int
    delivery: int
    rate_bp: int
    parts: Split

    @property
    def paid(self) -> int:
        """What the buyer pays in all."""
        return self.goods + self.delivery

    @property
    def shop(self) -> int:
        """What the shop gets: its part of the goods, and all of the delivery."""
        return self.parts.shop + self.delivery


@dataclass(frozen=True, slots=True)
class Placed:
    """A word on an example wall: put in `hours` ago; it counts as `counts` hours old (below zero: newer than now)."""

    hours: int
    tie: Tie
    counts: int


def sales() -> list[Sale]:
    """A sale through a word, the same without one, and one whose cents do not divide evenly."""
    rates = ((GOODS, DELIVERY, RATE_BP), (GOODS, DELIVERY, 0), (ODD, 0, RATE_BP))
    return [
        Sale(goods, delivery, rate, split_line(goods, rate_bp=rate, platform_bp=settings.PLATFORM_BP))
        for goods, delivery, rate in rates
    ]


def wall() -> Sequence[Placed]:
    """Five words in the order in which the formula shows them."""
    told: list[tuple[UUID, Placed]] = []
    for hours, name in PUT_IN:
        tie: Tie = next(one for one in BONUS if one == name)
        published = UUID(int=int((NOW - timedelta(hours=hours)).total_seconds() * 1000) << 80)
        counts = hours - int(BONUS[tie].total_seconds() // 3600)
        told.append((rank(published, tie, BONUS), Placed(hours, tie, counts)))
    return [one for _rank, one in sorted(told, key=lambda pair: pair[0].int, reverse=True)]
