"""Ids, paging and refusals."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.kit.ids import new_id
from goodword.kit.paging import BadCursor, decode_cursor, encode_cursor


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
