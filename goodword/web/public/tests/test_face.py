"""What pages tell machines is what they show, and harmless."""

import json
import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from goodword.catalog import actions as catalog
from goodword.kit import clock
from goodword.social import actions as social
from goodword.web.shell.face import text_of
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

BASE = "https://goodword.example"


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.BASE_URL = BASE


def told(client: Client, path: str) -> tuple[dict[str, str], Any]:
    """The page's Open Graph words and canonical address, and its JSON-LD."""
    page = client.get(path).content.decode()
    words = {
        name: unescape(value) for name, value in re.findall(r'<meta property="og:([a-z:]+)" content="([^"]*)">', page)
    }
    (words["canonical"],) = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
    (thing,) = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.S)
    return words, json.loads(thing)


def test_a_product_with_every_variants_price_and_stock(stage: Stage, client: Client) -> None:
    words, thing = told(client, f"/products/{stage.tea.id}/?post={stage.word}")
    address = f"{BASE}/products/{stage.tea.id}/"
    assert (words["type"], words["title"], words["description"]) == ("product", "Longjing tea", "Picked early.")
    assert words["url"] == words["canonical"] == address
    assert words["image"].startswith(f"{BASE}/static/drawings/")
    assert [thing[key] for key in ("@context", "@type", "name")] == ["https://schema.org", "Product", "Longjing tea"]
    assert thing["@id"] == address
    offers = {(offer["price"], offer["priceCurrency"], offer["availability"]) for offer in thing["offers"]}
    assert offers == {("128.00", "CNY", "https://schema.org/InStock"), ("298.00", "CNY", "https://schema.org/InStock")}
    assert {offer["seller"]["name"] for offer in thing["offers"]} == {"Meijiawu Farm Shop"}
    assert thing["offers"][0]["hasMerchantReturnPolicy"]["merchantReturnDays"] == 7


def test_what_cannot_be_bought_is_not_said_to_be_in_stock(stage: Stage, client: Client) -> None:
    for offer in stage.tea.offers:
        catalog.set_stock(offer, on_hand=0, now=clock.now(), by=stage.owner.id)
    _words, thing = told(client, f"/products/{stage.tea.id}/")
    assert {offer["availability"] for offer in thing["offers"]} == {"https://schema.org/OutOfStock"}


def test_a_word_is_a_review_without_stars(stage: Stage, client: Client) -> None:
    words, thing = told(client, f"/posts/{stage.word}/")
    assert (words["type"], words["title"]) == ("article", "Lin Yue on Longjing tea")
    assert words["description"] == "Third spring in a row I reorder this."
    assert words["canonical"] == f"{BASE}/posts/{stage.word}/"
    assert thing["@type"] == "Review"
    assert thing["author"] == {"@type": "Person", "name": "Lin Yue", "url": f"{BASE}/people/{stage.lin.handle}/"}
    assert thing["reviewBody"] == "Third spring in a row I reorder this."
    assert thing["itemReviewed"]["name"] == "Longjing tea"
    assert "reviewRating" not in thing


def test_words_that_were_withdrawn_have_no_face_even_for_their_author(stage: Stage, signed_in: Any) -> None:
    social.withdraw_post(post_id=stage.word, reason="Mistaken.", now=clock.now(), by=stage.lin.id)
    page = signed_in(stage.lin).get(f"/posts/{stage.word}/").content.decode()
    assert "Mistaken." in page
    assert "og:title" not in page
    assert "ld+json" not in page


def test_a_person_and_a_shop(stage: Stage, client: Client) -> None:
    words, thing = told(client, f"/people/{stage.lin.handle}/")
    assert (words["type"], words["title"]) == ("profile", "Lin Yue")
    assert (thing["@type"], thing["mainEntity"]["knowsAbout"]) == ("ProfilePage", ["Tea"])
    words, thing = told(client, "/shops/meijiawu-farm-shop/?about=words")
    assert (words["type"], words["canonical"]) == ("website", f"{BASE}/shops/meijiawu-farm-shop/")
    assert (thing["@type"], thing["name"]) == ("OnlineStore", "Meijiawu Farm Shop")


def test_s51_nobodys_words_leave_the_script_element(stage: Stage, client: Client) -> None:
    """Red when the JSON is written as it is, without tojson."""
    evil = "</script>\u2028<script>alert(1)</script><!-- &"
    other = scene.product(stage.shop_id, "Gaiwan", "tea", stage.now, 9900)
    word = scene.word(stage.lin, "tea", evil, stage.now, other)
    page = client.get(f"/posts/{word}/").content.decode()
    assert "<script>alert" not in page
    _words, thing = told(client, f"/posts/{word}/")
    assert thing["reviewBody"] == evil


def test_html_becomes_a_line_of_text() -> None:
    assert text_of("<p>Black &amp; white</p><ul><li>one</li><li>two</li></ul>") == "Black & white one two"
    assert text_of("") == ""
    assert len(text_of(f"<p>{'long ' * 200}</p>")) <= 281


def test_a_persons_words_can_be_read_as_a_feed(stage: Stage, client: Client) -> None:
    answer = client.get(f"/people/{stage.lin.handle}/words.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=300"
    feed = answer.content.decode()
    assert f"<id>urn:uuid:{UUID(str(stage.word))}</id>" in feed
    assert f'href="{BASE}/posts/{stage.word}/"' in feed
    assert "Lin Yue on Longjing tea" in feed
    assert "words.atom" in client.get(f"/people/{stage.lin.handle}/").content.decode()
    assert client.get("/people/nobody/words.atom").status_code == 404
    social.withdraw_post(post_id=stage.word, reason="Mistaken.", now=clock.now(), by=stage.lin.id)
    assert "<entry>" not in client.get(f"/people/{stage.lin.handle}/words.atom").content.decode()
