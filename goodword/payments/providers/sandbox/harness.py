"""The sandbox for the conformance suite: its server in a thread, spoken to over HTTP, and a listener for notices."""

import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from uuid import UUID

from goodword.kit.money import decimals
from goodword.payments.providers.harness import RawNotice
from goodword.payments.providers.interface import Kind, notice_path
from goodword.payments.providers.sandbox.adapter import NAME, Access, Sandbox
from goodword.payments.providers.sandbox.delivery import Account
from goodword.payments.providers.sandbox.server import Server
from goodword.payments.providers.sandbox.server_store import Thing
from goodword.payments.providers.sandbox.signing import headers_for

OURS = Account("sandbox-conformance-key", "goodword", "conformance-secret")
STRANGER = Account("sandbox-stranger-key", "stranger", "stranger-secret")
SETTLE = 0.01  # seconds a refund or payout takes here
PATIENCE = 10.0  # seconds until everything under way must have ended


class _Listener(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Keeps one notice."""
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        vars(self.server)["notices"].append(RawNotice(headers, body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *said: object) -> None:
        """Keeps quiet."""


class SandboxHarness:
    """The sandbox's server and its payers."""

    name = NAME
    currencies: tuple[str, ...] = ("CNY", "JPY", "KWD")
    destination, closed_destination = "account-1", "closed-1"

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="goodword-conformance-")
        self._notices: list[RawNotice] = []
        self._listener = ThreadingHTTPServer(("127.0.0.1", 0), _Listener)
        vars(self._listener)["notices"] = self._notices
        store = f"{self._folder.name}/store.sqlite3"
        self._server = Server(host="127.0.0.1", port=0, store=store, accounts=[OURS, STRANGER], settle=SETTLE)
        self._threads = [
            threading.Thread(target=self._server.run),
            threading.Thread(target=self._listener.serve_forever, args=[0.01]),
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._listener.shutdown()
        for thread in self._threads:
            thread.join()
        self._listener.server_close()
        self._folder.cleanup()

    def adapter(self) -> Sandbox:
        """The adapter with our account."""
        return Sandbox(self.access())

    def access(self) -> Access:
        """Where the server and our listener are."""
        host = "http://127.0.0.1"
        listening = f"{host}:{self._listener.server_address[1]}{notice_path(NAME)}"
        return Access(f"{host}:{self._server.server_address[1]}", OURS.key, [OURS.secret], listening)

    def pay(self, key: UUID, *, second_attempt: bool = False) -> None:
        """Pays on the page; a failed attempt before it is told after it, which is worse."""
        thing = self._thing(Kind.INTENT, key)
        self._server.store.set_script(OURS.merchant, "reorder" if second_attempt else "", thing.reference)
        self._server.desk.decide(self._thing(Kind.INTENT, key), pays=True)

    def refuse(self, key: UUID) -> None:
        """Refuses on the page."""
        self._server.desk.decide(self._thing(Kind.INTENT, key), pays=False)

    def settle(self) -> None:
        """Waits until the sandbox has nothing left to do."""
        until = time.monotonic() + PATIENCE
        while self._server.store.next_due() is not None and time.monotonic() < until:
            time.sleep(0.005)

    def made(self, kind: Kind) -> int:
        """Counts in the sandbox's store."""
        return self._server.store.count(kind.value)

    def face(self, kind: Kind, key: UUID) -> Decimal:
        """What its page would show."""
        thing = self._thing(kind, key)
        return Decimal(thing.amount).scaleb(-decimals(thing.currency))

    def sent(self, key: UUID) -> list[RawNotice]:
        """What the listener got."""
        self.settle()
        return [notice for notice in self._notices if json.loads(notice.body)["key"] == str(key)]

    def resigned(self, notice: RawNotice, at: datetime, *, by_stranger: bool = False) -> RawNotice:
        """Signs the same body anew."""
        return self._signed(notice, notice.body, int(at.timestamp()), (STRANGER if by_stranger else OURS).secret)

    def altered(self, notice: RawNotice, field: str, value: str | int) -> RawNotice:
        """Says another value; the sandbox's notices have every field."""
        body = json.dumps({**json.loads(notice.body), field: value}).encode()
        return self._signed(notice, body, int(notice.headers["webhook-timestamp"]), OURS.secret)

    def unrelated(self) -> RawNotice | None:
        """The sandbox speaks only of what it was asked."""
        return None

    @contextmanager
    def down(self) -> Iterator[None]:
        """Answers 503."""
        yield from self._scripted("down")

    @contextmanager
    def answers_lost(self) -> Iterator[None]:
        """Answers 500 after doing."""
        yield from self._scripted("fail_after_doing")

    def _scripted(self, script: str) -> Iterator[None]:
        self._server.store.set_script(OURS.merchant, script, None)
        try:
            yield
        finally:
            self._server.store.set_script(OURS.merchant, "", None)

    def _thing(self, kind: Kind, key: UUID) -> Thing:
        thing = self._server.store.find(OURS.merchant, kind.value, str(key))
        if thing is None:
            raise LookupError(f"the sandbox has no {kind} {key}")
        return thing

    @staticmethod
    def _signed(notice: RawNotice, body: bytes, sent_at: int, secret: str) -> RawNotice:
        return RawNotice(headers_for(secret, notice_path(NAME), notice.headers["webhook-id"], sent_at, body), body)
