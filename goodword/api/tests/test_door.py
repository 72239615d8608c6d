"""Tokens, languages, refusals and faults."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from goodword.api.tests.openapi import operations
from goodword.api.tests.scene import Program, Town
from goodword.checkout.queries import NoSuchQuote
from goodword.people import actions as people
from goodword.people import queries as people_queries

PROBLEM = "application/problem+json"


def test_a_token_says_who_asks(town: Town) -> None:
    told = town.program("meijia")("GET", "/me").json()
    assert (told["handle"], told["operator"]) == ("meijia", False)
    assert told["shops"] == [{"slug": "meijia-tea", "name": "Meijia-Tea", "role": "owner"}]
    assert town.program("lin")("GET", "/me").json()["topics"] == [{"slug": "tea", "grade": 2}]


HEADERS = ["", "Bearer", "Bearer ", "Bearer gw_no", "Basic Zm86", "Token x", f"Bearer {'x' * 999}"]


@pytest.mark.parametrize("header", HEADERS)
def test_without_a_token_that_works_nothing_is_told(header: str, town: Town) -> None:
    headers = {"authorization": header} if header else {}
    for path in ("/me", "/cart", "/verification"):
        answer = Client().get(f"/api/v1{path}", headers=headers)
        assert (answer.status_code, answer["content-type"], answer["www-authenticate"]) == (401, PROBLEM, "Bearer")
        assert answer.json()["code"] == "api.no_token"
    assert Client().get("/api/v1/wall", headers=headers).status_code == (401 if header else 200)


def test_a_revoked_or_old_token_opens_nothing(town: Town) -> None:
    fang, later = town.ids["fang"], town.now + timedelta(days=31)
    assert people_queries.person_by_token(town.tokens["fang"], later) is None
    (held,) = people_queries.tokens_of(fang)
    people.revoke_token(person_id=fang, token_id=held.id, now=town.now, by=fang)
    assert town.program("fang")("GET", "/me").status_code == 401


def test_s50_a_cookie_is_not_a_token(town: Town) -> None:
    """Red when the API reads `request.user`."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people_queries.person(town.ids["fang"]))
    assert browser.get("/api/v1/purchases").status_code == 401
    assert browser.get("/api/v1/wall").status_code == 200
    comment = f"/api/v1/posts/{town.ids['post']}/comments"
    assert browser.post(comment, {"text": "Hm."}, content_type="application/json").status_code == 401
    headers = {"authorization": f"Bearer {town.tokens['bo']}"}
    told = browser.post(comment, {"text": "Hm."}, content_type="application/json", headers=headers)
    assert told.status_code == 201
    rows = town.program(None)("GET", f"/posts/{town.ids['post']}/comments").json()["rows"]
    assert [row["author"]["name"] for row in rows] == ["Fang", "Bo"]


def test_s04_every_operation_but_the_open_ones_needs_a_token(town: Town) -> None:
    opened = {one.name for one in operations() if one.for_guests}
    assert opened == {
        "explainPost",
        "getPost",
        "getProduct",
        "getShop",
        "getWall",
        "listComments",
        "listShopProducts",
        "listTopics",
        "searchProducts",
    }
    answered = {
        one.name: town.program(None)(one.method, one.path.format_map(dict.fromkeys(one.places, "0"))).status_code
        for one in operations()
        if not one.for_guests
    }
    assert set(answered.values()) == {401}


@pytest.mark.parametrize("who", ["bo", "meijia", "lin"])
def test_s04_only_operators_do_what_operators_do(who: str, town: Town) -> None:
    period = "kind=platform&currency=CNY&start=2026-01-01&end=2026-12-31"
    for path in ("/verification", "/credentials/applications", f"/statements?{period}"):
        answer = town.program(who)("GET", path)
        assert (answer.status_code, answer.json()["code"]) == (403, "api.operators_only")
        assert town.program("desk")("GET", path).status_code == 200


def test_a_refusal_is_told_in_the_readers_language(town: Town) -> None:
    program = town.program("fang")
    program.client.cookies["language"] = "en"
    path = f"/quotes/{town.ids['order']}"
    english, chinese = (program("GET", path, **{"accept-language": code}) for code in ("fr, en;q=0.5", "zh-CN"))
    assert english["content-type"] == chinese["content-type"] == PROBLEM
    with override("en"):
        assert english.json()["detail"] == str(NoSuchQuote())
    assert chinese.json()["detail"] != english.json()["detail"]
    assert (chinese["content-language"], english["content-language"]) == ("zh-hans", "en")
    told = english.json()
    assert told | {"detail": ""} == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "",
        "code": "checkout.no_such_quote",
        "instance": f"urn:request:{english['x-request-id']}",
    }


def test_stock_that_is_gone_is_named(town: Town) -> None:
    items = [{"offer_id": str(town.ids["offer"]), "quantity": 999}]
    answer = town.program("fang")("POST", "/quotes", {"items": items, "address_id": str(town.ids["address"])})
    assert (answer.status_code, answer.json()["code"]) == (409, "catalog.stock_gone")
    assert answer.json()["offers"] == [str(town.ids["offer"])]


def test_s74_a_fault_of_ours_tells_nothing_of_us(town: Town, monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    """Red with ninja's own handler, which shows the stack when DEBUG is on."""
    settings.DEBUG = True

    def broken(*_told: object) -> None:
        raise ZeroDivisionError("SELECT secret FROM everything")

    monkeypatch.setattr("goodword.checkout.queries.cart", broken)
    answer = town.program("fang")("GET", "/cart")
    assert (answer.status_code, answer["content-type"], answer.json()["code"]) == (500, PROBLEM, "api.fault")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "api.nothing_here"),
        ("POST", "/nothing/at/all", 404, "api.nothing_here"),
        ("DELETE", "/me", 405, "api.wrong_method"),
    ],
)
def test_an_address_that_is_none(method: str, path: str, status: int, code: str) -> None:
    answer = Program(None)(method, path)
    assert (answer.status_code, answer["content-type"], answer.json()["code"]) == (status, PROBLEM, code)
    assert status == 404 or answer["allow"] == "GET"


def test_s71_a_body_has_an_end(town: Town) -> None:
    long = b'{"text": "' + b"x" * 1024 * 1024 + b'"}'
    answer = town.program("fang")("POST", f"/posts/{town.ids['post']}/comments", raw=long)
    assert (answer.status_code, answer.json()["code"]) == (413, "api.too_long")
    claimed = town.program("fang").client.generic(
        "POST", "/api/v1/shops/zhou-tea/imports", b"", headers={"content-length": str(10**10)}, CONTENT_LENGTH="9" * 11
    )
    assert claimed.status_code == 413
