"""The walls (rows 6, 19): what stands on them, in which order, and that they cost little."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.catalog import actions as catalog_actions
from goodword.catalog.queries import NoSuchTopic
from goodword.interests.queries import FOLLOWING, FOR_YOU, WallCard, explain, wall
from goodword.interests.rules import Because
from goodword.interests.tests.town import NOW, Plan, Town
from goodword.kit.paging import BadCursor, encode_cursor
from goodword.partners import actions as partners_actions
from goodword.social import actions as social_actions
from goodword.social.queries import PostUnknown
from goodword.social.tests.stage import Stage

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def reader(stage: Stage) -> UUID:
    return stage.person()


@pytest.fixture
def shop(stage: Stage) -> UUID:
    return stage.shop(rate_bp=500, name="Meijiawu")


def follow(reader: UUID, kind: str, target: str | UUID, now: datetime) -> None:
    social_actions.follow(person_id=reader, kind=kind, target=target, now=now, by=reader)


def ids(reader: UUID | None, lane: str, now: datetime) -> list[UUID]:
    return [card.post_id for card in wall(reader, lane, None, "en", now).rows]


def test_a_card_shows_everything(stage: Stage, reader: UUID, shop: UUID, now: datetime) -> None:
    lin = stage.expert("tea", name="Lin")
    product = stage.product(shop, title="Longjing")
    gift = stage.product(stage.shop(rate_bp=900))
    stage.rate(shop, 700, product)
    post_id = stage.post(lin, product, gift, reason="Spring in a cup. " * 40, free_sample=True)
    social_actions.save_post(person_id=reader, post_id=post_id, now=now, by=reader)
    follow(reader, "person", lin, now)
    (card,) = wall(reader, FOR_YOU, None, "zh-hans", now).rows
    assert isinstance(card, WallCard)
    assert (card.post_id, card.product_id, card.author_id, card.published_at) == (post_id, product, lin, now)
    assert (card.author_name, card.author_topic, card.topic) == ("Lin", "Tea 中文", "tea")
    assert (card.product_title, card.shop_name, card.shop_id) == ("Longjing", "Meijiawu", shop)
    assert (card.price, card.compare_at, card.currency, card.available) == (12800, None, "CNY", 5)
    assert card.reason.startswith("Spring in a cup. ")
    assert card.reason.endswith("…")
    assert (card.picture.alt, card.saved, card.saves, card.comments) == ("Longjing", True, 1, 0)
    assert card.because == Because("author", "Lin", 48)
    own = stage.picture(lin)
    other = stage.post(lin, stage.product(shop), pictures=[own])
    pictured = {one.post_id: one.picture.alt for one in wall(reader, FOR_YOU, None, "en", now).rows}
    assert pictured[other] == "A cup"


def test_i29_a_card_tells_the_highest_rate_and_the_sample(
    stage: Stage, reader: UUID, shop: UUID, now: datetime
) -> None:
    """The card's product may pay nothing while another in the post pays: that is told too (G11)."""
    lin, plain = stage.expert("tea"), stage.product(stage.shop())
    paid = stage.product(shop)
    stage.post(lin, plain, paid, free_sample=True)
    (card,) = wall(None, FOR_YOU, None, "en", now).rows
    assert (card.product_id, card.rate_bp, card.free_sample) == (plain, 500, True)
    stage.rate(shop, 800, paid)
    assert [one.rate_bp for one in wall(None, FOR_YOU, None, "en", now).rows] == [800]
    assert [one.rate_bp for one in wall(None, FOR_YOU, None, "en", now - HOUR).rows] == [0]


