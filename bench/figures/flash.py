"""A flash sale: 300 buyers, 30 at once, one offer with 100 units, on both databases."""

import asyncio
import json
import time
from typing import Any

from bench.buying import notice, place
from bench.load import Line, Outcome, Task, request, run
from bench.report import Scale, Table
from bench.stand import Stand

BUYERS, AT_ONCE, UNITS = 300, 30, 100
MARKET = {"shops": 1, "products": 1, "posts": 1, "buyers": BUYERS, "readers": 0}
PAID = """SELECT COALESCE(sum(l.quantity), 0) FROM orders_line l JOIN orders_order o ON o.id = l.order_id
          JOIN orders_purchase p ON p.id = o.purchase_id WHERE p.state = 'paid'"""
STOCK = "SELECT on_hand, reserved FROM catalog_offer"
PATIENCE = 60


def measure(scale: Scale) -> Table:
    """Once on each database: it counts and does not time."""
    found = {database: _sale(database) for database in ("postgresql", "sqlite")}
    table = Table(columns=("PostgreSQL", "SQLite"))
    rows = list(found.values())
    sold = all(one["sold"] == UNITS for one in rows)
    table.add("sold", *(str(one["sold"]) for one in rows), demanded=f"exactly {UNITS}", holds=sold)
    table.add(
        "left in stock, reserved",
        *(f"{one['left']}, {one['reserved']}" for one in rows),
        demanded="0, 0",
        holds=all(one["left"] == one["reserved"] == 0 for one in rows),
    )
    answers = [dict(sorted(one["statuses"].items())) for one in rows]
    table.add(
        "answers by status",
        *(", ".join(f"{count} x {number}" for number, count in one.items()) for one in answers),
        demanded="no 5xx",
        holds=not any(number >= 500 for one in answers for number in one),
    )
    table.add("seconds from first to last answer", *(f"{one['seconds']:.1f}" for one in rows))
    return table


def _sale(database: str) -> dict[str, Any]:
    stand = Stand(database)
    try:
        market = stand.inside("market.plant", **MARKET)
        stand.inside("market.stock", offer=market["offers"][0][0], units=UNITS)
        with stand.server(), stand.worker():
            outcome = asyncio.run(run(stand.port, [_try(stand, market, buyer) for buyer in market["buyers"]], AT_ONCE))
            began = time.monotonic()
            while stand.ask(PAID)[0][0] < UNITS and time.monotonic() < began + PATIENCE:
                time.sleep(0.1)
        ((left, reserved),) = stand.ask(STOCK)
        sold = int(stand.ask(PAID)[0][0])
        return {
            "sold": sold,
            "left": left,
            "reserved": reserved,
            "statuses": outcome.statuses,
            "seconds": outcome.seconds,
        }
    finally:
        stand.remove()


def _try(stand: Stand, market: dict[str, Any], buyer: dict[str, str]) -> Task:
    """Quotes, places, and pays when the stock was still there."""
    headers = {"authorization": f"Bearer {buyer['token']}", "content-type": "application/json"}
    asked = {"items": [{"offer_id": market["offers"][0][0], "quantity": 1}], "address_id": buyer["address"]}
    sent = request("POST", "/api/v1/quotes", headers, json.dumps(asked).encode())

    async def step(line: Line, outcome: Outcome, sent: bytes) -> dict[str, Any] | None:
        began = time.perf_counter()
        reply = await line.ask(sent)
        outcome.count(reply, time.perf_counter() - began)
        said: dict[str, Any] | None = json.loads(reply.body) if reply.status == 201 else None
        return said

    async def do(line: Line, outcome: Outcome) -> None:
        quote = await step(line, outcome, sent)
        placed = quote and await step(line, outcome, place(stand, quote | {"token": buyer["token"]}))
        if quote and placed:
            await step(line, outcome, notice(placed["intent_id"], quote))

    return do
