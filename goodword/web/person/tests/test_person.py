"""A person as others see them, and following."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.people.models import Person
from goodword.social import actions as social
from goodword.social import queries as social_queries
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]


def test_a_profile_tells_fields_and_words(stage: Stage, client: Client) -> None:
    page = client.get(f"/people/{stage.lin.handle}/").content.decode()
    assert "Certified in Tea" in page
    assert "Third spring in a row I reorder this." in page
    assert "@example.com" not in page
    assert client.get("/people/nobody/").status_code == 404


def test_a_showcase_shows_its_shelves_and_what_is_earned(stage: Stage, client: Client) -> None:
    shelf = social.open_shelf(person_id=stage.lin.id, title="Every day", now=stage.now, by=stage.lin.id)
    social.put_on_shelf(shelf_id=shelf, product_id=stage.tea.id, position=0, now=stage.now, by=stage.lin.id)
    page = client.get(f"/people/{stage.lin.handle}/showcase/").content.decode()
    assert "Every day" in page
    assert "earns 8%" in page
    assert f"/posts/{stage.word}/?product={stage.tea.id}" in page


@pytest.mark.parametrize("kind", ["person", "shop", "topic"])
def test_following_and_stopping(stage: Stage, signed_in: Enter, kind: str) -> None:
    target = {"person": str(stage.lin.id), "shop": str(stage.shop_id), "topic": "tea"}[kind]
    fang = signed_in(stage.fang)
    assert fang.post("/follows/", {"kind": kind, "target": target, "next": "/topics/"})["Location"] == "/topics/"
    assert social_queries.follow_state(stage.fang.id, [(kind, target)]) == {(kind, target)}
    answer = fang.post("/follows/", {"kind": kind, "target": target, "undo": "1"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in answer.content.decode()
    assert social_queries.follow_state(stage.fang.id, [(kind, target)]) == set()


@pytest.mark.parametrize(
    ("kind", "target"), [("", ""), ("person", ""), ("person", "0"), ("shop", "-1"), ("topic", "no")]
)
def test_s01_following_what_is_not_there_is_refused(stage: Stage, signed_in: Enter, kind: str, target: str) -> None:
    assert 400 <= signed_in(stage.fang).post("/follows/", {"kind": kind, "target": target}).status_code < 500


def test_statements_of_a_profile(
    stage: Stage, signed_in: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fang = signed_in(stage.fang)
    with django_assert_max_num_queries(19):
        fang.get(f"/people/{stage.lin.handle}/")
    with django_assert_max_num_queries(14):
        fang.get(f"/people/{stage.lin.handle}/showcase/")
