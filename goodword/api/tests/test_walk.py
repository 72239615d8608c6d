"""The main job by a program alone, from the wall to the statement; and how many statements the hot ones take."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goodword.api.tests import scene
from goodword.api.tests.scene import Town
from goodword.checkout import actions as checkout
from goodword.interests import queries as interests
from goodword.journal.tests.hearing import hear
from goodword.kit import clock
from goodword.payments import actions as payments
from goodword.payments import queries as payments_queries
from goodword.payments.providers.sandbox.signing import headers_for


def agreement(quote: dict[str, Any]) -> dict[str, Any]:
    told = {"channel": "sandbox", "return_url": "https://example.com/purchases/{purchase}"}
    return {"quote_id": quote["id"], "quote_hash": quote["hash"], **told}


def notice(intent_id: str, amount: int) -> tuple[bytes, dict[str, str]]:
    """What the provider says when the payer has paid, signed."""
    said = {
        "kind": "intent",
        "key": intent_id,
        "status": "done",
        "reference": f"r-{intent_id}",
        "amount": amount,
        "currency": "CNY",
        "merchant": "goodword-test",
        "mode": "test",
    }
    body = json.dumps(said).encode()
    url, moment = "/api/hooks/sandbox", int(clock.now().timestamp())
    headers = headers_for("sandbox-notice-secret", url, f"msg-{intent_id}", moment, body)
    headers.pop("content-type")
    return body, headers


def take(intent_id: str, amount: int) -> int:
    body, headers = notice(intent_id, amount)
    return Client().post("/api/hooks/sandbox", body, content_type="application/json", headers=headers).status_code


def buy(town: Town) -> tuple[str, dict[str, Any]]:
    """From the wall to a purchase that is paid; its id and its quote."""
    fang = town.program("fang")
    card = fang("GET", "/wall").json()["rows"][0]
    assert (card["author_name"], card["price"], card["rate_bp"]) == ("Lin", {"amount": 12800, "currency": "CNY"}, 800)
    item = {"offer_id": card["offer_id"], "quantity": 2, "post_id": card["post_id"]}
    house = fang("GET", "/addresses").json()["rows"][0]
    quote = fang("POST", "/quotes", {"items": [item], "address_id": house["id"]}).json()
    assert quote["total"] == {"amount": 26200, "currency": "CNY"}
    placed = fang("POST", "/purchases", agreement(quote), key="buy").json()
    assert take(placed["intent_id"], 26200) == 204
    hear(clock.now())
    return placed["purchase_id"], quote


def test_a_program_buys_and_the_shop_sends(town: Town) -> None:
    fang, meijia = town.program("fang"), town.program("meijia")
    purchase_id, _quote = buy(town)
    bought = fang("GET", f"/purchases/{purchase_id}").json()
    (order,) = bought["orders"]
    assert (bought["state"], order["money"]["held"]["amount"]) == ("paid", 26200)
    assert order["money"]["expert"] == {"amount": 2048, "currency": "CNY"}
    waiting = meijia("GET", "/shops/meijia-tea/orders?state=paid").json()["rows"]
    assert order["id"] in [row["id"] for row in waiting]
    sent = meijia("POST", f"/orders/{order['id']}/dispatch", {"carrier": "SF", "number": "1"})
    arrived = fang("POST", f"/orders/{order['id']}/receipt")
    assert (sent.status_code, arrived.status_code) == (204, 204)
    back = {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 1}], "reason": "Too much."}
    asked = fang("POST", f"/orders/{order['id']}/returns", back).json()["id"]
    assert meijia("POST", f"/returns/{asked}/acceptance", {}).status_code == 204
    refund = meijia("POST", f"/returns/{asked}/receipt").json()["refund_id"]
    hear(clock.now())
    seen = meijia("GET", f"/shops/meijia-tea/orders/{order['id']}").json()
    assert [(one["id"], one["amount"]["amount"]) for one in seen["refunds"]] == [(refund, 12800)]
    assert seen["money"]["refunded"] == {"amount": 12800, "currency": "CNY"}


def test_statements_tell_each_side_its_own(town: Town) -> None:
    buy(town)
    today = clock.now().date()
    period = f"currency=CNY&start={today}&end={today + timedelta(days=1)}"
    expert = town.program("lin")("GET", f"/statements?kind=expert&{period}").json()
    shop = town.program("meijia")("GET", f"/shops/meijia-tea/statements?{period}").json()
    house = town.program("desk")("GET", f"/statements?kind=platform&{period}").json()
    held = sum(one["held_total"]["amount"] for one in (expert, shop, house))
    assert (expert["held_total"]["amount"], held) == (3 * 2048, 3 * 26200)
    earned = town.program("lin")("GET", "/earnings").json()["rows"]
    assert [row["held"]["amount"] for row in earned] == [3 * 2048]


def test_an_expert_recommends_and_a_reader_follows(town: Town) -> None:
    lin, bo = town.program("lin"), town.program("bo")
    words = {"topic": "tea", "reason": "Deep and round.", "reason_type": "used", "free_sample": False}
    made = lin("POST", "/posts", {**words, "product_ids": [str(town.ids["other_product"])]}).json()["id"]
    assert lin("PATCH", f"/posts/{made}", {"reason": "Deep, round and old."}).status_code == 204
    assert bo("PUT", f"/follows/person/{town.ids['lin']}").status_code == 204
    assert bo("PUT", f"/posts/{made}/save").status_code == 204
    seen = bo("GET", f"/posts/{made}").json()
    assert (seen["reason"], seen["saved"], seen["disclosure"]["rate_bp"]) == ("Deep, round and old.", True, 800)
    assert [row["id"] for row in bo("GET", "/saved").json()["rows"]] == [made]
    assert [row["slug"] for row in bo("GET", "/follows").json()["rows"]] != []
    assert {row["because"]["code"] for row in bo("GET", "/wall?lane=following").json()["rows"]} == {"author"}
    assert bo("GET", f"/posts/{made}/why").json()["terms"][0]["because"]["hours"] == 48
    signals = {"signals": [{"kind": "seen", "post_id": made}]}
    assert bo("POST", "/signals", signals).status_code == 204
    assert lin("POST", f"/posts/{made}/withdrawal", {"reason": "Changed my mind."}).status_code == 204
    assert bo("GET", f"/posts/{made}").status_code == 404


def test_a_shop_keeps_its_catalogue(town: Town) -> None:
    zhou = town.program("zhou")
    price = {"amount": 4200, "currency": "CNY"}
    variant = {"sku": "b", "price": price, "stock": 3, "options": [{"name": "Size", "value": "M"}]}
    made = zhou("POST", "/shops/zhou-tea/products", {"title": "Bowl", "topic": "tea", "variants": [variant]}).json()[
        "id"
    ]
    (offer,) = zhou("GET", f"/products/{made}").json()["offers"]
    assert (offer["price"], offer["available"], offer["options"]) == (price, 3, [{"name": "Size", "value": "M"}])
    dearer = {"price": {"amount": 5000, "currency": "CNY"}}
    assert zhou("PUT", f"/offers/{offer['id']}/price", dearer).status_code == 204
    assert zhou("PUT", f"/offers/{offer['id']}/stock", {"on_hand": 7}).status_code == 204
    found = zhou("GET", "/search?text=bowl&shop=zhou-tea&in_stock=true").json()["rows"]
    assert [(row["price"]["amount"], row["available"]) for row in found] == [(5000, 7)]
    assert zhou("PUT", f"/products/{made}/withdrawal", {"reason": "Broken."}).status_code == 204
    assert zhou("GET", "/search?text=bowl").json()["rows"] == []
    assert zhou("DELETE", f"/products/{made}/withdrawal").status_code == 204


def test_a_cart_becomes_a_quote(town: Town) -> None:
    bo = town.program("bo")
    item = {"offer_id": str(town.ids["offer"]), "quantity": 2}
    assert bo("POST", "/cart/items", item).status_code == 204
    assert bo("PUT", f"/cart/items/{item['offer_id']}", {"quantity": 3}).status_code == 204
    assert bo("GET", "/cart").json()["totals"] == [{"amount": 39000, "currency": "CNY"}]
    quote = bo("POST", "/quotes", {"address_id": str(town.ids["bo_address"])}).json()
    assert bo("GET", f"/quotes/{quote['id']}").json() == quote
    assert bo("DELETE", f"/cart/items/{item['offer_id']}").status_code == 204
    assert bo("GET", "/cart").json()["count"] == 0
    (channel,) = bo("GET", "/channels?currency=CNY").json()["rows"]
    assert (channel["key"], channel["open"]) == ("sandbox", True)


def test_a_program_is_told_where_to_pay(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider is asked without a transaction open; here it answers at once."""
    asked = []

    def start(*, intent_id: object, now: object, payer_ip: str) -> str:
        asked.append(intent_id)
        return "https://pay.example/1"

    monkeypatch.setattr(payments, "start_intent", start)
    fang = town.program("fang")
    path = f"/purchases/{town.ids['new_purchase']}/payment"
    assert fang("POST", path).json() == {"pay_url": "https://pay.example/1"}
    assert asked == [town.ids["new_intent"]]
    done = fang("POST", f"/purchases/{town.ids['purchase']}/payment")
    assert (done.status_code, done.json()["code"]) == (409, "api.nothing_to_pay")


