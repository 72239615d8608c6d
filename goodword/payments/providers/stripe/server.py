"""A stand-in for Stripe's API over HTTP: forms in, JSON out, idempotency keys, error objects, signed events."""

import hmac
import json
import re
import secrets
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from goodword.payments.providers.stripe.desk import Desk, Form, StripeSaysNo

RESOURCES = {"/v1/checkout/sessions": "checkout.session", "/v1/refunds": "refund", "/v1/transfers": "transfer"}
PART = re.compile(r"[^\[\]]+")
Answer = tuple[int, dict[str, Any]]


class Server(ThreadingHTTPServer):
    """Listens on loopback and answers one API key. `trouble` is "", "down" or "lost" (done, and not answered)."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *, key: str, connected: tuple[str, ...] = ()) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.key, self.trouble = key, ""
        self.desk = Desk(lambda: int(time.time()), connected)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.requests: list[tuple[str, str, Mapping[str, str], Form]] = []
        self._done: dict[str, tuple[object, Answer]] = {}

    def answer(self, method: str, path: str, headers: Mapping[str, str], form: Form) -> Answer:
        """One request, done once for each idempotency key."""
        self.requests.append((method, path, headers, form))
        if headers.get("authorization") != f"Bearer {self.key}":
            raise StripeSaysNo(401, "Invalid API Key provided: sk_test_****")
        if self.trouble == "down":
            raise StripeSaysNo(503, "Stripe is out of order.", kind="api_error")
        once = headers.get("idempotency-key", "")
        with self.desk.lock:
            if method == "POST" and once in self._done:
                asked, answer = self._done[once]
                if asked != (path, form):
                    message = "Keys for idempotent requests can only be used with the same parameters."
                    raise StripeSaysNo(400, message, kind="idempotency_error")
                return answer
            status, content = self._do(method, path, form)
            answer = status, json.loads(json.dumps(content))  # as it was then
            if method == "POST" and once:
                self._done[once] = (path, form), answer
        return answer

    def _do(self, method: str, path: str, form: Form) -> Answer:
        desk = self.desk
        match (method, path.removeprefix("/v1/").split("/")):
            case ("POST", ["checkout", "sessions"]):
                return 200, _shown(desk.create_session(form))
            case ("POST", ["checkout", "sessions", name, "expire"]):
                return 200, _shown(desk.expire_session(name))
            case ("GET", ["checkout", "sessions", name]):
                return 200, self._expanded(desk.find("checkout.session", name, "session"), form, "payment_intent")
            case ("POST", ["refunds"]):
                return 200, _shown(desk.create_refund(form))
            case ("GET", ["refunds", name]):
                return 200, _shown(desk.find("refund", name))
            case ("POST", ["transfers"]):
                return 200, _shown(desk.create_transfer(form))
            case ("GET", ["transfers", name]):
                return 200, _shown(desk.find("transfer", name))
            case ("GET", _) if path in RESOURCES:
                return 200, self._list(path, form)
        raise StripeSaysNo(404, f"Unrecognized request URL ({method}: {path}).")

    def _list(self, path: str, form: Form) -> dict[str, Any]:
        found, limit = self.desk.listed(RESOURCES[path], form), int(form.get("limit", 10))
        if not 1 <= limit <= 100:
            raise StripeSaysNo(400, "Invalid integer", code="parameter_invalid_integer", param="limit")
        names = [thing["id"] for thing in found]
        start = names.index(form["starting_after"]) + 1 if "starting_after" in form else 0
        page = [self._expanded(thing, form, "data.payment_intent") for thing in found[start : start + limit]]
        return {"object": "list", "data": page, "has_more": len(found) > start + limit, "url": path}

    def _expanded(self, thing: dict[str, Any], form: Form, name: str) -> dict[str, Any]:
        shown = _shown(thing)
        if name in form.get("expand", {}).values() and shown.get("payment_intent"):
            shown["payment_intent"] = _shown(self.desk.things[shown["payment_intent"]])
        return shown


class Handler(BaseHTTPRequestHandler):
    """Reads a form, asks the server, writes JSON."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Questions."""
        self._serve(urlsplit(self.path).query)

    def do_POST(self) -> None:
        """Orders."""
        self._serve(self.rfile.read(int(self.headers.get("content-length", "0"))).decode())

    def log_message(self, *said: object) -> None:
        """Keeps quiet."""

    def _serve(self, encoded: str) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            status, content = self.server.answer(self.command, urlsplit(self.path).path, headers, read_form(encoded))
        except StripeSaysNo as no:
            status, content = no.status, no.content
        except (KeyError, ValueError) as error:
            missing = {"code": "parameter_missing", "message": str(error), "type": "invalid_request_error"}
            status, content = 400, {"error": missing}
        if self.server.trouble == "lost" and self.command == "POST":
            self.close_connection = True
            return
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", f"req_{secrets.token_hex(7)}")
        self.end_headers()
        self.wfile.write(body)


def read_form(encoded: str) -> Form:
    """`a[b][c]=d` as {"a": {"b": {"c": "d"}}}; lists have their places as names."""
    form: Form = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True, strict_parsing=bool(encoded)):
        *path, last = PART.findall(name)
        inner = form
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return form


def sign(secret: str, body: bytes, timestamp: int) -> str:
    """The value of Stripe-Signature."""
    mac = hmac.digest(secret.encode(), f"{timestamp}.".encode() + body, "sha256").hex()
    return f"t={timestamp},v1={mac},v0={secrets.token_hex(32)}"


def _shown(thing: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if name[0] != "_"}
