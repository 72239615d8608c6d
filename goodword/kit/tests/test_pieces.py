"""Ids, paging and refusals."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.kit.ids import first_id, new_id
from goodword.kit.limits import PAGE_SIZE, SEARCH_WINDOW
from goodword.kit.paging import BadCursor, decode_cursor, encode_cursor, sift


def test_ids_are_version_7_sorted_by_time_and_never_alike() -> None:
    start = datetime(2026, 6, 1, tzinfo=UTC)
    ids = [new_id(start + timedelta(milliseconds=n)) for n in range(1000)]
    assert sorted(ids) == ids
    assert {one.version for one in ids} == {7}
    assert {one.variant for one in ids} == {"specified in RFC 4122"}
    assert ids[0].int >> 80 == int(start.timestamp() * 1000)
    assert len({new_id(start) for _ in range(10_000)}) == 10_000


@given(st.text(), st.integers())
def test_a_page_mark_carries_its_key(text: str, number: int) -> None:
    assert decode_cursor(encode_cursor(text, number), str, int) == (text, number)


@pytest.mark.parametrize("cursor", ["", "x", "!!!!", "bnVsbA", encode_cursor(1), encode_cursor("a", "b"), "é" * 3])
def test_s05_an_altered_page_mark_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(cursor, str, int)


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
