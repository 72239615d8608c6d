"""A wall shows every post once, whatever is followed and whenever it was published; and reads little to do it."""

from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.interests.queries import FOLLOWING, FOR_YOU, WallCard, explain, wall
from goodword.interests.queries.cards import sql_for
from goodword.interests.queries.scans import EVERYTHING, LANE, NEWEST, TIED, statement
from goodword.interests.rules import BONUS, FIRST, LAST
from goodword.interests.tests.town import NOW, Plan, Town
from goodword.kit.statements import read

SIZE = 4
number = st.integers(0, SIZE - 1)
some = st.sets(number, max_size=2)
plans = st.lists(st.builds(Plan, st.integers(0, 4 * 24 * 60), number, number, number, st.booleans()), max_size=110)
BONUSES = {"author": 48, "topic": 24, "shop": 24, "none": 0}


def pages(reader: UUID | None, lane: str) -> list[WallCard]:
    """All cards of a lane, page by page."""
    cards: list[WallCard] = []
    cursor: str | None = None
    for _page in range(60):
        page = wall(reader, lane, cursor, "en", NOW)
        cards += page.rows
        cursor = page.next
        if cursor is None:
            return cards
    raise AssertionError("the wall has no end")


def tie(plan: Plan, authors: set[int], topics: set[int], shops: set[int]) -> str:
    """The best tie by the published words; a topic followed holds those below it."""
    if plan.author in authors:
        return "author"
    if any(topic <= plan.topic for topic in topics):
        return "topic"
    return "shop" if plan.shop in shops else "none"


@pytest.mark.django_db
def test_a_wall_never_shows_a_post_twice_and_leaves_none_out() -> None:
    """Against the plainest way, for random posts and ties: sort all that can be bought by the published formula."""
    town = Town(SIZE)

    @settings(max_examples=25, deadline=None)
    @given(plans, some, some, some)
    def check(made: list[Plan], authors: set[int], topics: set[int], shops: set[int]) -> None:
        with transaction.atomic():
            town.follow(authors, topics, shops)
            compare(town, town.fill(made), authors, topics, shops)
            transaction.set_rollback(True)

    check()


def compare(town: Town, posts: dict[UUID, Plan], authors: set[int], topics: set[int], shops: set[int]) -> None:
    there = {one: tie(plan, authors, topics, shops) for one, plan in posts.items() if not plan.sold_out}
    ranked = {one: (one.int >> 80) + BONUSES[kind] * 3_600_000 for one, kind in there.items()}
    low = (1 << 80) - 1
    for_you = pages(town.reader, FOR_YOU)
    assert [card.post_id for card in for_you] == sorted(there, key=lambda x: (ranked[x], x.int & low), reverse=True)
    assert {card.post_id: card.because.code for card in for_you} == there
    following = [card.post_id for card in pages(town.reader, FOLLOWING)]
    assert following == sorted((one for one in there if there[one] != "none"), reverse=True)
    lane = [card.post_id for card in pages(None, "t1")]
    assert lane == sorted((one for one in there if posts[one].topic >= 1), reverse=True)
    assert [card.post_id for card in pages(None, FOR_YOU)] == sorted(there, reverse=True)
    for card in for_you[:3]:
        assert explain(town.reader, card.post_id, "en").terms[0].because == card.because


@pytest.mark.django_db
def test_a_post_published_while_reading_moves_nothing_to_a_second_place() -> None:
    town = Town(2)
    town.follow({0}, set(), set())
    town.fill([Plan(n * 30, n % 2, 0, 0) for n in range(60)])
    first = wall(town.reader, FOR_YOU, None, "en", NOW)
    town.fill([Plan(0, 0, 0, 0), Plan(0, 1, 0, 0)])
    second = wall(town.reader, FOR_YOU, first.next, "en", NOW)
    assert {card.post_id for card in first.rows} & {card.post_id for card in second.rows} == set()
    assert len(second.rows) == 20


TIES = ["social_post_of_author", "social_post_in_topic", "social_post_of_shop"]


def plan_of(sql: str, values: dict[str, object]) -> str:
    return "\n".join(str(row[0]) for row in read("EXPLAIN " + sql, values))


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("scans", [EVERYTHING, TIED, LANE, NEWEST], ids=["for-you", "following", "topic", "nobody"])
def test_a_wall_reads_indexes_only(scans: str) -> None:
    """Red when a tie is compared by `key = ... AND id < ...`: the planner then walks all posts backwards."""
    town = Town(3)
    posts = town.fill([Plan(n, n % 3, n % 3, n % 2) for n in range(4_000)], reason="x" * 1_500)
    town.follow({0, 1}, {2}, {0})
    wanted = {f"id{place}": one for place, one in enumerate(list(posts)[:28])}
    marks = {f"below_{kind}": LAST for kind in BONUS}
    values = {**marks, **wanted, "first": FIRST, "reader": town.reader, "topic": "t1", "at": NOW}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        plan = plan_of(statement(scans), values)
        ties = {EVERYTHING: TIES, TIED: TIES, LANE: TIES[1:2], NEWEST: []}[scans]
        assert [name for name in ties if f"Scan Backward using {name}" not in plan] == []
        cursor.execute("SET LOCAL random_page_cost = 1.1")  # as on a disk without heads; the tables are small here
    for plan in (plan_of(statement(scans), values), plan_of(sql_for(wanted), values)):
        for table in ("social_post", "social_postproduct", "catalog_product", "catalog_offer"):
            assert f"Seq Scan on {table} " not in plan, plan
