"""What words brought a shop: by word and by expert, in a time, to the cent."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.kit.paging import BadCursor, encode_cursor
from goodword.orders.models import Line
from goodword.settlement import queries
from goodword.settlement.models import Share
from goodword.settlement.queries import Brought, Turnover
from goodword.settlement.tests.making import Market, Sold

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def worded() -> dict[UUID, UUID]:
    """What was sold through each expert was sold through one post of theirs; the posts by expert."""
    experts = set(Share.objects.filter(expert__isnull=False).values_list("expert_id", flat=True))
    posts = {expert: uuid4() for expert in experts}
    for expert, post in posts.items():
        Share.objects.filter(expert=expert).update(post=post)
    return posts


def test_each_word_and_expert_is_told_with_what_was_kept(market: Market) -> None:
    shop, other, lin, chen = market.shop(), market.shop(), market.person(), market.person()
    first, _second = (market.paid({shop: [Sold(10_000, lin, 1_000)]})[0] for _ in range(2))
    market.paid({shop: [Sold(3_000, chen, 500), Sold(2_000)], other: [Sold(9_000, chen, 500)]})
    market.refund(first, [4_000])
    Line.objects.filter(order=first).update(returned=1)
    posts = worded()
    start, end = market.now - DAY, market.now + DAY

    def told(by: str, whose: UUID = shop) -> list[Brought]:
        return list(queries.brought_to(whose, start, end, by=by).rows)

    by_expert = told("expert")
    assert [(row.key, row.expert_id) for row in by_expert] == [(lin, lin), (chen, chen)]
    best = by_expert[0]
    assert (best.orders, best.sold, best.returned, best.goods, best.commission) == (2, 2, 1, 20_000, 1_600)
    assert best.net + best.commission == 20_000 - 4_000 - 320  # of what is kept the house has 2%
    assert [row.key for row in told("post")][1] == posts[chen]
    assert sum(row.net for row in told("post")) == sum(row.net for row in by_expert)
    assert queries.turnover(shop, start, end) == Turnover(goods=25_000, recommended=23_000)
    assert queries.turnover(shop, start, end).share_bp == 9_200
    assert queries.turnover(uuid4(), start, end).share_bp == 0
    assert [row.goods for row in told("expert", other)] == [9_000]
    assert queries.brought_to(shop, end, end + DAY, by="post").rows == []


def test_pages_of_what_was_brought_go_on_where_the_last_ended(market: Market) -> None:
    shop = market.shop()
    for amount in (500, 900, 700, 700, 100):
        market.paid({shop: [Sold(amount, market.person(), 1_000)]})
    worded()
    start, end = market.now - DAY, market.now + DAY
    goods, cursor = list[int](), None
    for size in (2, 2, 1):
        with CaptureQueriesContext(connection) as statements:
            page = queries.brought_to(shop, start, end, by="expert", cursor=cursor, size=2)
        assert (len(page.rows), len(statements)) == (size, 1)
        goods, cursor = goods + [row.goods for row in page.rows], page.next
    assert (goods, cursor) == ([900, 700, 700, 500, 100], None)
    with pytest.raises(BadCursor):
        queries.brought_to(shop, start, end, by="post", cursor=encode_cursor(1, "x"))


def test_what_was_settled_in_a_time_is_told(market: Market) -> None:
    shop = market.shop()
    orders = [market.paid({shop: [Sold(10_000)]})[0] for _ in range(2)]
    market.released(orders[0])
    start = market.now - DAY
    assert queries.settled(shop, "CNY", start, market.now + DAY) == 9_800
    assert queries.settled(shop, "CNY", start, start) == 0
    assert queries.settled(uuid4(), "CNY", start, market.now + DAY) == 0
