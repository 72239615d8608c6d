"""Lists of all public pages: only what a guest may see, page by page, at the same cost."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from goodword.catalog import actions as catalog
from goodword.catalog import jobs as catalog_jobs
from goodword.kit import clock
from goodword.people.models import Person
from goodword.social import actions as social
from goodword.social import jobs as social_jobs
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]
BASE = "https://goodword.example"
FIRST = UUID(int=0).hex


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.BASE_URL = BASE


def places(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=3600"
    return [place.removeprefix(BASE) for place in re.findall("<loc>(.*?)</loc>", answer.content.decode())]


def test_robots_are_told_where_the_index_is(client: Client) -> None:
    assert f"Sitemap: {BASE}/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_every_public_page_is_listed_once(stage: Stage, client: Client) -> None:
    index = places(client, "/sitemap.xml")
    assert index == [
        "/sitemap/pages/all.xml",
        "/sitemap/shops/all.xml",
        "/sitemap/people/all.xml",
        f"/sitemap/posts/{FIRST}.xml",
        f"/sitemap/products/{FIRST}.xml",
    ]
    listed = [place for page in index for place in places(client, page)]
    assert len(listed) == len(set(listed))
    assert {f"/posts/{stage.word}/", f"/products/{stage.tea.id}/", f"/products/{stage.cup.id}/"} <= set(listed)
    assert {"/", "/how/money/", "/topics/tea/", f"/people/{stage.lin.handle}/"} <= set(listed)
    assert "/shops/meijiawu-farm-shop/" in listed
    assert f"/people/{stage.fang.handle}/" not in listed
    assert {client.get(place).status_code for place in listed} == {200}


def test_what_was_taken_back_is_not_listed(stage: Stage, client: Client) -> None:
    day = f"{clock.now():%Y-%m-%d}"
    assert f"<lastmod>{day}</lastmod>" in client.get(f"/sitemap/posts/{FIRST}.xml").content.decode()
    social.withdraw_post(post_id=stage.word, reason="Mistaken.", now=clock.now(), by=stage.lin.id)
    catalog.withdraw_product(stage.cup.id, reason="Broken.", now=clock.now(), by=stage.owner.id)
    assert places(client, f"/sitemap/posts/{FIRST}.xml") == []
    assert places(client, f"/sitemap/products/{FIRST}.xml") == [f"/products/{stage.tea.id}/"]


def test_lists_are_marked_as_they_fill_and_nothing_is_listed_twice(
    stage: Stage, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr("goodword.kit.marks.LISTED", 3)
    words = [stage.word]
    for number in range(7):
        goods = scene.product(stage.shop_id, f"Tea {number}", "tea", stage.now, 1000)
        words.append(scene.word(stage.lin, "tea", f"Word {number}.", stage.now, goods))
    now = clock.now()
    assert (social_jobs.mark_posts(now, 1), social_jobs.mark_posts(now, 9), social_jobs.mark_posts(now, 9)) == (1, 1, 0)
    assert catalog_jobs.mark_products(now, 9) == 3
    index = places(client, "/sitemap.xml")
    posts = [page for page in index if "/posts/" in page]
    sizes = []
    listed = []
    for page in posts:
        with django_assert_num_queries(2):
            found = places(client, page)
        sizes.append(len(found))
        listed += found
    assert sizes == [2, 3, 3]
    assert sorted(listed) == sorted(f"/posts/{word}/" for word in words)
    products = [place for page in index if "/products/" in page for place in places(client, page)]
    assert len(products) == len(set(products)) == 9


@pytest.mark.parametrize(
    "path", ["posts/x", "posts/all", "nothing/all", f"shops/{FIRST}", "posts/0190b8a0000070008000000000000000"]
)
def test_a_list_that_is_none_is_not_there(stage: Stage, client: Client, path: str) -> None:
    assert client.get(f"/sitemap/{path}.xml").status_code == 404