def test_for_you_follows_the_published_formula(stage: Stage, reader: UUID, shop: UUID, now: datetime) -> None:
    stage.topic("drinks")
    stage.topic("tea", "drinks")
    known, tea_expert, anyone = stage.expert("books"), stage.expert("tea"), stage.expert("books")
    followed_shop = stage.shop(name="Followed")
    by_author = stage.post(known, stage.product(shop), topic="books", ago=60 * HOUR)  # ranks 12 h ago
    by_topic = stage.post(tea_expert, stage.product(shop), ago=35 * HOUR)  # 11 h ago
    by_shop = stage.post(anyone, stage.product(followed_shop), topic="books", ago=34 * HOUR)  # 10 h ago
    new = stage.post(anyone, stage.product(shop), topic="books", ago=11 * HOUR + HOUR / 2)  # 11.5 h ago
    old = stage.post(anyone, stage.product(shop), topic="books", ago=13 * HOUR)
    both = stage.post(known, stage.product(followed_shop), topic="books", ago=59 * HOUR)  # 11 h 0 min ago, by author
    follow(reader, "person", known, now)
    follow(reader, "topic", "drinks", now)
    follow(reader, "shop", followed_shop, now)
    page = wall(reader, FOR_YOU, None, "en", now)
    assert [card.post_id for card in page.rows] == sorted_by_hand(now, by_author, by_topic, by_shop, new, old, both)
    because = {card.post_id: (card.because.code, card.because.name, card.because.hours) for card in page.rows}
    assert because[by_topic] == ("topic", "Drinks", 24)
    assert because[by_shop] == ("shop", "Followed", 24)
    assert because[new] == because[old] == ("none", "", 0)
    assert because[both][0] == because[by_author][0] == "author"
    assert page.next is None
    for card in page.rows:
        told = explain(reader, card.post_id, "en")
        assert told.terms[0].because == card.because
        assert [term.counted for term in told.terms] == [True] + [False] * (len(told.terms) - 1)
        assert told.ranked_at - told.published_at == card.because.hours * HOUR
    assert {term.because.code for term in explain(reader, both, "en").terms} == {"author", "shop", "none"}


def sorted_by_hand(
    now: datetime, by_author: UUID, by_topic: UUID, by_shop: UUID, new: UUID, old: UUID, both: UUID
) -> list[UUID]:
    ranked = {
        by_author: now - 12 * HOUR,
        by_topic: now - 11 * HOUR,
        by_shop: now - 10 * HOUR,
        new: now - 11.5 * HOUR,
        old: now - 13 * HOUR,
        both: now - 11 * HOUR,
    }
    # by_topic and both rank in the same millisecond; then the random part of the id decides.
    return sorted(ranked, key=lambda one: (ranked[one], one.int & (1 << 80) - 1), reverse=True)


def test_following_is_strictly_in_time_and_only_what_is_followed(
    stage: Stage, reader: UUID, shop: UUID, now: datetime
) -> None:
    known, other = stage.expert("tea"), stage.expert("books")
    old = stage.post(known, stage.product(shop), ago=9 * HOUR)
    new = stage.post(other, stage.product(stage.shop()), topic="books", ago=HOUR)
    stage.post(stage.expert("coffee"), stage.product(stage.shop()), topic="coffee")
    assert ids(reader, FOLLOWING, now) == []
    assert ids(None, FOLLOWING, now) == []
    follow(reader, "person", known, now)
    follow(reader, "topic", "books", now)
    assert ids(reader, FOLLOWING, now) == [new, old]
    assert [card.because.code for card in wall(reader, FOLLOWING, None, "en", now).rows] == ["topic", "author"]
    follow(reader, "shop", shop, now)
    assert ids(reader, FOLLOWING, now) == [new, old]


def test_a_topic_s_lane_holds_the_topics_below_it(stage: Stage, shop: UUID, now: datetime) -> None:
    stage.topic("drinks")
    stage.topic("tea", "drinks")
    stage.topic("green", "tea")
    expert = stage.expert("drinks", "green", "books")
    green = stage.post(expert, stage.product(shop), topic="green", ago=2 * HOUR)
    drinks = stage.post(expert, stage.product(shop), topic="drinks", ago=HOUR)
    stage.post(expert, stage.product(shop), topic="books")
    page = wall(None, "drinks", None, "en", now)
    assert [card.post_id for card in page.rows] == [drinks, green]
    assert {card.because for card in page.rows} == {Because("lane", "Drinks", 0)}
    assert ids(None, "green", now) == [green]
    assert ids(None, "tea", now) == [green]
    stage.topic("empty")
    assert ids(None, "empty", now) == []
    with pytest.raises(NoSuchTopic):
        wall(None, "alchemy", None, "en", now)


