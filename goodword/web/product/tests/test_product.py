"""A product by itself."""

from uuid import uuid4

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.web.product.pages import Prose
from goodword.web.tests.stage import Stage


def test_it_shows_variants_the_shops_clean_words_and_who_recommends_it(stage: Stage, client: Client) -> None:
    page = client.get(f"/products/{stage.tea.id}/").content.decode()
    assert "<p>Picked early.</p>" in page
    assert "x()" not in page
    assert all(str(offer) in page for offer in stage.tea.offers)
    assert "Third spring in a row I reorder this." in page


def test_s53_the_shops_words_are_cleaned_again_when_they_are_shown() -> None:
    """Red without clean_html in Prose: what was kept before a rule was made is harmless too."""
    shown = Prose('<p onclick="x()">Good<script>x()</script><a href="javascript:x()">tea</a></p>')
    assert shown.__html__() == "<p>Goodtea</p>"


def test_the_word_one_came_by_counts_only_when_it_is_about_this_product(stage: Stage, client: Client) -> None:
    assert (
        "You came by the word of Lin Yue."
        in client.get(f"/products/{stage.tea.id}/?post={stage.word}").content.decode()
    )
    assert "You came by" not in client.get(f"/products/{stage.tea.id}/?post={uuid4()}").content.decode()


def test_an_unknown_product_is_not_there(stage: Stage, client: Client) -> None:
    assert client.get(f"/products/{uuid4()}/").status_code == 404
    assert client.get("/products/0/").status_code == 404


def test_statements_of_a_product(
    stage: Stage, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(18):
        client.get(f"/products/{stage.tea.id}/")
