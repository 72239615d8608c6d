"""The pure rules."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from goodword.kit.ids import new_id
from goodword.social import rules

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@given(st.integers(0, 200 * 365 * 24 * 3600 * 1_000_000).map(lambda n: EPOCH + timedelta(microseconds=n)))
def test_an_id_says_when_a_post_was_published(moment: datetime) -> None:
    assert timedelta(0) <= moment - rules.moment(new_id(moment)) < timedelta(milliseconds=2)


@given(st.text(max_size=600))
def test_an_excerpt_is_a_short_beginning(reason: str) -> None:
    cut = rules.excerpt(reason)
    assert len(cut) <= rules.EXCERPT + 1
    assert reason.startswith(cut.removesuffix("…"))
    assert cut == reason or cut.endswith("…")


@given(st.lists(st.uuids(), unique=True, max_size=8), st.integers(-2, 10))
def test_moving_keeps_everything_else_in_order(items: list[UUID], position: int) -> None:
    one = uuid4()
    result = rules.moved([*items, one], one, position)
    assert [item for item in result if item != one] == items
    assert result.index(one) == max(0, min(position, len(items)))


def test_the_disclosure_is_needed_for_money_or_a_gift() -> None:
    product = uuid4()
    assert not rules.disclose([(product, 0)], free_sample=False).needed
    assert rules.disclose([(product, 1)], free_sample=False).needed
    assert rules.disclose([(product, 0)], free_sample=True).needed
    assert rules.disclose([], free_sample=False).rate_bp == 0
