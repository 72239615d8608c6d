"""What the tests of Stripe share."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from goodword.payments.providers.interface import SignedNotice
from goodword.payments.providers.stripe.adapter import Access, Stripe
from goodword.payments.providers.stripe.server import sign

PAYLOADS = Path(__file__).parent / "payloads"
SECRET = "whsec_test"
ACCESS = Access("acct_goodword", "sk_test_1", [SECRET], "http://127.0.0.1:9")


def event(name: str, **changed: Any) -> dict[str, Any]:
    """A recorded event; `changed` are fields of the object it is about."""
    told = json.loads((PAYLOADS / f"{name}.json").read_text())
    told["data"]["object"] |= changed
    return told


def take(
    told: dict[str, Any], now: datetime, *, secret: str = SECRET, sent_at: datetime | None = None, **named: Any
) -> SignedNotice:
    """The event arrives at an adapter."""
    body = json.dumps(told).encode()
    header = sign(secret, body, int((sent_at or now).timestamp()))
    return Stripe(named.get("access", ACCESS)).parse_notice({"stripe-signature": header}, body, now)
