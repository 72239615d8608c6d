"""What happens between the check of an address and the end of its answer."""

import gzip
import socket
import ssl
import threading
import time
from datetime import timedelta
from pathlib import Path

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from goodword.kit import egress
from goodword.kit.addresses import AddressRefused
from goodword.kit.clock import now
from goodword.kit.egress import EgressFailed, Network, fetch
from goodword.kit.tests.hostile import Wire, name_server, says, server

PUBLIC, OTHER, INNER = "93.184.216.34", "93.184.216.35", "127.0.0.1"
PLAIN = {"text/plain"}


def named(**names: str):
    return lambda host, port: [names[host.partition(".")[0]]]


def at(wire: Wire, **names: str) -> Network:
    return Network(resolve=named(**(names or {"shop": PUBLIC})), dial=wire)


def test_s10_the_connection_goes_to_the_checked_address_and_keeps_the_host_name() -> None:
    """Red when the connection is made to the name instead of the checked address."""
    with server(says(b"hello")) as running:
        wire = Wire(**{PUBLIC: running.server_address[1]})
        answer = fetch("GET", "http://shop.example/a?b=c#d", content_types=PLAIN, network=at(wire))
    assert (answer.status, answer.body) == (200, b"hello")
    assert wire.dialled == [(PUBLIC, 80)]
    head = running.requests[0].decode()
    assert head.startswith("GET /a?b=c HTTP/1.1\r\n")
    assert "host: shop.example\r\n" in head


def test_s10_the_address_is_checked_again_at_connect() -> None:
    """Red without the second is_public, in the wire itself."""
    target = egress.Target(egress.parse("http://shop.example/"), (egress.literal(INNER),), 80)
    wire = egress._Wire(target, time.monotonic() + 5, False, Wire())
    with pytest.raises(AddressRefused):
        wire.connect_tcp("shop.example", 80)


def test_s10_a_connection_that_ends_elsewhere_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Red without the comparison of the peer with the address asked for."""
    honest = httpcore.SyncBackend.connect_tcp
    with server(says(b"hello")) as running:
        port = running.server_address[1]
        monkeypatch.setattr(
            httpcore.SyncBackend, "connect_tcp", lambda self, host, p, **k: honest(self, INNER, port, **k)
        )
        network = Network(resolve=named(shop=PUBLIC))
        with pytest.raises(EgressFailed, match="elsewhere"):
            fetch("GET", "http://shop.example/", content_types=PLAIN, network=network)
    assert running.requests == []


@pytest.mark.parametrize("first", [[PUBLIC], [PUBLIC, OTHER]])
def test_s12_a_name_that_rebinds_after_the_check_is_not_looked_up_again(first: list[str]) -> None:
    """Public first, loopback second. Red when the connection resolves the name itself."""
    with server(says(b"safe")) as running, name_server(first, [INNER]) as (dns, resolve):
        wire = Wire(**{PUBLIC: running.server_address[1]})
        answer = fetch("GET", "http://shop.example/", content_types=PLAIN, network=Network(resolve=resolve, dial=wire))
    assert answer.body == b"safe"
    assert dns.asked == 1
    assert wire.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize("answers", [[INNER, PUBLIC], [PUBLIC, INNER], [PUBLIC, "169.254.169.254"]])
def test_s12_one_inner_address_among_public_ones_refuses_the_name(answers: list[str]) -> None:
    """Red when only the first answer is checked."""
    wire = Wire()
    with name_server(answers) as (_dns, resolve), pytest.raises(AddressRefused):
        fetch("GET", "http://shop.example/", content_types=PLAIN, network=Network(resolve=resolve, dial=wire))
    assert wire.dialled == []


@pytest.mark.parametrize("first", [None, []])
def test_s12_a_first_lookup_that_fails_ends_the_matter(first: list[str] | None) -> None:
    """GitLab's bypass: a failed check followed by a connection that looks up again. Red when failure passes."""
    wire = Wire()
    with name_server(first, [INNER]) as (dns, resolve), pytest.raises(AddressRefused):
        fetch("GET", "http://shop.example/", content_types=PLAIN, network=Network(resolve=resolve, dial=wire))
    assert (dns.asked, wire.dialled) == (1, [])


def test_s12_the_second_call_checks_the_name_anew() -> None:
    wire = Wire()
    with server(says(b"safe")) as running, name_server([PUBLIC], [INNER]) as (_dns, resolve):
        wire.places[PUBLIC] = running.server_address[1]
        network = Network(resolve=resolve, dial=wire)
        fetch("GET", "http://shop.example/", content_types=PLAIN, network=network)
        with pytest.raises(AddressRefused):
            fetch("GET", "http://shop.example/", content_types=PLAIN, network=network)
    assert wire.dialled == [(PUBLIC, 80)]


