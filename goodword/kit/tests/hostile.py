"""Servers that do not behave, and a network that leads to them under public addresses."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpcore
from dnslib import QTYPE, RR, A, DNSRecord
from dnslib.server import BaseResolver, DNSServer

from goodword.kit.egress import Network, Resolve

Script = Callable[[socket.socket, bytes], None]
PUBLIC, OTHER, INNER = "93.184.216.34", "93.184.216.35", "127.0.0.1"
PLAIN = {"text/plain"}


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = self.request.recv(65536)
            if not piece:
                return
            request += piece
        self.server.requests.append(request)
        try:
            self.server.script(self.request, request)
        except OSError:
            return


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True


@contextmanager
def server(script: Script) -> Iterator[_Server]:
    """A server on loopback that reads a request head and then does what `script` says; keeps what it was sent."""
    with _Server(("127.0.0.1", 0), _Handler) as running:
        running.script, running.requests = script, []
        thread = threading.Thread(target=running.serve_forever, args=[0.01], daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def says(body: bytes, kind: str = "text/plain", *more: str, status: str = "200 OK") -> Script:
    """A script that answers once, politely."""

    def script(wire: socket.socket, request: bytes) -> None:
        head = [
            f"HTTP/1.1 {status}",
            f"Content-Type: {kind}",
            f"Content-Length: {len(body)}",
            "Connection: close",
            *more,
        ]
        wire.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body)

    return script


class Wire:
    """Dials the test's servers in the place of public addresses and remembers what it dialled."""

    def __init__(self, **places: int) -> None:
        self.places, self.dialled = places, []

    def __call__(self, address: object, port: int, seconds: float) -> httpcore.NetworkStream:
        self.dialled.append((str(address), port))
        place = self.places.get(str(address))
        if place is None:
            raise httpcore.ConnectError("nobody there")
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", place, timeout=seconds)


class Answers(BaseResolver):
    """A name server that gives the next prepared answer at every question; None is a failure."""

    def __init__(self, *answers: list[str] | None) -> None:
        self.answers, self.asked = list(answers), 0

    def resolve(self, request: DNSRecord, handler: object) -> DNSRecord:
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        reply = request.reply()
        if answer is None:
            reply.header.rcode = 2
        for address in answer or []:
            reply.add_answer(RR(request.q.qname, QTYPE.A, rdata=A(address), ttl=0))
        return reply


class _Quiet:
    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args: None


@contextmanager
def name_server(*answers: list[str] | None) -> Iterator[tuple[Answers, Callable[[str, int], list[str]]]]:
    """A real DNS server on loopback, and the resolver that asks it."""
    resolver = Answers(*answers)
    running = DNSServer(resolver, port=0, address="127.0.0.1", logger=_Quiet())
    running.start_thread()
    port = running.server.server_address[1]

    def resolve(host: str, _port: int) -> list[str]:
        reply = DNSRecord.parse(DNSRecord.question(host).send("127.0.0.1", port, timeout=2))
        if reply.header.rcode:
            raise OSError("name server failed")
        return [str(record.rdata) for record in reply.rr]

    yield resolver, resolve
    running.stop()
    running.server.server_close()


def named(**names: str) -> Resolve:
    """A resolver that knows these names, by their first label."""
    return lambda host, port: [names[host.partition(".")[0]]]


def at(wire: Wire, **names: str) -> Network:
    """A network of this wire and these names; shop.example is at PUBLIC."""
    return Network(resolve=named(**(names or {"shop": PUBLIC})), dial=wire)
