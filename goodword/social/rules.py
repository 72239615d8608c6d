"""What a recommendation may be, purely."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

ReasonType = Literal["used", "tested", "expert"]
TieKind = Literal["person", "shop", "topic"]

REASON_TYPES: tuple[ReasonType, ...] = ("used", "tested", "expert")
TIE_KINDS: tuple[TieKind, ...] = ("person", "shop", "topic")
EVIDENCE_MAX = 2_000  # a claim is a paragraph, not a paper
COMMENT_MAX = 2_000
WHY_MAX = 600  # why something was withdrawn or removed
SHELF_TITLE_MAX = 80
TOPIC_LENGTH = 80  # characters of a topic's name in an address
SCHEDULE_MOST = timedelta(days=366)  # how far ahead a word may be set for; prices and goods change
EXCERPT = 280  # characters of a reason that a card shows


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What stands behind a recommendation, made from the books and never typed by the author (L7, G11).

    `rates` are the commission rates now, in basis points, per product in the post's order; `free_sample` is what the
    author had to say when publishing.
    """

    rates: tuple[tuple[UUID, int], ...]
    free_sample: bool

    @property
    def rate_bp(self) -> int:
        """The highest of the rates."""
        return max((rate for _product, rate in self.rates), default=0)

    @property
    def needed(self) -> bool:
        """Whether money or a gift stands behind the words, so that it must be told."""
        return self.rate_bp > 0 or self.free_sample


@dataclass(frozen=True, slots=True)
class Words:
    """What an author writes; in a draft any of it may still be missing but `reason_type`."""

    topic: str
    reason: str
    reason_type: str
    evidence: str
    free_sample: bool


def disclose(products: Sequence[tuple[UUID, int]], *, free_sample: bool) -> Disclosure:
    """The disclosure of a post with these products and their commission rates now (basis points)."""
    return Disclosure(rates=tuple(products), free_sample=free_sample)


def needs_evidence(reason_type: str) -> bool:
    """Whether a claim must be kept: "used" speaks for itself in the reason, "tested" and "expert" say how (row 5)."""
    return reason_type != "used"


def is_text(text: str, longest: int) -> bool:
    """Whether something is written and it is not longer than `longest` characters."""
    return bool(text.strip()) and len(text) <= longest and "\0" not in text


def excerpt(reason: str) -> str:
    """What a card shows of a reason: whole words up to `EXCERPT` characters, then an ellipsis."""
    if len(reason) <= EXCERPT:
        return reason
    cut = reason[:EXCERPT]
    return cut.rsplit(maxsplit=1)[0].rstrip(" ,;:.") + "…" if " " in cut else cut + "…"


def moment(post_id: UUID) -> datetime:
    """When a post was published: the first 48 bits of its id are milliseconds (RFC 9562, 5.7)."""
    return datetime.fromtimestamp((post_id.int >> 80) / 1000, UTC)


def moved(sequence: Sequence[UUID], one: UUID, position: int) -> list[UUID]:
    """`sequence` with `one` at `position` (0 is first; beyond the end is last)."""
    rest = [item for item in sequence if item != one]
    at = max(0, min(position, len(rest)))
    return [*rest[:at], one, *rest[at:]]