def redirect(to: str, status: str = "302 Found"):
    return says(b"", "text/plain", f"Location: {to}", status=status)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_s13_a_redirect_is_an_answer_when_none_was_asked_for(method: str) -> None:
    """Red when redirects are followed by default."""
    with server(redirect("http://127.0.0.1/")) as running:
        wire = Wire(**{PUBLIC: running.server_address[1]})
        answer = fetch(method, "http://shop.example/", content_types=PLAIN, network=at(wire))
    assert (answer.status, len(running.requests)) == (302, 1)


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://inner.example/", "//localhost/", "http://shop.example:22/", "file:///etc/passwd",
           "http://user@shop.example/", "http://[::1]/", "http://2130706433/"],
)  # fmt: skip
def test_s13_every_hop_is_examined_like_the_first(to: str) -> None:
    """Red when only the first address is examined."""
    with server(redirect(to)) as running:
        wire = Wire(**{PUBLIC: running.server_address[1]})
        network = at(wire, shop=PUBLIC, inner=INNER)
        with pytest.raises(AddressRefused):
            fetch("GET", "http://shop.example/", content_types=PLAIN, redirects=3, network=network)
    assert wire.dialled == [(PUBLIC, 80)]


def test_s13_three_redirects_and_no_more() -> None:
    """Red without the limit."""
    with server(redirect("/again")) as running:
        wire = Wire(**{PUBLIC: running.server_address[1]})
        with pytest.raises(EgressFailed, match="too many"):
            fetch("GET", "http://shop.example/", content_types=PLAIN, redirects=3, network=at(wire))
    assert len(running.requests) == 4
    with pytest.raises(ValueError):
        fetch("GET", "http://shop.example/", content_types=PLAIN, redirects=4, network=at(wire))


def test_s13_what_the_caller_sent_along_stays_with_its_origin() -> None:
    """Red when headers cross origins."""
    secret = {"Authorization": "Bearer x", "Cookie": "a=b", "X-Key": "k"}
    with (
        server(says(b"end")) as last,
        server(redirect("http://other.example/b")) as second,
        server(redirect("/second")) as first,
    ):
        hops = iter([first, second, last])
        wire = Wire()

        def dial(address: object, port: int, seconds: float) -> httpcore.NetworkStream:
            wire.places = {str(address): next(hops).server_address[1]}
            return wire(address, port, seconds)

        network = Network(resolve=named(shop=PUBLIC, other=OTHER), dial=dial)
        answer = fetch(
            "GET", "http://shop.example/a", content_types=PLAIN, headers=secret, redirects=3, network=network
        )
    assert answer.body == b"end"
    assert all(b"Bearer x" in running.requests[0] for running in (first, second))
    assert not any(word in last.requests[0] for word in (b"Bearer", b"a=b", b"x-key"))
    assert b"host: other.example\r\n" in last.requests[0]


def test_s13_a_redirect_does_not_lead_from_https_to_http() -> None:
    answer = egress.parse("https://shop.example/")
    with pytest.raises(EgressFailed, match="https to http"):
        egress._next(answer, "http://shop.example/")


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
    """100 MB of zeros in 100 kB. Red when the limit counts what came over the wire."""
    bomb = gzip.compress(bytes(100 * 1024 * 1024), 1)
    with server(says(bomb, "text/plain", "Content-Encoding: gzip")) as running:
        wire = Wire(**{PUBLIC: running.server_address[1]})
        with pytest.raises(EgressFailed, match="too long"):
            fetch("GET", "http://shop.example/", content_types=PLAIN, network=at(wire))


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


def test_s10_an_own_service_may_lie_on_our_network_but_only_when_the_caller_says_so() -> None:
    """Red when own_service is the default."""
    with server(says(b"{}", "application/json")) as running:
        url = f"http://127.0.0.1:{running.server_address[1]}/v1"
        answer = fetch("POST", url, content_types={"application/json"}, body=b"{}", own_service=True)
        assert (answer.status, answer.body) == (200, b"{}")
        with pytest.raises(AddressRefused):
            fetch("POST", url, content_types={"application/json"}, body=b"{}")
    assert len(running.requests) == 1


def test_s10_an_own_service_that_does_not_run_is_a_failure() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/"
    with pytest.raises(EgressFailed, match="reached"):
        fetch("GET", url, content_types=PLAIN, own_service=True)


def certificate(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    whose = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(whose)
        .issuer_name(whose)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = folder / f"{name}.pem"
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(("asked", "fits"), [("shop.example", True), ("other.example", False)])
def test_s10_tls_is_spoken_to_the_name_not_to_the_address(asked: str, fits: bool, tmp_path: Path) -> None:
    """SNI and the certificate's name are those of the address as given. Red when the address replaces the name."""
    pem, seen = certificate(tmp_path, "shop.example"), []
    behind = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    behind.load_cert_chain(pem)
    behind.sni_callback = lambda wire, name, context: seen.append(name)
    trust = ssl.create_default_context(cafile=str(pem))
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        wire, _peer = listener.accept()
        try:
            with behind.wrap_socket(wire, server_side=True) as inner:
                says(b"hello")(inner, inner.recv(65536))
        except OSError:
            wire.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    wire = Wire(**{PUBLIC: listener.getsockname()[1]})
    network = Network(resolve=named(shop=PUBLIC, other=PUBLIC), dial=wire, tls=lambda: trust)
    if fits:
        assert fetch("GET", f"https://{asked}/", content_types=PLAIN, network=network).body == b"hello"
    else:
        with pytest.raises(EgressFailed, match="certificate"):
            fetch("GET", f"https://{asked}/", content_types=PLAIN, network=network)
    thread.join()
    listener.close()
    assert (seen, wire.dialled) == ([asked], [(PUBLIC, 443)])
