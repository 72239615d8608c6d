"""A shop that receives notices: it keeps what comes and answers as told."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from uuid import uuid4

from goodword.kit.clock import now
from goodword.payments.providers.sandbox.delivery import Account
from goodword.payments.providers.sandbox.process import OURS, SandboxProcess
from goodword.payments.providers.sandbox.signing import is_signed

PATH = "/api/hooks/sandbox"
OTHER = Account("sandbox-other-key", "other", "other-secret")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status = self.server.receiver.take(headers, body)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *said: object) -> None:
        """Quiet."""


class Receiver:
    """`with Receiver() as shop:` listens at `shop.url`; `shop.notices` are (headers, body)."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads, self._server.block_on_close = True, False
        self._server.receiver = self
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.notices: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []

    def take(self, headers: dict[str, str], body: bytes) -> int:
        self.notices.append((headers, body))
        return self.answers.pop(0) if self.answers else 204

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait_for(self, count: int) -> list[tuple[dict[str, str], bytes]]:
        """The first `count` notices."""
        wait_until(lambda: len(self.notices) >= count)
        return self.notices[:count]


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Waits until something holds."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise AssertionError("it did not come about in time")
        time.sleep(0.01)


def terms(shop: Receiver, **changed: object) -> dict[str, object]:
    return {
        "key": str(uuid4()),
        "amount": 12800,
        "currency": "CNY",
        "notify_url": shop.url + PATH,
        "return_url": "http://shop.test/back",
        "expires_at": int(now().timestamp()) + 600,
        **changed,
    }


def intent(sandbox: SandboxProcess, shop: Receiver, **changed: object) -> dict[str, object]:
    status, word = sandbox.ask("POST", "/v1/intents", terms(shop, **changed))
    assert status == 201
    return word


def paid(sandbox: SandboxProcess, shop: Receiver, **changed: object) -> dict[str, object]:
    word = intent(sandbox, shop, **changed)
    sandbox.pay(word["pay_url"])
    return word


def valid(notice: tuple[dict[str, str], bytes], path: str = PATH, secret: str = OURS.secret) -> bool:
    headers, body = notice
    return is_signed(
        [secret], path, headers["webhook-id"], int(headers["webhook-timestamp"]), body, headers["webhook-signature"]
    )


def said(notice: tuple[dict[str, str], bytes]) -> dict[str, object]:
    return json.loads(notice[1])
