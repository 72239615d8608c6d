"""Stripe for the conformance suite: a server on loopback that speaks its wire format, so that Stripe's own package is
exercised over HTTP; no network is needed and no key."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from goodword.kit import clock
from goodword.payments.providers.harness import RawNotice
from goodword.payments.providers.interface import Kind
from goodword.payments.providers.stripe.adapter import Access, Stripe
from goodword.payments.providers.stripe.money import stripe_decimals
from goodword.payments.providers.stripe.server import Server, sign
from goodword.payments.providers.stripe.words import KEY

SECRET, STRANGERS = "whsec_conformance", "whsec_stranger"
OBJECTS = {Kind.INTENT: "checkout.session", Kind.REFUND: "refund", Kind.PAYOUT: "transfer"}
AMOUNTS = {"checkout.session": "amount_total", "refund": "amount", "transfer": "amount"}


class StripeHarness:
    """The server, its payers and its events."""

    name = "stripe"
    currencies: tuple[str, ...] = ("EUR", "JPY", "KWD", "ISK", "UGX")
    destination, closed_destination = "acct_payee", "acct_closed"

    def __enter__(self) -> Self:
        self.server = Server(key="sk_test_conformance", connected=(self.destination,))
        self._thread = threading.Thread(target=self.server.serve_forever, args=[0.01])
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def access(self) -> Access:
        """Our account at this server."""
        return Access("acct_goodword", self.server.key, [SECRET], self.server.url)

    def adapter(self) -> Stripe:
        """The adapter with our account."""
        return Stripe(self.access())

    def pay(self, key: UUID, *, second_attempt: bool = False) -> None:
        """Pays on the Session's page; a declined card leaves it open."""
        if second_attempt:
            self.server.desk.attempt(self._thing(Kind.INTENT, key), succeeds=False)
        self.server.desk.attempt(self._thing(Kind.INTENT, key), succeeds=True)

    def refuse(self, key: UUID) -> None:
        """The card is declined."""
        self.server.desk.attempt(self._thing(Kind.INTENT, key), succeeds=False)

    def settle(self) -> None:
        """Refunds arrive at the banks."""
        self.server.desk.settle()

    def made(self, kind: Kind) -> int:
        """Counts objects."""
        return len(self.server.desk.made(OBJECTS[kind]))

    def face(self, kind: Kind, key: UUID) -> Decimal:
        """What the page would show."""
        thing = self._thing(kind, key)
        return Decimal(thing[AMOUNTS[thing["object"]]]).scaleb(-stripe_decimals(thing["currency"].upper()))

    def sent(self, key: UUID) -> list[RawNotice]:
        """Its events, signed now."""
        about = [one for one in self.server.desk.events if one["data"]["object"]["metadata"].get(KEY) == str(key)]
        return [self._signed(json.dumps(event).encode(), clock.now(), SECRET) for event in about]

    def resigned(self, notice: RawNotice, at: datetime, *, by_stranger: bool = False) -> RawNotice:
        """Signs the same body anew."""
        return self._signed(notice.body, at, STRANGERS if by_stranger else SECRET)

    def altered(self, notice: RawNotice, field: str, value: str | int) -> RawNotice:
        """Says another value. Whom an event is about is the event's account; ours is not named."""
        event = json.loads(notice.body)
        thing = event["data"]["object"]
        if field == "amount":
            thing[AMOUNTS[thing["object"]]] = value
        elif field == "currency":
            thing["currency"] = str(value).lower()
        elif field == "merchant":
            event["account"] = value
        else:
            event["livemode"] = thing["livemode"] = value == "live"
        return self._signed(json.dumps(event).encode(), clock.now(), SECRET)

    def unrelated(self) -> RawNotice:
        """An event that we did not subscribe to."""
        event = {"id": "evt_1", "object": "event", "livemode": False, "type": "customer.created"}
        return self._signed(json.dumps(event | {"data": {"object": {"id": "cus_1"}}}).encode(), clock.now(), SECRET)

    @contextmanager
    def down(self) -> Iterator[None]:
        """Answers 503."""
        yield from self._trouble("down")

    @contextmanager
    def answers_lost(self) -> Iterator[None]:
        """Does what it is asked and hangs up."""
        yield from self._trouble("lost")

    def _trouble(self, kind: str) -> Iterator[None]:
        self.server.trouble = kind
        try:
            yield
        finally:
            self.server.trouble = ""

    def _thing(self, kind: Kind, key: UUID) -> dict[str, Any]:
        ours = (one for one in self.server.desk.made(OBJECTS[kind]) if one["metadata"].get(KEY) == str(key))
        return next(ours)

    @staticmethod
    def _signed(body: bytes, at: datetime, secret: str) -> RawNotice:
        headers = {"content-type": "application/json", "stripe-signature": sign(secret, body, int(at.timestamp()))}
        return RawNotice(headers, body)
