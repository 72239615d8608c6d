"""Reading the For you wall, as a page and over the API."""

import asyncio
from typing import Any

from bench.load import Outcome, Reply, plain, request, run
from bench.stand import Stand

CLIENTS = 16
CARDS = 20
WARMING = 6  # rounds of new connections, so that both processes have met every template and statement


def pages(stand: Stand, market: dict[str, Any], count: int) -> Outcome:
    """So many readings of the page by the readers in turn, with 16 clients."""
    sent = [request("GET", "/", {"cookie": f"goodword={key}"}) for key in market["sessions"]]
    return _read(stand, sent, count, b'<article class="card"')


def answers(stand: Stand, market: dict[str, Any], count: int) -> Outcome:
    """The same over the API."""
    tokens = [reader["token"] for reader in market["buyers"][: len(market["sessions"])]]
    sent = [request("GET", "/api/v1/wall", {"authorization": f"Bearer {token}"}) for token in tokens]
    return _read(stand, sent, count, b'"post_id":')


def warm(stand: Stand, market: dict[str, Any]) -> int:
    """Reads until nothing is new to the server; says how many pages were read, and as many answers."""
    for _round in range(WARMING):
        pages(stand, market, CLIENTS * 4)
        answers(stand, market, CLIENTS * 4)
    return WARMING * CLIENTS * 4


def _read(stand: Stand, sent: list[bytes], count: int, card: bytes) -> Outcome:
    def check(reply: Reply) -> None:
        if reply.status != 200 or reply.body.count(card) != CARDS:
            raise RuntimeError(f"{reply.status} with {reply.body.count(card)} cards: {reply.body[:300]!r}")

    return asyncio.run(run(stand.port, [plain(sent[number % len(sent)], check) for number in range(count)], CLIENTS))
