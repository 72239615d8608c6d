"""What happens between the check of an address and the end of its answer."""

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
from goodword.kit.tests.hostile import INNER, OTHER, PLAIN, PUBLIC, Wire, at, name_server, named, says, server


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
    target = egress.Target(egress._parse("http://shop.example/"), (egress.literal(INNER),), 80)
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
    "to",
    [
        "http://127.0.0.1/",
        "http://inner.example/",
        "//localhost/",
        "http://shop.example:22/",
        "file:///etc/passwd",
        "http://user@shop.example/",
        "http://[::1]/",
        "http://2130706433/",
    ],
)
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
    answer = egress._parse("https://shop.example/")
    with pytest.raises(EgressFailed, match="https to http"):
        egress._next(answer, "http://shop.example/")


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