def test_nobody_and_the_new_get_the_newest_words_of_all_topics(
    stage: Stage, reader: UUID, shop: UUID, now: datetime
) -> None:
    posts = [
        stage.post(stage.expert(topic), stage.product(shop), topic=topic, ago=n * HOUR)
        for n, topic in enumerate(("tea", "books", "coffee"))
    ]
    assert ids(None, FOR_YOU, now) == posts
    assert ids(reader, FOR_YOU, now) == posts
    assert {card.because for card in wall(None, FOR_YOU, None, "en", now).rows} == {Because("none", "", 0)}
    assert explain(None, posts[0], "en").terms[0].because == Because("none", "", 0)


def test_what_cannot_be_bought_or_was_withdrawn_never_stands_on_a_wall(
    stage: Stage, reader: UUID, shop: UUID, now: datetime
) -> None:
    lin = stage.expert("tea")
    first, second, third = (stage.product(shop) for _ in range(3))
    two, one = stage.post(lin, first, second, ago=HOUR), stage.post(lin, third)
    lanes = [(None, FOR_YOU), (reader, FOR_YOU), (reader, FOLLOWING), (None, "tea")]
    follow(reader, "person", lin, now)

    def everywhere() -> list[list[UUID]]:
        return [ids(who, lane, now) for who, lane in lanes]

    assert everywhere() == [[one, two]] * 4
    stage.stock(first, 0)
    assert everywhere() == [[one, two]] * 4
    assert wall(reader, "tea", None, "en", now).rows[1].product_id == second, "the next that can be bought"
    stage.stock(second, 0)
    assert everywhere() == [[one]] * 4
    stage.stock(second, 1)
    catalog_actions.withdraw_product(third, reason="Recalled.", now=now, by=None)
    assert everywhere() == [[two]] * 4
    catalog_actions.relist_product(third, now=now, by=None)
    social_actions.withdraw_post(post_id=two, reason="Wrong.", now=now, by=lin)
    assert everywhere() == [[one]] * 4
    with pytest.raises(PostUnknown):
        explain(reader, two, "en")
    partners_actions.suspend_shop(shop, reason="Complaints.", now=now, by=None)
    assert everywhere() == [[]] * 4


def test_a_page_is_full_though_many_are_sold_out() -> None:
    """Three rounds at most: beyond that a page may be short, but its mark goes on."""
    gone = [Plan(n, 0, 0, 0, sold_out=True) for n in range(40)]
    posts = Town(1).fill([*gone, *(Plan(50 + n, 0, 0, 0) for n in range(25))])
    first = wall(None, FOR_YOU, None, "en", NOW)
    rest = wall(None, FOR_YOU, first.next, "en", NOW)
    shown = [card.post_id for card in (*first.rows, *rest.rows)]
    assert shown == sorted((one for one, plan in posts.items() if not plan.sold_out), reverse=True)
    assert (len(first.rows), rest.next) == (20, None)


def test_a_page_costs_two_statements_whatever_is_followed(
    stage: Stage, reader: UUID, shop: UUID, now: datetime
) -> None:
    for n in range(24):
        expert = stage.expert("tea")
        stage.post(expert, stage.product(shop), ago=n * HOUR)
        follow(reader, "person", expert, now)
    follow(reader, "topic", "tea", now)
    follow(reader, "shop", shop, now)
    for who, lane in ((reader, FOR_YOU), (reader, FOLLOWING), (reader, "tea"), (None, FOR_YOU)):
        wall(who, lane, None, "en", now)
        with CaptureQueriesContext(connection) as spoken:
            page = wall(who, lane, None, "en", now)
        assert (len(page.rows), len(spoken)) == (20, 2)
        assert len(wall(who, lane, page.next, "en", now).rows) == 4
    with CaptureQueriesContext(connection) as spoken:
        explain(reader, page.rows[0].post_id, "en")
    assert len(spoken) == 1


def test_a_mark_that_is_none_is_refused(reader: UUID, now: datetime) -> None:
    for mark in ("x", encode_cursor(1), encode_cursor("x")):
        with pytest.raises(BadCursor):
            wall(reader, FOR_YOU, mark, "en", now)
