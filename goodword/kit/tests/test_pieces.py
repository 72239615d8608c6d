"""Ids, paging and refusals."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.kit.ids import first_id, new_id
from goodword.kit.limits import PAGE_SIZE, SEARCH_WINDOW
from goodword.kit.paging import BIGINT, BadCursor, decode_cursor, decode_id, encode_cursor, sift


def test_ids_are_version_7_sorted_by_time_and_never_alike() -> None:
    start = datetime(2026, 6, 1, tzinfo=UTC)
    ids = [new_id(start + timedelta(milliseconds=n)) for n in range(1000)]
    assert sorted(ids) == ids
    assert {one.version for one in ids} == {7}
    assert {one.variant for one in ids} == {"specified in RFC 4122"}
    assert ids[0].int >> 80 == int(start.timestamp() * 1000)
    assert len({new_id(start) for _ in range(10_000)}) == 10_000


@given(st.text().filter(str.isprintable), st.integers(1 - BIGINT, BIGINT - 1), st.uuids(), st.datetimes())
def test_a_page_mark_carries_its_key(text: str, number: int, one: UUID, at: datetime) -> None:
    at = at.replace(tzinfo=UTC)
    assert decode_cursor(encode_cursor(text, number, one, at), str, int, UUID, datetime) == (text, number, one, at)
    assert decode_id(encode_cursor(one)) == one


@pytest.mark.parametrize("cursor", ["", "x", "!!!!", "bnVsbA", encode_cursor(1), encode_cursor("a", "b"), "é" * 3])
def test_s05_an_altered_page_mark_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(cursor, str, int)


DEEP = base64.urlsafe_b64encode(b"[" * 100_000).decode()


@pytest.mark.parametrize(
    ("part", "kind"),
    [("no id", UUID), (1, UUID), ("a\0b", str), ("\ud800", str), (BIGINT, int), (-BIGINT, int), (10**18, datetime)],
)
def test_s05_a_page_mark_holds_what_a_column_can_hold(part: str | int, kind: type) -> None:
    """Red without _part: an id that is none, a number or a moment out of bounds reached the database, and a 500."""
    for cursor in (encode_cursor(part), DEEP):
        with pytest.raises(BadCursor):
            decode_cursor(cursor, kind)


def test_ids_of_a_moment_begin_with_its_first_id(now: datetime) -> None:
    made = sorted(new_id(now) for _id in range(100))
    assert first_id(now) <= made[0]
    assert made[-1] < first_id(now + timedelta(milliseconds=1))


def test_a_search_goes_on_where_it_stopped() -> None:
    rows = list(range(SEARCH_WINDOW))
    assert sift(rows, lambda row: row < 3) == ([0, 1, 2], rows[-1])
    assert sift(rows, lambda _row: True) == (rows[:PAGE_SIZE], PAGE_SIZE - 1)
    assert sift(rows[:-1], lambda row: row < 3) == ([0, 1, 2], None)
    assert sift(rows[:PAGE_SIZE], lambda _row: True) == (rows[:PAGE_SIZE], None)
