"""Reading posts: whose word counts, and what a read costs."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.social import actions, queries
from goodword.social.tests.stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(stage: Stage) -> UUID:
    return stage.shop(rate_bp=500)


@pytest.fixture
def lin(stage: Stage) -> UUID:
    return stage.expert("tea")


def test_attribution_is_for_live_posts_that_carry_the_product(
    stage: Stage, shop: UUID, lin: UUID, now: datetime
) -> None:
    tea, other, gone = (stage.product(shop) for _ in range(3))
    post_id, withdrawn = stage.post(lin, tea, other), stage.post(lin, gone)
    actions.withdraw_post(post_id=withdrawn, reason="Wrong.", now=now, by=lin)
    asked = [(post_id, tea), (post_id, other), (post_id, gone), (withdrawn, gone), (uuid4(), tea)]
    with CaptureQueriesContext(connection) as spoken:
        assert queries.attributions(asked) == {(post_id, tea): lin, (post_id, other): lin}
    assert len(spoken) == 1
    assert queries.attributions([]) == {}
    assert queries.post_authors([post_id, withdrawn]) == {post_id: lin}


def test_reading_a_post_and_a_page_of_posts_costs_the_same_statements(
    stage: Stage, shop: UUID, lin: UUID, now: datetime
) -> None:
    posts = [stage.post(lin, stage.product(shop), ago=timedelta(hours=n)) for n in range(21)]
    with CaptureQueriesContext(connection) as one:
        queries.post(posts[0], lin, now)
    with CaptureQueriesContext(connection) as page:
        first = queries.posts_by(lin, None, lin, now)
    assert (len(one), len(page)) == (8, 9)
    rest = queries.posts_by(lin, first.next, lin, now)
    assert [post.id for post in (*first.rows, *rest.rows)] == posts
    assert rest.next is None


def test_publishing_costs_the_same_statements_for_nine_products(stage: Stage, shop: UUID, lin: UUID) -> None:
    products = [stage.product(shop) for _ in range(10)]
    with CaptureQueriesContext(connection) as one:
        stage.post(lin, products[0])
    with CaptureQueriesContext(connection) as nine:
        stage.post(lin, *products[1:])
    assert len(one) == len(nine)
    assert len(one) <= 13
