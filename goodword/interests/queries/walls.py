"""The walls: what stands in a lane, newest or best first, a page at a time."""

from datetime import datetime, timedelta
from uuid import UUID

from goodword.catalog import queries as catalog_queries
from goodword.interests.queries.cards import WallCard, cards
from goodword.interests.queries.scans import EVERYTHING, LANE, NEWEST, TIED, scan
from goodword.interests.rules import BONUS, CANDIDATES, LAST, ROUNDS, TIME_ORDER, Because, Candidate, Scan, Tie, merge
from goodword.kit.limits import PAGE_SIZE
from goodword.kit.paging import Page, decode_id, encode_cursor

FOR_YOU, FOLLOWING = "for-you", "following"


def wall(reader_id: UUID | None, lane: str, cursor: str | None, language: str, at: datetime) -> Page[WallCard]:
    """A page of a lane: "for-you" by the published formula, "following" strictly in time, or a topic's slug in time.

    `language` ("en", "zh-hans") is for the names of topics. Prices, stock and rates are those at this moment; posts
    without a product that can be bought are left out. Two statements for a page, at most two more for each further
    round when much is sold out; after `ROUNDS` a page may be short and still have a next one. Nobody's For you is
    the newest of all; nobody's Following is empty. Refuses a topic that does not exist.
    """
    below: UUID | None = decode_id(cursor) if cursor else LAST
    shown: list[WallCard] = []
    last: UUID | None = None
    for _round in range(ROUNDS):
        if below is None or len(shown) >= PAGE_SIZE:
            break
        ranked, below = merge(_scans(reader_id, lane, below, language), _bonus(lane))
        if len(ranked) > CANDIDATES:
            ranked, below = ranked[:CANDIDATES], ranked[CANDIDATES - 1][0]
        found = cards([(one.post_id, _because(one, lane)) for _rank, one in ranked], reader_id, language, at)
        for value, one in ranked:
            if one.post_id in found and len(shown) <= PAGE_SIZE:
                shown.append(found[one.post_id])
                last = value if len(shown) == PAGE_SIZE else last
    if not shown and not cursor and lane not in (FOR_YOU, FOLLOWING):
        catalog_queries.topic(lane)
    if len(shown) > PAGE_SIZE:
        return Page(shown[:PAGE_SIZE], encode_cursor(str(last)))
    return Page(shown, encode_cursor(below) if below else None)


def _bonus(lane: str) -> dict[Tie, timedelta]:
    return BONUS if lane == FOR_YOU else TIME_ORDER


def _scans(reader_id: UUID | None, lane: str, below: UUID, language: str) -> list[Scan]:
    if lane == FOR_YOU:
        return scan(EVERYTHING if reader_id else NEWEST, below, BONUS, language, reader=reader_id)
    if lane == FOLLOWING:
        return scan(TIED, below, TIME_ORDER, language, reader=reader_id) if reader_id else []
    return scan(LANE, below, TIME_ORDER, language, reader=reader_id, topic=lane)


def _because(one: Candidate, lane: str) -> Because:
    """Why a candidate stands where it does; the bonus counts in For you only."""
    if lane in (FOR_YOU, FOLLOWING):
        return Because(one.tie, one.name, int(_bonus(lane)[one.tie].total_seconds() // 3600))
    return Because("lane", one.name, 0)
