"""Reads what a page reports as seen or opened."""

import json
from uuid import UUID

from goodword.interests.actions import NewSignal
from goodword.interests.rules import SIGNALS_AT_ONCE, SignalKind

TOLD_BY_PAGES: dict[str, SignalKind] = {"seen": "seen", "opened": "opened"}  # the rest is known from what happened


def read(body: bytes) -> list[NewSignal]:
    """The well-formed signals of `body`, at most a batch; anything else is left out, for nobody waits for an answer."""
    try:
        told = json.loads(body)["signals"]
    except (ValueError, KeyError, TypeError):
        return []
    rows = told[:SIGNALS_AT_ONCE] if isinstance(told, list) else []
    return [signal for row in rows if (signal := _one(row))]


def _one(row: object) -> NewSignal | None:
    try:
        assert isinstance(row, dict)
        product = UUID(row["product"]) if row.get("product") else None
        return NewSignal(kind=TOLD_BY_PAGES[row["kind"]], post_id=UUID(row["post"]), product_id=product)
    except (AssertionError, KeyError, ValueError, TypeError, AttributeError):
        return None
