"""The main job by programs alone, over the JSON API, with tokens; only the payer's page is plain HTTP."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.journeys.clock import days_pass
from tests.running import Running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
TOKEN = """
from datetime import timedelta
from uuid import UUID
from goodword.kit import clock
from goodword.people import actions
person = UUID("{person}")
end = clock.now() + timedelta(days=90)
print(actions.issue_token(person_id=person, label="A journey", expires_at=end, now=clock.now(), by=person))
"""
ADDRESS = {"name": "Wang Fang", "street": "12 Hubin Road", "city": "Hangzhou", "postcode": "310000", "country": "CN"}


class Program:
    """A program of somebody's, with their token."""

    def __init__(self, house: Running, person: str) -> None:
        self.house = house
        self.token = house.python(TOKEN.format(person=person)).strip()

    def ask(self, method: str, path: str, said: object = None, *, status: int = 200, key: str = "") -> Any:
        """One request; its JSON, after seeing that the answer is what was expected."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if said is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        body = b"" if said is None else json.dumps(said).encode()
        answer = self.house.request(method, f"/api/v1{path}", body, headers)
        assert answer.status == status, (method, path, answer)
        return json.loads(answer.text) if answer.text else None

    def until(self, path: str, wanted: Any, *way: str | int) -> Any:
        """Asks until this is what stands at the end of the way; the whole answer."""
        end = time.monotonic() + 60
        while True:
            told = self.ask("GET", path)
            found = told
            for step in way:
                found = found and found[step]  # None: there is no escrow yet
            if found == wanted:
                return told
            assert time.monotonic() < end, told
            time.sleep(0.3)

    def statement(self, path: str) -> dict[str, Any]:
        """The last two weeks' statement."""
        today = datetime.now(UTC).date()
        period = f"start={today - timedelta(days=14)}&end={today + timedelta(days=2)}"
        told: dict[str, Any] = self.ask("GET", f"{path}currency=CNY&{period}")
        return told


def cny(amount: int) -> dict[str, object]:
    return {"amount": amount, "currency": "CNY"}


def buy(fang: Program, offer: str, post: str) -> str:
    """Quotes, agrees twice under one key, and pays at the provider's page; the purchase."""
    address = fang.ask("POST", "/addresses", ADDRESS, status=201)["id"]
    items = [{"offer_id": offer, "quantity": 3, "post_id": post}]
    quote = fang.ask("POST", "/quotes", {"items": items, "address_id": address}, status=201)
    assert (quote["goods"], quote["delivery"], quote["total"]) == (cny(14400), cny(600), cny(15000))
    assert quote["shops"][0]["items"][0]["rate_bp"] == 1000
    assert [(row["key"], row["open"]) for row in fang.ask("GET", "/channels?currency=CNY")["rows"]] == [
        ("sandbox", True)
    ]
    agreed = {
        "quote_id": quote["id"],
        "quote_hash": quote["hash"],
        "channel": "sandbox",
        "return_url": f"{fang.house.base_url}/purchases/{{purchase}}/",
    }
    placed = fang.ask("POST", "/purchases", agreed, status=201, key="once-and-for-all")
    assert fang.ask("POST", "/purchases", agreed, status=201, key="once-and-for-all") == placed
    purchase = str(placed["purchase_id"])
    pay_url = fang.ask("POST", f"/purchases/{purchase}/payment")["pay_url"]
    assert "CN¥150.00" in fang.house.sandbox.page(pay_url)[0]
    assert fang.house.sandbox.pay(pay_url) == f"{fang.house.base_url}/purchases/{purchase}/"
    return purchase


def test_a_word_becomes_a_purchase_and_everybody_is_paid_once(house: Running) -> None:
    ids = house.planted()
    lin, fang, keeper, operator = (
        Program(house, ids["people"][who]) for who in ("expert", "shopper", "kiln", "operator")
    )
    cup = ids["products"]["wave-cup"]
    word = {
        "topic": "ceramics",
        "reason": "Thin at the lip, so tea stays what it is.",
        "reason_type": "used",
        "free_sample": False,
    }
    post = lin.ask("POST", "/posts", {**word, "product_ids": [cup]}, status=201)["id"]
    first = fang.ask("GET", "/wall")["rows"][0]
    assert (first["post_id"], first["rate_bp"], first["because"]["code"]) == (post, 1000, "author")
    offers = fang.ask("GET", f"/products/{cup}")["offers"]
    celadon = next(offer for offer in offers if offer["title"] == "Celadon")
    purchase = f"/purchases/{buy(fang, celadon['id'], post)}"
    held = fang.until(purchase, "held", "orders", 0, "money", "state")["orders"][0]
    places = ("captured", "held", "released", "refunded", "shop", "expert", "platform")
    assert [held["money"][place]["amount"] for place in places] == [15000, 15000, 0, 0, 13272, 1440, 288]
    assert lin.ask("GET", "/earnings")["rows"][0]["held"] == cny(1440)

    order = keeper.ask("GET", "/shops/jingde-kiln/orders?state=paid")["rows"][0]["id"]
    assert order == held["id"]
    keeper.ask("POST", f"/orders/{order}/dispatch", {"carrier": "SF Express", "number": "SF1029384756"}, status=204)
    fang.ask("POST", f"/orders/{order}/receipt", status=204)
    days_pass(house, 30)
    done = fang.until(purchase, "released", "orders", 0, "money", "state")["orders"][0]
    assert [done["money"][place]["amount"] for place in places] == [15000, 0, 15000, 0, 13272, 1440, 288]
    assert all(step["at"] for step in done["steps"])
    days_pass(house, 8)
    paid_out(lin, "/statements?kind=expert&", 1440)
    paid_out(keeper, "/shops/jingde-kiln/statements?", 13272)
    assert operator.statement("/statements?kind=platform&")["earned"] == cny(288)
    assert operator.ask("GET", "/verification")["breaches"] == []


def paid_out(payee: Program, path: str, amount: int) -> None:
    """Waits until the provider has paid; then the statement adds up to nothing left."""
    payee.house.until(f"SELECT state FROM settlement_payout WHERE amount = {amount}", [("paid",)])
    told = payee.statement(path)
    assert [(row["kind"], row["amount"]) for row in told["rows"]] == [("earned", cny(amount)), ("payout", cny(-amount))]
    assert (told["opening"], told["closing"], told["held"], told["more"]) == (cny(0), cny(0), [], False)
