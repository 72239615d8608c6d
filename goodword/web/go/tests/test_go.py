"""The way out leads to the stored website of a shop and nowhere else, whatever the reader sends (S-16)."""

from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit
from uuid import uuid4

import pytest
from django.core.signing import Signer
from django.test import Client

from goodword.partners import actions as partners
from goodword.partners import queries as partners_queries
from goodword.partners.models import Shop
from goodword.people.models import Person
from goodword.web.shell.ways import SALT, way_to
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]
WEBSITE = "https://meijiawu.example/tea?kind=green"
ELSEWHERE = [
    "https://evil.example/",
    "https:evil.example",
    "https:///evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "%2F%2Fevil.example",
    "/web/%2Fevil.example\r\nLocation: https://evil.example/",
    "/find/\r\nSet-Cookie: a=b",
    "/find/\n",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "ht\ntps://evil.example/",
    "/\t/evil.example",
    "\t//evil.example",
    "https://testserver@evil.example/",
    "//testserver@evil.example/",
    "http://testserver.evil.example/",
]
PARAMETERS = ("next", "url", "to", "return_to", "redirect", "u")


def stays(location: str, address: str) -> bool:
    """Whether a browser at `address` that is told to go to `location` stays with us; it reads \\ as /, skips tabs."""
    read = "".join(sign for sign in location.strip().replace("\\", "/") if sign not in "\t\r\n")
    there = urlsplit(urljoin(f"http://testserver{address}", read))
    return (there.scheme, there.netloc) == ("http", "testserver") and "\n" not in location and "\r" not in location


@pytest.fixture
def way(stage: Stage) -> str:
    partners.change_shop(stage.shop_id, changes={"website": WEBSITE}, now=stage.now, by=None)
    found = way_to(partners_queries.shop(stage.shop_id))
    assert found is not None
    return found


def test_s16_the_way_out_names_the_host_and_what_does_not_hold_there(way: str, stage: Stage, client: Client) -> None:
    answer = client.get(way)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "You leave Goodword for meijiawu.example" in page
    assert "not protected here" in page
    assert f'href="{WEBSITE}" rel="noopener noreferrer nofollow"' in page
    assert 'http-equiv="refresh"' not in page
    assert answer["Referrer-Policy"] == "no-referrer"


def test_s16_the_shops_page_links_the_way_out_and_never_the_website(way: str, stage: Stage, client: Client) -> None:
    page = client.get("/shops/meijiawu-farm-shop/").content.decode()
    assert f'href="{way}"' in page
    assert 'href="https://meijiawu.example' not in page


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_s16_nothing_the_reader_sends_chooses_the_place(way: str, client: Client, elsewhere: str) -> None:
    plain = client.get(way).content.decode().partition("<main")[2]
    for name in PARAMETERS:
        answer = client.get(way, {name: elsewhere})
        assert answer.status_code == 200
        assert "Location" not in answer
        assert answer.content.decode().partition("<main")[2] == plain


@pytest.mark.parametrize("elsewhere", [*ELSEWHERE, "", ":", "x:y"])
def test_s16_a_place_instead_of_a_signed_name_is_not_found(way: str, client: Client, elsewhere: str) -> None:
    """Red without the signature."""
    for written in (quote(elsewhere, safe=""), quote(elsewhere, safe="/:")):
        answer = client.get(f"/go/{written}")
        assert answer.status_code == 404
        assert "Location" not in answer


def test_s16_names_we_did_not_sign_are_not_found(way: str, stage: Stage, client: Client) -> None:
    """Red without the signature."""
    signature = way.rpartition(":")[2]
    other = scene.shop("Jingde Kiln", stage.owner, stage.now)
    partners.change_shop(other, changes={"website": "https://jingde.example/"}, now=stage.now, by=None)
    signed = Signer(salt=SALT)
    forged = [
        str(stage.shop_id),
        f"{stage.shop_id}:",
        f"{stage.shop_id}:{'A' * len(signature)}",
        f"{other}:{signature}",
        f"{stage.shop_id}:{signature}x",
        Signer(salt="another").sign(str(stage.shop_id)),
        Signer(key="another", salt=SALT).sign(str(stage.shop_id)),
        signed.sign(str(uuid4())),
    ]
    assert [client.get(f"/go/{name}").status_code for name in forged] == [404] * len(forged)
    assert client.get(f"/go/{signed.sign(str(other))}").status_code == 200


def test_s16_nobody_is_sent_to_a_shop_that_is_suspended_or_has_no_website(
    way: str, stage: Stage, client: Client
) -> None:
    partners.suspend_shop(stage.shop_id, reason="Sold copies.", now=stage.now, by=None)
    assert client.get(way).status_code == 404
    assert way not in client.get("/shops/meijiawu-farm-shop/").content.decode()
    partners.lift_suspension(stage.shop_id, now=stage.now, by=None)
    assert client.get(way).status_code == 200
    partners.change_shop(stage.shop_id, changes={"website": ""}, now=stage.now, by=None)
    assert client.get(way).status_code == 404


def test_s16_an_address_the_database_holds_is_read_again(way: str, stage: Stage, client: Client) -> None:
    """Red without website_host in pages.way_out."""
    Shop.objects.filter(id=stage.shop_id).update(website="https://good.example@evil.example/")
    answer = client.get(way)
    assert answer.status_code == 422
    assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_s16_the_way_out_is_only_read(way: str, client: Client, method: str) -> None:
    assert getattr(client, method)(way).status_code == 405


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_s16_no_form_of_the_site_leads_elsewhere(stage: Stage, signed_in: Enter, elsewhere: str) -> None:
    """Every address that goes back to where the reader was. Red without asks.local."""
    fang, guest = signed_in(stage.fang), Client()
    sent = {"next": elsewhere, "url": elsewhere, "to": elsewhere}
    cart = {"offer": stage.tea.offers[0], "quantity": 1}
    posts = [
        (guest, "/language/", {"language": "zh-hans"}),
        (fang, "/language/", {"language": "en"}),
        (fang, "/follows/", {"kind": "person", "target": stage.lin.id}),
        (fang, f"/posts/{stage.word}/save/", {}),
        (fang, "/cart/lines/", cart),
        (guest, f"/posts/{stage.word}/save/", {}),
    ]
    for client, address, form in posts:
        answer = client.post(address, form | sent)
        assert answer.status_code == 302, address
        assert answer["Location"] in {"/", "/cart/", f"/posts/{stage.word}/", "/account/login/?next=/"}, address


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_s16_signing_in_and_out_never_leads_elsewhere(stage: Stage, signed_in: Enter, elsewhere: str) -> None:
    for client, address in ((signed_in(stage.fang), "/account/login/"), (signed_in(stage.fang), "/account/logout/")):
        send = client.get if "login" in address else client.post
        answer = send(f"{address}?next={quote(elsewhere, safe='')}")
        assert answer.status_code == 302, address
        assert stays(answer["Location"], address), answer["Location"]
    gone = signed_in(stage.fang).post("/account/logout/", {"next": elsewhere})
    assert stays(gone["Location"], "/account/logout/"), gone["Location"]
