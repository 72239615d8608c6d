"""A stand-in for WeChat Pay's API over HTTP: every request must be signed by the merchant, every answer is signed."""

import json
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from goodword.payments.providers.wechatpay.desk import Desk, WeChatPaySaysNo
from goodword.payments.providers.wechatpay.keys import SCHEME, headers_for, is_signed

FIELD = re.compile(r'(\w+)="([^"]*)"')
FRESH = 300  # seconds a request's time may be away
Answer = tuple[int, dict[str, Any] | None]


class Server(ThreadingHTTPServer):
    """Listens on loopback for one merchant. `trouble` is "", "down" or "lost" (done, and not answered)."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, desk: Desk, *, mchid: str, serial: str, public_id: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.desk, self.mchid, self.serial, self.public_id = desk, mchid, serial, public_id
        self.trouble = ""
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.requests: list[tuple[str, str, dict[str, Any]]] = []

    def answer(self, method: str, target: str, authorization: str, body: str) -> Answer:
        """One request of the merchant."""
        self._check(method, target, authorization, body)
        asked = json.loads(body or "{}")
        self.requests.append((method, target, asked))
        if self.trouble == "down":
            raise WeChatPaySaysNo(500, "SYSTEM_ERROR")
        url, desk = urlsplit(target), self.desk
        with desk.lock:
            match (method, url.path.removeprefix("/v3/").split("/")):
                case ("POST", ["pay", "transactions", "h5"]):
                    return 200, desk.create_order(asked)
                case ("GET", ["pay", "transactions", "out-trade-no", name]) if url.query == f"mchid={self.mchid}":
                    return 200, desk.order(name)
                case ("POST", ["pay", "transactions", "out-trade-no", name, "close"]):
                    desk.close_order(name, asked)
                    return 204, None
                case ("POST", ["refund", "domestic", "refunds"]):
                    return 200, desk.create_refund(asked)
                case ("GET", ["refund", "domestic", "refunds", name]):
                    return 200, desk.refund(name)
        raise WeChatPaySaysNo(404, "NOT_FOUND", target)

    def _check(self, method: str, target: str, authorization: str, body: str) -> None:
        scheme, _space, fields = authorization.partition(" ")
        said = dict(FIELD.findall(fields))
        signed = (method, target, said.get("timestamp", ""), said.get("nonce_str", ""), body)
        if scheme != SCHEME or (said.get("mchid"), said.get("serial_no")) != (self.mchid, self.serial):
            raise WeChatPaySaysNo(401, "SIGN_ERROR")
        if not is_signed("merchant", said.get("signature", ""), *signed):
            raise WeChatPaySaysNo(401, "SIGN_ERROR")
        if abs(int(said["timestamp"]) - time.time()) > FRESH:
            raise WeChatPaySaysNo(401, "SIGN_ERROR", "timestamp")


class Handler(BaseHTTPRequestHandler):
    """Reads JSON, asks the server, writes signed JSON."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Questions."""
        self._serve("")

    def do_POST(self) -> None:
        """Orders."""
        self._serve(self.rfile.read(int(self.headers.get("content-length", "0"))).decode())

    def log_message(self, *said: object) -> None:
        """Keeps quiet."""

    def _serve(self, asked: str) -> None:
        try:
            status, content = self.server.answer(self.command, self.path, self.headers.get("authorization", ""), asked)
        except WeChatPaySaysNo as no:
            status, content = no.status, no.content
        except (KeyError, ValueError, TypeError) as error:
            status, content = 400, {"code": "PARAM_ERROR", "message": str(error)}
        if self.server.trouble == "lost" and self.command == "POST":
            self.close_connection = True
            return
        body = "" if content is None else json.dumps(content)
        self.send_response(status)
        signed = headers_for("wechatpay", self.server.public_id, body, int(time.time()))
        kind = {"Content-Type": "application/json; charset=utf-8", "Content-Length": str(len(body.encode()))}
        for name, value in {**kind, **signed}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())
