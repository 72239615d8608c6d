"""The wall: lanes, More, what a card tells, signals."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.catalog import actions as catalog
from goodword.interests.models import Signal
from goodword.people.models import Person
from goodword.social import actions as social
from goodword.web.feed import pages
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]


def test_a_guest_sees_reason_author_price_and_what_is_earned(stage: Stage, client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Third spring in a row I reorder this." in page
    assert "Lin Yue" in page
    assert "¥128" in page
    assert "earns 8%" in page
    assert f"/posts/{stage.word}/" in page


def test_a_newcomer_is_told_what_this_is_and_nobody_else(stage: Stage, client: Client, signed_in: Enter) -> None:
    page = client.get("/").content.decode()
    hero, wall = page.split('class="wall"')
    assert page.count("<h1") == 1
    assert "People trust people." in hero
    for way in ('href="#rows"', 'href="/account/signup/"', 'href="/how/money/"', 'href="/how/price/"', 'href="/how/"'):
        assert way in hero.split('class="tabs"')[0], way
    assert "Third spring" in wall
    assert '<meta name="description"' in page
    for other in (signed_in(stage.fang).get("/"), client.get("/topics/tea/"), client.get("/following/")):
        assert "People trust people." not in other.content.decode()
        assert other.content.decode().count("<h1") == 1


def test_a_free_sample_is_told_on_the_card(stage: Stage, client: Client) -> None:
    pot = scene.product(stage.shop_id, "Celadon pot", "tea", stage.now, 38850)
    scene.word(stage.lin, "tea", "It pours well.", stage.now, pot, sample=True)
    assert "free sample" in client.get("/").content.decode()


def test_following_asks_a_guest_to_sign_in_and_shows_a_reader_their_ties(
    stage: Stage, client: Client, signed_in: Enter
) -> None:
    assert "/account/login/?next=%2Ffollowing%2F" in client.get("/following/").content.decode()
    fang = signed_in(stage.fang)
    assert "Third spring" not in fang.get("/following/").content.decode()
    fang.post("/follows/", {"kind": "person", "target": stage.lin.id, "next": "/following/"})
    assert "Third spring" in fang.get("/following/").content.decode()


def test_two_readers_in_turn_see_their_own_walls(stage: Stage, signed_in: Enter) -> None:
    fang, owner = signed_in(stage.fang), signed_in(stage.owner)
    social.follow(person_id=stage.fang.id, kind="person", target=stage.lin.id, now=stage.now, by=stage.fang.id)
    for _turn in range(2):
        assert "Third spring" in fang.get("/following/").content.decode()
        assert "Third spring" not in owner.get("/following/").content.decode()
    assert fang.get("/following/")["Cache-Control"] == "private, no-cache"


def test_more_is_a_link_to_the_next_page(stage: Stage, client: Client) -> None:
    for number in range(21):
        author = scene.expert(f"Expert {number}", "tea", stage.now)
        goods = scene.product(stage.shop_id, f"Green tea {number}", "tea", stage.now, 1000)
        scene.word(author, "tea", f"Word number {number}.", stage.now, goods)
    first = client.get("/")
    assert first.content.decode().count("<article") == 20
    second = client.get(first.context["page"].next if first.context else _more(first.content.decode()))
    assert second.content.decode().count("<article") == 2
    assert 'id="more"' not in second.content.decode()


def _more(page: str) -> str:
    return page.split('id="more"><a class="btn line" href="')[1].split('"')[0].replace("&amp;", "&")


def test_a_cut_page_mark_is_refused(stage: Stage, client: Client) -> None:
    assert client.get("/?cursor=%00nonsense").status_code == 400


def test_topics_have_lanes_in_the_readers_language(stage: Stage, client: Client) -> None:
    assert "Tea" in client.get("/topics/").content.decode()
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    assert "茶" in client.get("/topics/tea/").content.decode()
    assert client.get("/topics/none/").status_code == 404


def test_a_topic_says_what_it_is_and_who_is_certified_in_it(
    stage: Stage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At most EXPERTS stand there; all of them are one press away."""
    catalog.add_topic("green", name_en="Green tea", name_zh="绿茶", parent="tea", now=stage.now, by=None)
    page = client.get("/topics/tea/").content.decode()
    head = page.split('<header class="topic')[1].split("</header>")[0]
    assert "What people who know recommend in Tea, newest first." in head
    assert 'href="/topics/green/"' in head
    assert f'href="/people/{stage.lin.handle}/"' in head
    assert "All experts" not in head
    assert "Nobody" in client.get("/topics/green/experts/").content.decode()
    assert re.search(r'Part of <a[^>]*href="/topics/tea/">Tea</a>', client.get("/topics/green/").content.decode())
    scene.expert("Chen Mo", "tea", stage.now)
    monkeypatch.setattr(pages, "EXPERTS", 1)
    assert 'href="/topics/tea/experts/"' in client.get("/topics/tea/").content.decode()
    everybody = client.get("/topics/tea/experts/").content.decode()
    assert "Experts in Tea</h1>" in everybody
    assert stage.lin.name in everybody
    assert client.get("/topics/none/experts/").status_code == 404


def test_cards_are_read_in_the_order_in_which_they_stand(stage: Stage, client: Client) -> None:
    """Red where columns fill downwards: what is read second stood at the far right."""
    for number in range(4):
        goods = scene.product(stage.shop_id, f"Bowl {number}", "tea", stage.now, 900)
        later = stage.now + timedelta(seconds=number + 1)
        scene.word(stage.lin, "tea", f"Round number {number}.", later, goods)
    wall = client.get("/topics/tea/").content.decode().split('class="wall"')[1]
    assert re.findall(r"Round number (\d)", wall) == ["3", "2", "1", "0"]


def test_statements_of_the_experts_of_a_topic(
    stage: Stage, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(4):
        client.get("/topics/tea/experts/")


def test_statements_of_a_newcomers_wall(
    stage: Stage, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/")
    with django_assert_max_num_queries(2):
        client.get("/")


@pytest.mark.parametrize(("path", "statements"), [("/", 8), ("/following/", 8), ("/topics/tea/", 11)])
def test_statements_of_a_wall(
    stage: Stage, signed_in: Enter, django_assert_max_num_queries: DjangoAssertNumQueries, path: str, statements: int
) -> None:
    fang = signed_in(stage.fang)
    fang.get(path)
    with django_assert_max_num_queries(statements):
        fang.get(path)


def tell(client: Client, body: object) -> int:
    return client.post("/signals/", json.dumps(body), content_type="application/json").status_code


def test_what_was_seen_is_kept_for_readers_and_never_for_guests(stage: Stage, client: Client, signed_in: Enter) -> None:
    seen = {"signals": [{"kind": "seen", "post": str(stage.word), "product": str(stage.tea.id)}]}
    assert tell(client, seen) == 204
    assert Signal.objects.count() == 0
    assert tell(signed_in(stage.fang), seen) == 204
    assert list(Signal.objects.values_list("person", "post", "kind")) == [(stage.fang.id, stage.word, "seen")]


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"signals": 1},
        {"signals": [1, None, {}]},
        {"signals": [{"kind": "bought", "post": str(uuid4())}]},
        {"signals": [{"kind": "seen", "post": 7}]},
        {"signals": [{"kind": ["seen"], "post": str(uuid4())}]},
        {"signals": [{"kind": "seen", "post": "x", "product": {}}]},
    ],
)
def test_s71_malformed_signals_change_nothing(stage: Stage, signed_in: Enter, body: object) -> None:
    assert tell(signed_in(stage.fang), body) == 204
    assert Signal.objects.count() == 0
