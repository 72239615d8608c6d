"""A shop as everybody sees it."""

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.web.tests.stage import Stage


def test_a_shop_tells_who_it_is_what_it_sells_and_what_is_said(stage: Stage, client: Client) -> None:
    page = client.get("/shops/meijiawu-farm-shop/").content.decode()
    assert "Meijiawu Farm Shop Ltd" in page
    assert "identity verified" in page
    assert "Longjing tea" in page
    words = client.get("/shops/meijiawu-farm-shop/?about=words").content.decode()
    assert "Third spring in a row I reorder this." in words
    assert client.get("/shops/none/").status_code == 404


def test_statements_of_a_shop(
    stage: Stage, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(5):
        client.get("/shops/meijiawu-farm-shop/")
    with django_assert_max_num_queries(16):
        client.get("/shops/meijiawu-farm-shop/?about=words")
