"""The formula of the walls and how several lanes of posts become one, purely."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

SignalKind = Literal["seen", "opened", "saved", "carted", "bought"]
Tie = Literal["author", "topic", "shop", "none"]

SIGNAL_KINDS: tuple[SignalKind, ...] = ("seen", "opened", "saved", "carted", "bought")
SIGNALS_AT_ONCE = 200  # what a page reports in one batch
SIGNALS_KEPT = timedelta(days=180)  # longer than any season; then they are deleted
CANDIDATES = 24  # posts taken per kind of tie and round: a page of 20 and what may be sold out; a multiple of 4
ROUNDS = 3  # rounds until a page is handed out even when it is not full: bounded work, whatever is sold out

# The published formula. The order is the order of preference where two ties give the same bonus.
BONUS: dict[Tie, timedelta] = {
    "author": timedelta(hours=48),
    "topic": timedelta(hours=24),
    "shop": timedelta(hours=24),
    "none": timedelta(0),
}
TIME_ORDER: dict[Tie, timedelta] = dict.fromkeys(BONUS, timedelta(0))
LAST = UUID(int=(1 << 128) - 1)
FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Because:
    """Why a post stands where it stands: the tie that gave its rank, what is followed, and the bonus in hours.

    `code` is "author", "topic", "shop" (you follow it), "none" (new, and in no way tied to you) or "lane" (you asked
    for this topic). `name` is the person's, topic's or shop's name in the reader's language.
    """

    code: str
    name: str
    hours: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that a wall may show: its best tie and the name of what is followed."""

    post_id: UUID
    tie: Tie
    name: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What one bounded scan of a tie found: candidates whose best tie it is, and the last post it read.

    `floor` is None when the scan came to the end: there is nothing older.
    """

    tie: Tie
    found: Sequence[Candidate]
    floor: UUID | None


def shift(post_id: UUID, by: timedelta) -> UUID:
    """The id a post would have, had it been published `by` later: ids begin with 48 bits of milliseconds.

    So a rank is itself an id-like value: unique, and comparable with one column. Stays between the first and the
    last id there can be.
    """
    moved = post_id.int + (int(by.total_seconds() * 1000) << 80)
    return UUID(int=max(FIRST.int, min(LAST.int, moved)))


def rank(post_id: UUID, tie: Tie, bonus: dict[Tie, timedelta]) -> UUID:
    """A post's rank: its time of publication plus the bonus of its best tie."""
    return shift(post_id, bonus[tie])


def best(ties: Sequence[Tie]) -> Tie:
    """The tie that counts: the one with the highest bonus; of equals the one the formula names first."""
    return max(ties, key=lambda tie: (BONUS[tie], -list(BONUS).index(tie)), default="none")


def merge(scans: Sequence[Scan], bonus: dict[Tie, timedelta]) -> tuple[list[tuple[UUID, Candidate]], UUID | None]:
    """The candidates of all scans by rank, highest first, and the rank below which the scans say nothing.

    A scan that stopped at its limit knows nothing below its floor; so ranks below the highest floor are left for the
    next round: a better post could still come from there. None: everything there is has been merged.
    """
    floors = [shift(scan.floor, bonus[scan.tie]) for scan in scans if scan.floor is not None]
    floor = max(floors, default=None)
    ranked = [(rank(one.post_id, one.tie, bonus), one) for scan in scans for one in scan.found]
    kept = [(value, one) for value, one in ranked if floor is None or value >= floor]
    return sorted(kept, key=lambda pair: pair[0].int, reverse=True), floor
