"""The page of a recommendation: disclosure, sheet, saving, comments."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.catalog import actions as catalog
from goodword.kit import clock
from goodword.people.models import Person
from goodword.social import actions as social
from goodword.social import queries as social_queries
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]


def test_it_tells_what_the_author_earns_and_how_the_money_is_held(stage: Stage, client: Client) -> None:
    page = client.get(f"/posts/{stage.word}/").content.decode()
    assert "Lin Yue earns 8% of what you pay if you keep it. You pay the shop’s own price." in page
    assert "Held until you say it arrived. 7 days to return it." in page
    assert "37 left · ships in 1 day" in page.replace("\n", " ")
    assert "It is new. Nothing you follow brought it here, and nobody paid for its place." in page


def test_s66_what_it_said_before_stays_readable_for_everybody(stage: Stage, client: Client) -> None:
    assert "What it said before" not in client.get(f"/posts/{stage.word}/").content.decode()
    social.edit_post(
        post_id=stage.word,
        reason="I changed my mind: only in spring.",
        reason_type="used",
        evidence="",
        free_sample=True,
        now=clock.now(),
        by=stage.lin.id,
    )
    page = client.get(f"/posts/{stage.word}/").content.decode()
    assert "I changed my mind: only in spring." in page
    assert "Third spring in a row I reorder this." in page.split("What it said before")[1]


def test_another_product_of_the_words_comes_into_the_sheet(stage: Stage, client: Client) -> None:
    page = client.get(f"/posts/{stage.word}/?product={stage.cup.id}").content.decode()
    assert f'name="offer" value="{stage.cup.offers[0]}"' in page
    assert client.get(f"/posts/{stage.word}/?product={uuid4()}").status_code == 404


def test_the_sheet_alone_is_for_scripts_and_the_page_for_people(stage: Stage, client: Client) -> None:
    address = f"/posts/{stage.word}/products/{stage.tea.id}/"
    assert client.get(address)["Location"] == f"/posts/{stage.word}/"
    sheet = client.get(address, headers={"X-Sheet": "1"}).content.decode()
    assert "<html" not in sheet
    assert "earns 8%" in sheet


def test_why_tells_the_tie(stage: Stage, signed_in: Enter) -> None:
    social.follow(person_id=stage.fang.id, kind="person", target=stage.lin.id, now=stage.now, by=stage.fang.id)
    page = signed_in(stage.fang).get(f"/posts/{stage.word}/").content.decode()
    assert "You follow Lin Yue, so their words stand as if 48 hours newer." in page


def test_sold_out_is_said_and_cannot_be_bought(stage: Stage, client: Client) -> None:
    catalog.set_stock(stage.cup.offers[0], on_hand=0, now=stage.now, by=None)
    page = client.get(f"/posts/{stage.word}/?product={stage.cup.id}").content.decode()
    assert "Sold out for now." in page
    assert "Buy now" not in page


def test_withdrawn_words_are_for_their_author_alone(stage: Stage, client: Client, signed_in: Enter) -> None:
    social.withdraw_post(post_id=stage.word, reason="The shop changed", now=stage.now, by=stage.lin.id)
    assert client.get(f"/posts/{stage.word}/").status_code == 404
    assert signed_in(stage.fang).get(f"/posts/{stage.word}/").status_code == 404
    assert (
        "You withdrew these words: The shop changed."
        in signed_in(stage.lin).get(f"/posts/{stage.word}/").content.decode()
    )


def test_saving_and_no_longer(stage: Stage, signed_in: Enter) -> None:
    fang, address = signed_in(stage.fang), f"/posts/{stage.word}/save/"
    assert fang.post(address, {"next": "/"})["Location"] == "/"
    assert "Third spring" in fang.get("/saved/").content.decode()
    assert "Third spring" not in signed_in(stage.owner).get("/saved/").content.decode()
    answer = fang.post(address, {"undo": "1"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in answer.content.decode()
    assert "Third spring" not in fang.get("/saved/").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "\t//evil.example", ""]
)
def test_s16_the_way_back_never_leads_elsewhere(stage: Stage, signed_in: Enter, elsewhere: str) -> None:
    """Red without the check in asks.local."""
    answer = signed_in(stage.fang).post(f"/posts/{stage.word}/save/", {"next": elsewhere})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("deed", ["save/", "comments/"])
def test_a_guest_is_asked_to_sign_in_and_nothing_is_changed(stage: Stage, client: Client, deed: str) -> None:
    answer = client.post(f"/posts/{stage.word}/{deed}", {"text": "hm", "next": f"/posts/{stage.word}/"})
    assert answer["Location"] == f"/account/login/?next=/posts/{stage.word}/"
    hx = client.post(f"/posts/{stage.word}/{deed}", {"next": "/"}, headers={"HX-Request": "true"})
    assert (hx.status_code, hx["HX-Redirect"]) == (204, "/account/login/?next=/")
    post = social_queries.post(stage.word, None, stage.now)
    assert (post.saves, post.comments) == (0, 0)


def test_comments_are_said_kept_when_refused_and_removed_with_a_reason(stage: Stage, signed_in: Enter) -> None:
    fang, address = signed_in(stage.fang), f"/posts/{stage.word}/comments/"
    fang.post(address, {"text": "How long does a tin stay <b>fresh</b>?"})
    assert "stay &lt;b&gt;fresh&lt;/b&gt;?" in fang.get(f"/posts/{stage.word}/").content.decode()
    refused = fang.post(address, {"text": "x" * 2001})
    assert refused.status_code == 422
    assert "x" * 2001 in refused.content.decode()
    said = social_queries.comments(stage.word, stage.fang.id).rows[0]
    removal = f"/posts/{stage.word}/comments/{said.id}/removal/"
    assert signed_in(stage.owner).post(removal, {"reason": "mine"}).status_code in (403, 404)
    assert not social_queries.comments(stage.word, None).rows[0].removed
    fang.post(removal, {"reason": "Asked elsewhere"})
    assert "This comment was removed." in fang.get(f"/posts/{stage.word}/").content.decode()


def test_statements_of_a_post(
    stage: Stage, signed_in: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fang = signed_in(stage.fang)
    with django_assert_max_num_queries(29):
        fang.get(f"/posts/{stage.word}/")
