"""Time, size and kind of an answer have bounds, however the other side behaves."""

import gzip
import socket
import threading
import time
import tracemalloc

import httpcore
import pytest

from goodword.kit import egress
from goodword.kit.addresses import AddressRefused
from goodword.kit.egress import EgressFailed, Network, fetch
from goodword.kit.tests.hostile import OTHER, PLAIN, PUBLIC, Wire, at, says, server


def test_s14_an_answer_longer_than_the_limit_is_cut_off() -> None:
    """Endless, without a length. Red without the count."""
    sent = []

    def endless(wire: socket.socket, request: bytes) -> None:
        wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        for _n in range(2000):
            wire.sendall(b"x" * 65536)
            sent.append(65536)

    with server(endless) as running:
        wire = Wire(**{PUBLIC: running.server_address[1]})
        with pytest.raises(EgressFailed, match="too long"):
            fetch("GET", "http://shop.example/", content_types=PLAIN, network=at(wire))
    assert sum(sent) < 20 * 1024 * 1024


def test_s14_exactly_the_limit_is_taken() -> None:
    with server(says(b"x" * 1000)) as running:
        wire = Wire(**{PUBLIC: running.server_address[1]})
        assert (
            len(fetch("GET", "http://shop.example/", content_types=PLAIN, max_bytes=1000, network=at(wire)).body)
            == 1000
        )
        with pytest.raises(EgressFailed, match="too long"):
            fetch("GET", "http://shop.example/", content_types=PLAIN, max_bytes=999, network=at(wire))


def test_s14_a_decompression_bomb_does_not_go_off() -> None:
    """100 MB of zeros in 100 kB. Red when the limit counts what came over the wire, or after unpacking it all."""
    bomb = gzip.compress(bytes(100 * 1024 * 1024), 1)
    with server(says(bomb, "text/plain", "Content-Encoding: gzip")) as running:
        wire = Wire(**{PUBLIC: running.server_address[1]})
        tracemalloc.start()
        with pytest.raises(EgressFailed, match="too long"):
            fetch("GET", "http://shop.example/", content_types=PLAIN, network=at(wire))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def test_s14_packed_answers_are_unpacked_and_unknown_packing_is_refused() -> None:
    with server(says(gzip.compress(b"hello"), "text/plain", "Content-Encoding: gzip")) as running:
        wire = Wire(**{PUBLIC: running.server_address[1]})
        assert fetch("GET", "http://shop.example/", content_types=PLAIN, network=at(wire)).body == b"hello"
    for coding in ("br", "zstd", "gzip, gzip", "deflate"):
        with server(says(b"x", "text/plain", f"Content-Encoding: {coding}")) as running:
            wire = Wire(**{PUBLIC: running.server_address[1]})
            with pytest.raises(EgressFailed, match="packed"):
                fetch("GET", "http://shop.example/", content_types=PLAIN, network=at(wire))
    for torn in (b"not gzip", gzip.compress(b"hello")[:-4]):
        with server(says(torn, "text/plain", "Content-Encoding: gzip")) as running:
            wire = Wire(**{PUBLIC: running.server_address[1]})
            with pytest.raises(EgressFailed):
                fetch("GET", "http://shop.example/", content_types=PLAIN, network=at(wire))


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "", "text/plainer"])
def test_s14_an_answer_of_another_kind_is_refused(kind: str) -> None:
    """Red without the allow-list."""
    with server(says(b"<script>", kind)) as running:
        wire = Wire(**{PUBLIC: running.server_address[1]})
        with pytest.raises(EgressFailed, match="kind"):
            fetch("GET", "http://shop.example/", content_types=PLAIN, network=at(wire))


def drips(head: bytes):
    def script(wire: socket.socket, request: bytes) -> None:
        wire.sendall(head)
        for _n in range(100):
            wire.sendall(b"x")
            time.sleep(0.05)

    return script


@pytest.mark.parametrize(
    "head", [b"", b"HTTP/1.1 200 OK\r\nX-", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"]
)
def test_s14_a_server_that_drips_is_left_at_the_deadline(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the status line, the headers and the body. Red when only each single read has a limit."""
    monkeypatch.setattr(egress, "TOTAL_SECONDS", 0.4)
    with server(drips(head)) as running:
        wire = Wire(**{PUBLIC: running.server_address[1]})
        began = time.monotonic()
        with pytest.raises(EgressFailed):
            fetch("GET", "http://shop.example/", content_types=PLAIN, network=at(wire))
        assert time.monotonic() - began < 1


def test_s14_a_name_server_that_does_not_answer_is_left_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(egress, "TOTAL_SECONDS", 0.2)
    done = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        done.wait(5)
        return [PUBLIC]

    began = time.monotonic()
    with pytest.raises(AddressRefused):
        fetch("GET", "http://shop.example/", content_types=PLAIN, network=Network(resolve=slow, dial=Wire()))
    assert time.monotonic() - began < 1
    done.set()


def test_s14_connecting_has_two_seconds_and_ten_are_all() -> None:
    assert (egress.CONNECT_SECONDS, egress.TOTAL_SECONDS, egress.EGRESS_BYTES) == (2.0, 10.0, 1024 * 1024)
    asked = []

    def dial(address: object, port: int, seconds: float) -> httpcore.NetworkStream:
        asked.append(seconds)
        raise httpcore.ConnectTimeout("slow")

    network = Network(resolve=lambda host, port: [PUBLIC, OTHER, "1.1.1.1"], dial=dial)
    with pytest.raises(EgressFailed, match="reached"):
        fetch("GET", "http://shop.example/", content_types=PLAIN, network=network)
    assert asked == [2.0, 2.0]


def test_s14_no_cookies_are_kept_and_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with server(says(b"hello", "text/plain", "Set-Cookie: a=b")) as running:
        wire = Wire(**{PUBLIC: running.server_address[1]})
        for _n in range(2):
            fetch("GET", "http://shop.example/", content_types=PLAIN, network=at(wire))
    assert not any(b"cookie" in request.lower() for request in running.requests)
