"""Following, saving and saying something below a post (row 9)."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from goodword.catalog.queries import NoSuchTopic
from goodword.journal.models import Entry
from goodword.partners.queries import NoSuchShop
from goodword.people.queries import PersonUnknown
from goodword.social import actions, queries
from goodword.social.actions import ties
from goodword.social.models import Audience, Comment, CommentRemoval, Follow, Post, Save
from goodword.social.tests.stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(stage: Stage) -> UUID:
    return stage.person()


@pytest.fixture
def lin(stage: Stage) -> UUID:
    return stage.expert("tea", name="Lin")


@pytest.fixture
def post_id(stage: Stage, lin: UUID) -> UUID:
    return stage.post(lin, stage.product(stage.shop()))


def test_following_counts_once_and_ends(stage: Stage, reader: UUID, lin: UUID, now: datetime) -> None:
    shop = stage.shop(name="Meijiawu")
    targets = [("person", str(lin)), ("shop", str(shop)), ("topic", "tea")]
    for kind, target in targets * 2:
        actions.follow(person_id=reader, kind=kind, target=target, now=now, by=reader)
    assert queries.follow_state(reader, targets) == set(targets)
    assert queries.follow_state(None, targets) == set()
    assert queries.followers(targets) == dict.fromkeys(targets, 1)
    seen = [(tie.kind, tie.target, tie.name_en, tie.name_zh) for tie in queries.follows_of(reader).rows]
    assert seen == [
        ("topic", "tea", "Tea", "Tea 中文"),
        ("shop", str(shop), "Meijiawu", "Meijiawu"),
        ("person", str(lin), "Lin", "Lin"),
    ]
    assert Entry.objects.filter(name="social.Followed").count() == 3
    for kind, target in targets * 2:
        actions.unfollow(person_id=reader, kind=kind, target=target, now=now, by=reader)
    assert queries.follow_state(reader, targets) == set()
    assert queries.followers(targets) == dict.fromkeys(targets, 0)
    assert Entry.objects.filter(name="social.Unfollowed").count() == 3


def test_what_cannot_be_followed(reader: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch, lin: UUID) -> None:
    wrong = [
        ("person", reader, actions.FollowSelf),
        ("person", uuid4(), PersonUnknown),
        ("person", "nobody", actions.TieUnknown),
        ("shop", uuid4(), NoSuchShop),
        ("topic", "alchemy", NoSuchTopic),
        ("planet", "mars", actions.TieUnknown),
    ]
    for kind, target, refusal in wrong:
        with pytest.raises(refusal):
            actions.follow(person_id=reader, kind=kind, target=target, now=now, by=reader)
    monkeypatch.setattr(ties, "FOLLOWS", 1)
    actions.follow(person_id=reader, kind="topic", target="tea", now=now, by=reader)
    with pytest.raises(actions.FollowsFull):
        actions.follow(person_id=reader, kind="person", target=lin, now=now, by=reader)
    assert Follow.objects.count() == 1
    assert queries.followers([("person", str(lin))]) == {("person", str(lin)): 0}


def test_saving_counts_once_and_is_found_again(stage: Stage, reader: UUID, post_id: UUID, now: datetime) -> None:
    other = stage.post(stage.expert("tea"), stage.product(stage.shop()))
    for one in (post_id, other, post_id):
        actions.save_post(person_id=reader, post_id=one, now=now, by=reader)
    assert [(post.id, post.saves, post.saved) for post in queries.saved_by(reader, None, now).rows] == [
        (other, 1, True),
        (post_id, 1, True),
    ]
    for _ in range(2):
        actions.unsave_post(person_id=reader, post_id=post_id, now=now, by=reader)
    assert [post.id for post in queries.saved_by(reader, None, now).rows] == [other]
    assert Post.objects.get(id=post_id).saves == 0
    with pytest.raises(queries.PostUnknown):
        actions.save_post(person_id=reader, post_id=uuid4(), now=now, by=reader)


def test_saved_posts_are_paged(stage: Stage, reader: UUID, lin: UUID, now: datetime) -> None:
    shop = stage.shop()
    posts = [stage.post(lin, stage.product(shop)) for _ in range(21)]
    for one in posts:
        actions.save_post(person_id=reader, post_id=one, now=now, by=reader)
    first = queries.saved_by(reader, None, now)
    rest = queries.saved_by(reader, first.next, now)
    assert [post.id for post in (*first.rows, *rest.rows)] == posts[::-1]
    assert rest.next is None


def say(post_id: UUID, author: UUID, text: str, now: datetime, answer_to: UUID | None = None) -> UUID:
    return actions.comment(post_id=post_id, author_id=author, text=text, answer_to=answer_to, now=now, by=author)


def test_threads_are_one_level_deep_and_in_order(
    stage: Stage, reader: UUID, lin: UUID, post_id: UUID, now: datetime
) -> None:
    minute = timedelta(minutes=1)
    first = say(post_id, reader, "Is it bitter?", now)
    second = say(post_id, stage.person(), "Where from?", now + minute)
    answer = say(post_id, lin, "No.", now + 2 * minute, first)
    deeper = say(post_id, reader, "Thank you.", now + 3 * minute, answer)
    page = queries.comments(post_id, None)
    assert [(one.id, one.thread, one.answer, one.text) for one in page.rows] == [
        (first, first, False, "Is it bitter?"),
        (answer, first, True, "No."),
        (deeper, first, True, "Thank you."),
        (second, second, False, "Where from?"),
    ]
    assert Post.objects.get(id=post_id).comments == 4
    for n in range(20):
        say(post_id, reader, f"More {n}", now + (4 + n) * minute, first)
    start = queries.comments(post_id, None)
    rest = queries.comments(post_id, None, start.next)
    assert len({one.id for one in (*start.rows, *rest.rows)}) == 24
    assert rest.rows[-1].id == second


def test_a_removed_comment_keeps_its_place_without_its_words(
    stage: Stage, reader: UUID, lin: UUID, post_id: UUID, now: datetime
) -> None:
    own, rude = say(post_id, reader, "Mine.", now), say(post_id, reader, "Rude.", now + timedelta(seconds=1))
    with pytest.raises(actions.NotRemovable):
        actions.remove_comment(comment_id=own, reason="No.", now=now, by=stage.person())
    with pytest.raises(actions.WhyMissing):
        actions.remove_comment(comment_id=own, reason="", now=now, by=reader)
    assert CommentRemoval.objects.count() == 0
    actions.remove_comment(comment_id=own, reason="Typing error.", now=now, by=reader)
    actions.remove_comment(comment_id=rude, reason="Rude.", now=now, by=lin)
    assert [(one.text, one.removed, one.may_remove) for one in queries.comments(post_id, lin).rows] == [
        ("", True, False),
        ("", True, False),
    ]
    assert [(row.by, row.reason) for row in CommentRemoval.objects.order_by("id")] == [
        (reader, "Typing error."),
        (lin, "Rude."),
    ]
    assert Post.objects.get(id=post_id).comments == 0
    with pytest.raises(queries.CommentUnknown):
        actions.remove_comment(comment_id=own, reason="Again.", now=now, by=reader)
    with pytest.raises(queries.CommentUnknown):
        say(post_id, lin, "Answer.", now, own)


def test_what_cannot_be_said(stage: Stage, reader: UUID, lin: UUID, post_id: UUID, now: datetime) -> None:
    elsewhere = say(stage.post(lin, stage.product(stage.shop())), reader, "There.", now)
    for text in ("", " ", "x" * 2_001, "a\0b"):
        with pytest.raises(actions.BadComment):
            say(post_id, reader, text, now)
    with pytest.raises(queries.CommentUnknown):
        say(post_id, reader, "Here.", now, elsewhere)
    actions.withdraw_post(post_id=post_id, reason="Wrong.", now=now, by=lin)
    with pytest.raises(queries.PostUnknown):
        say(post_id, reader, "Late.", now)
    assert Comment.objects.count() == 1


def test_reading_comments_costs_four_statements(reader: UUID, lin: UUID, post_id: UUID, now: datetime) -> None:
    for person in (reader, lin):
        say(post_id, person, "Words.", now)
    with CaptureQueriesContext(connection) as spoken:
        queries.comments(post_id, reader)
    assert len(spoken) == 4


def all_at_once(held: QuerySet[Any], act: Callable[[], object]) -> list[Exception]:
    """Runs `act` in four threads that meet at the `held` row, which is let go when all wait; what they raised."""
    errors: list[Exception] = []

    def run() -> None:
        try:
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    with transaction.atomic():
        held.select_for_update().get()
        for thread in threads:
            thread.start()
        time.sleep(0.6)
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_requests_at_once_make_one_tie(stage: Stage, reader: UUID, lin: UUID, now: datetime) -> None:
    """Red without the lock on the counter's row."""
    other = stage.person()
    actions.follow(person_id=other, kind="person", target=lin, now=now, by=other)
    follow = partial(actions.follow, person_id=reader, kind="person", target=lin, now=now, by=reader)
    assert all_at_once(Audience.objects.filter(kind="person"), follow) == []
    assert (Follow.objects.count(), Audience.objects.get().followers) == (2, 2)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_requests_at_once_make_one_save(reader: UUID, post_id: UUID, now: datetime) -> None:
    """Red without the lock on the post."""
    save = partial(actions.save_post, person_id=reader, post_id=post_id, now=now, by=reader)
    assert all_at_once(Post.objects.filter(id=post_id), save) == []
    assert (Save.objects.count(), Post.objects.get().saves) == (1, 1)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_s66_two_posts_at_once_about_one_product_are_one(stage: Stage, lin: UUID) -> None:
    """Red without the constraint social_one_live_post_each."""
    product = stage.product(stage.shop())
    start, outcomes = threading.Barrier(6), []

    def act() -> None:
        try:
            start.wait(10)
            stage.post(lin, product)
            outcomes.append("published")
        except actions.AlreadyRecommended:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["published", *["refused"] * 5]
    assert Post.objects.count() == 1
