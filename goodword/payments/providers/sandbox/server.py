"""The sandbox provider's HTTP server: `goodword sandbox`. See desk.py for its API, script.py for its misbehaviour."""

import json
import time
from collections.abc import Iterable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from goodword.payments.providers.sandbox import page
from goodword.payments.providers.sandbox.delivery import RETRIES, Account, Delivery
from goodword.payments.providers.sandbox.desk import Desk, Refused
from goodword.payments.providers.sandbox.server_store import Store
from goodword.payments.rules import Mode, key_fits

BODY_BYTES = 64 * 1024
SETTLE_SECONDS = 1.0  # how long a refund or payout takes


class Server(ThreadingHTTPServer):
    """Listens on loopback; one thread for each connection."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self,
        *,
        host: str,
        port: int,
        store: str,
        accounts: Iterable[Account],
        settle: float = SETTLE_SECONDS,
        retries: Sequence[float] = RETRIES,
    ) -> None:
        by_key = {account.key: account for account in accounts}
        if not all(key_fits(Mode.TEST, key) for key in by_key):
            raise ValueError("The sandbox takes only keys that begin with sandbox- or test-.")
        super().__init__((host, port), Handler)
        base = f"http://{host}:{self.server_address[1]}"
        self.store = Store(store)
        self.delivery = Delivery(self.store, by_key, base, retries)
        self.desk = Desk(self.store, by_key, self.delivery, base, settle)

    def run(self) -> None:
        """Serves until interrupted."""
        self.delivery.start()
        try:
            self.serve_forever(poll_interval=0.1)
        finally:
            self.server_close()
            self.delivery.stop()
            self.store.close()


class Handler(BaseHTTPRequestHandler):
    """Reads a request, asks the desk or the page, writes the answer."""

    protocol_version = "HTTP/1.1"
    server_version = "sandbox"
    timeout = 60
    server: Server

    def do_GET(self) -> None:
        """Answers questions and shows the pay page."""
        self._serve()

    def do_POST(self) -> None:
        """Makes things and takes the payer's decision."""
        self._serve()

    def do_PUT(self) -> None:
        """Takes scripts."""
        self._serve()

    def log_message(self, *said: object) -> None:
        """Keeps quiet: what matters is in the store."""

    def _serve(self) -> None:
        url = urlsplit(self.path)
        try:
            body = self._body()
            if url.path == "/health":
                self._write(200, b"ok", "text/plain")
            elif url.path.startswith("/pay/"):
                self._pay(url.path.removeprefix("/pay/"), parse_qs(url.query), body)
            else:
                spoken = self.server.desk.answer(
                    self.command, url.path, self.headers.get("authorization", ""), _content(body)
                )
                time.sleep(spoken.wait)
                self._write_json(spoken.status, spoken.content)
        except Refused as refused:
            self._write_json(refused.status, {"refused": refused.reason})

    def _pay(self, reference: str, query: dict[str, list[str]], body: bytes) -> None:
        desk = self.server.desk
        thing = desk.payable(reference)
        if self.command == "POST":
            verdict = parse_qs(body.decode("latin-1")).get("verdict", [""])[0]
            if verdict not in {"pay", "refuse"}:
                raise Refused(422, "verdict")
            desk.decide(thing, pays=verdict == "pay")
            self._write(303, b"", "text/plain", Location=thing.terms["return_url"])
            return
        html, policy = page.render(thing, over=desk.is_over(thing), language=query.get("lang", ["en"])[0])
        self._write(200, html.encode(), "text/html; charset=utf-8", **{"Content-Security-Policy": policy})

    def _body(self) -> bytes:
        length = self.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > BODY_BYTES:
            self.close_connection = True
            raise Refused(413, "too long")
        return self.rfile.read(int(length))

    def _write_json(self, status: int, content: dict[str, Any]) -> None:
        self._write(status, json.dumps(content).encode(), "application/json")

    def _write(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _content(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body or b"{}")
    except ValueError as error:
        raise Refused(422, "not JSON") from error
    if not isinstance(content, dict):
        raise Refused(422, "not an object")
    return content
