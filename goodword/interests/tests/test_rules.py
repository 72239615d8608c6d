"""The formula and the merging of scans, against the plainest way to do it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from goodword.interests import rules
from goodword.interests.rules import BONUS, LAST, Candidate, Scan, Tie
from goodword.kit.ids import new_id
from goodword.social.rules import moment

START = datetime(2026, 6, 1, tzinfo=UTC)
TIES: list[Tie] = ["author", "topic", "shop", "none"]
posts = st.lists(st.tuples(st.integers(0, 96 * 60), st.sampled_from(TIES)), max_size=60)


def test_the_formula_is_the_published_one() -> None:
    post = new_id(START)
    told = {tie: moment(rules.rank(post, tie, BONUS)) - moment(post) for tie in TIES}
    assert told == {
        "author": timedelta(hours=48),
        "topic": timedelta(hours=24),
        "shop": timedelta(hours=24),
        "none": timedelta(0),
    }


def test_the_best_tie_counts_and_equals_in_the_named_order() -> None:
    assert rules.best(["none", "shop", "topic", "author"]) == "author"
    assert rules.best(["none", "shop", "topic"]) == "topic"
    assert rules.best(["none", "shop"]) == "shop"
    assert rules.best([]) == "none"


@given(st.uuids(), st.timedeltas(timedelta(days=-30), timedelta(days=30)))
def test_a_shifted_id_stays_an_id_and_comes_back(post: UUID, by: timedelta) -> None:
    whole = timedelta(milliseconds=by // timedelta(milliseconds=1))
    there = rules.shift(post, whole)
    assert 0 <= there.int <= LAST.int
    if 0 < there.int < LAST.int:
        assert rules.shift(there, -whole) == post


@given(posts, st.integers(1, 7))
def test_merging_bounded_scans_gives_every_post_once_in_order(made: list[tuple[int, Tie]], limit: int) -> None:
    """Scans of `limit` rows each, merged round by round, give what sorting everything gives."""
    everything = [(new_id(START + timedelta(minutes=minute)), tie) for minute, tie in made]
    expected = sorted(everything, key=lambda one: rules.rank(one[0], one[1], BONUS), reverse=True)
    given_out: list[UUID] = []
    below: UUID | None = LAST
    rounds = 0
    while below is not None:
        scans = [scan(tie, everything, below, limit) for tie in TIES]
        ranked, below = rules.merge(scans, BONUS)
        given_out += [one.post_id for _rank, one in ranked]
        rounds += 1
        assert rounds <= 2 * len(made) + 2, "each round reads at least one more row of one scan"
    assert given_out == [post_id for post_id, _tie in expected]


def scan(tie: Tie, everything: list[tuple[UUID, Tie]], below: UUID, limit: int) -> Scan:
    """What a database scan does: "none" reads all posts and marks those that are its own, others read their own."""
    mark = rules.shift(below, -BONUS[tie])
    readable = [one for one in everything if one[0] < mark and (one[1] == tie or tie == "none")]
    read = sorted(readable, reverse=True)[:limit]
    found = [Candidate(post_id, best, "") for post_id, best in read if best == tie]
    return Scan(tie, found, read[-1][0] if len(read) == limit else None)
