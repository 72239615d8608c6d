"""Buying over the API: a quote, its purchase, and the provider's signed word that it was paid."""

import asyncio
import json
import random
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.load import Line, Outcome, Reply, Task, request, run
from bench.report import SEED
from bench.stand import SECRET, Stand
from goodword.payments.providers.sandbox.signing import headers_for

CLIENTS = 16
WARMED, ROUNDS = 144, 3  # purchases before the first that counts, by rounds of new connections
NOTICES = "/api/hooks/sandbox"
# The account that every capture moves once; a handful of rows, so that asking costs nothing.
CAPTURES = "SELECT COALESCE(sum(version), 0) FROM ledger_account WHERE kind = 'settlement.channel'"
Made = dict[str, Any]


@dataclass(slots=True)
class Bought:
    """One run: seconds of the quotes, of the requests after them, and until all money was in escrow."""

    quoting: float
    answering: float
    whole: float
    steps: dict[str, list[float]] = field(default_factory=dict)
    spent: dict[str, float] = field(default_factory=dict)


def baskets(market: Made, count: int, shops: int) -> list[Made]:
    """So many baskets, each of one piece of an offer on an expert's word, and one from a second shop if wanted."""
    chance, made = random.Random(SEED), []
    for number in range(count):
        post, offer, shop = chance.choice(market["words"])
        other = chance.choice([one for one, its_shop in market["offers"] if its_shop != shop])
        items = [{"offer_id": offer, "quantity": 1, "post_id": post}, {"offer_id": other, "quantity": 1}]
        made.append({"buyer": market["buyers"][number % len(market["buyers"])], "items": items[:shops]})
    return made


def buy(stand: Stand, market: Made, count: int, shops: int = 2) -> Bought:
    """Buys so many times, each from so many shops: first all quotes, then all purchases until the ledger has them."""
    quotes: list[Made] = []
    steps: dict[str, list[float]] = {"quote": [], "place": [], "notice": []}
    asked = [_quote(basket, quotes, steps) for basket in baskets(market, count, shops)]
    quoting = asyncio.run(run(stand.port, asked, CLIENTS))
    before, spent, began = stand.ask(CAPTURES)[0][0], stand.spent(), time.perf_counter()
    answering = asyncio.run(run(stand.port, [_purchase(stand, quote, steps) for quote in quotes], CLIENTS))
    while stand.ask(CAPTURES)[0][0] < before + count:
        time.sleep(0.05)
    whole = time.perf_counter() - began
    spent = {name: used - spent[name] for name, used in stand.spent().items()}
    return Bought(quoting.seconds, answering.seconds, whole, steps, spent)


def warm(stand: Stand, market: Made) -> None:
    """Buys until nothing is new to the server."""
    for _round in range(ROUNDS):
        buy(stand, market, WARMED // ROUNDS)


def _quote(basket: Made, quotes: list[Made], steps: dict[str, list[float]]) -> Task:
    buyer = basket["buyer"]
    headers = {"authorization": f"Bearer {buyer['token']}", "content-type": "application/json"}
    asked = {"items": basket["items"], "address_id": buyer["address"]}
    sent = request("POST", "/api/v1/quotes", headers, json.dumps(asked).encode())

    async def do(line: Line, outcome: Outcome) -> None:
        said = json.loads((await told(line, outcome, sent, 201, steps["quote"])).body)
        quotes.append({"id": said["id"], "hash": said["hash"], "total": said["total"], "token": buyer["token"]})

    return do


def _purchase(stand: Stand, quote: Made, steps: dict[str, list[float]]) -> Task:
    sent = place(stand, quote)

    async def do(line: Line, outcome: Outcome) -> None:
        placed = await told(line, outcome, sent, 201, steps["place"])
        await told(line, outcome, notice(json.loads(placed.body)["intent_id"], quote), 204, steps["notice"])

    return do


async def told(line: Line, outcome: Outcome, sent: bytes, status: int, taken: list[float]) -> Reply:
    """One request that must be answered so."""
    began = time.perf_counter()
    reply = await line.ask(sent)
    taken.append(time.perf_counter() - began)
    outcome.count(reply, taken[-1])
    if reply.status != status:
        raise RuntimeError(f"{reply.status} instead of {status}: {reply.body[:300]!r}")
    return reply


def place(stand: Stand, quote: Made) -> bytes:
    """Agrees to a quote."""
    agreement = {
        "quote_id": quote["id"],
        "quote_hash": quote["hash"],
        "channel": "sandbox",
        "return_url": f"http://127.0.0.1:{stand.port}/purchases/{{purchase}}/",
    }
    headers = {"authorization": f"Bearer {quote['token']}", "content-type": "application/json"}
    headers["idempotency-key"] = quote["id"]
    return request("POST", "/api/v1/purchases", headers, json.dumps(agreement).encode())


def notice(intent: str, quote: Made) -> bytes:
    """The provider's signed word that an intent was paid."""
    word = {
        "kind": "intent",
        "key": intent,
        "status": "done",
        "reference": f"sb-{intent[-8:]}",
        "amount": quote["total"]["amount"],
        "currency": quote["total"]["currency"],
        "merchant": "bench",
        "mode": "test",
    }
    body = json.dumps(word).encode()
    return request("POST", NOTICES, headers_for(SECRET, NOTICES, str(uuid.uuid4()), int(time.time()), body), body)


def rates(runs: Sequence[Bought], count: int, name: str) -> list[float]:
    """Purchases a second in each run, by one of its times."""
    return [count / getattr(one, name) for one in runs]
