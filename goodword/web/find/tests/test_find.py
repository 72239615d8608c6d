"""Search."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.catalog import actions as catalog
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage


def test_words_topic_and_stock_narrow_what_is_found(stage: Stage, client: Client) -> None:
    scene.product(stage.shop_id, "西湖龙井", "tea", stage.now, 9900)
    assert "Longjing tea" in client.get("/find/?q=longjing").content.decode()
    assert "Blue wave cup" not in client.get("/find/?q=longjing").content.decode()
    assert "西湖龙井" in client.get("/find/?q=龙井").content.decode()
    catalog.set_stock(stage.cup.offers[0], on_hand=0, now=stage.now, by=None)
    assert "Blue wave cup" in client.get("/find/?q=cup&topic=tea").content.decode()
    assert "Blue wave cup" not in client.get("/find/?q=cup&stock=1").content.decode()


@pytest.mark.parametrize("query", ["q=%27%22%3B--", "q=%00", "topic=../x", "sort=price", "q=" + "a" * 5000, "stock=-1"])
def test_s05_nothing_but_the_three_questions_is_heard(stage: Stage, client: Client, query: str) -> None:
    assert client.get(f"/find/?{query}").status_code == 200


def test_what_was_typed_stands_in_the_field_harmlessly(stage: Stage, client: Client) -> None:
    page = client.get("/find/?q=%22%3E%3Cscript%3E1").content.decode()
    assert "&#34;&gt;&lt;script&gt;1" in page
    assert "Nothing fits" in page


def test_statements_of_a_search(
    stage: Stage, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(2):
        client.get("/find/?q=tea&stock=1")