def test_an_operator_decides(town: Town) -> None:
    desk = town.program("desk")
    (waiting,) = desk("GET", "/credentials/applications").json()["rows"]
    decision = {"decision": "grant", "grade": 1, "reason": "We tasted it together."}
    assert desk("POST", f"/credentials/applications/{waiting['id']}/decision", decision).status_code == 204
    (own,) = town.program("fang")("GET", "/me/applications").json()["rows"]
    assert (own["state"], own["reason"]) == ("granted", "We tasted it together.")
    assert desk("GET", "/verification").json()["breaches"] == []


def statements(do: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        do()
    words = [one["sql"] for one in seen.captured_queries]
    return sum(not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for sql in words)


def test_the_api_adds_the_tokens_statement_and_nothing_else(town: Town) -> None:
    """Each hot request is as cheap as the query or action behind it, whose statements its own module counts."""
    fang, ids, now = town.program("fang"), town.ids, clock.now()
    item = {"offer_id": str(ids["offer"]), "quantity": 2, "post_id": str(ids["post"])}
    wanted = {"items": [item], "address_id": str(ids["address"])}
    quotes = [fang("POST", "/quotes", wanted).json() for _time in range(2)]

    def place() -> None:
        checkout.place(
            quote_id=UUID(quotes[0]["id"]),
            quote_hash=quotes[0]["hash"],
            channel="sandbox",
            person_id=ids["fang"],
            key="a",
            return_url="https://example.com/",
            lifetime=timedelta(minutes=30),
            now=now,
        )

    walls = [interests.wall(ids["fang"], "for-you", None, "en", now)]
    assert len(walls[0].rows) == 1
    asked = {
        "wall": (
            statements(lambda: interests.wall(ids["fang"], "for-you", None, "en", now)),
            statements(lambda: fang("GET", "/wall")),
        ),
        "quote": (
            statements(lambda: scene.quoted(ids, now)),
            statements(lambda: fang("POST", "/quotes", wanted)),
        ),
        "place": (
            statements(place),
            statements(lambda: fang("POST", "/purchases", agreement(quotes[1]), key="b")),
        ),
    }
    assert {name: told - own for name, (own, told) in asked.items()} == {"wall": 1, "quote": 1, "place": 1}
    assert asked["wall"][1] == 3
    assert asked["quote"][1] <= 8
    assert asked["place"][1] <= 20


def test_a_notice_takes_what_the_action_takes(town: Town) -> None:
    told, more = [scene.placed(town.ids, clock.now()).intent_id for _time in range(2)]
    body, headers = notice(str(told), 26200)
    headers = {name.lower(): value for name, value in headers.items()}
    own = statements(lambda: payments.take_notice(provider="sandbox", headers=headers, body=body, now=clock.now()))
    assert statements(lambda: take(str(more), 26200)) == own
    assert {payments_queries.intent(one).captured for one in (told, more)} == {26200}
    assert own <= 5
