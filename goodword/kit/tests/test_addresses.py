"""Which addresses are refused before anything is sent."""

import httpcore
import pytest

from goodword.kit import egress
from goodword.kit.addresses import AddressRefused

PUBLIC = "93.184.216.34"

FORM = [
    "",
    "example.com",
    "//example.com/",
    "http:example.com",
    "http:/example.com",
    "http:///example.com/",
    "https://",
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://example.com/",
    "javascript:alert(1)",
    "data:text/plain,x",
    "dict://example.com:11211/",
    "ldap://example.com/",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
    "ws://example.com/",
    "http://user@example.com/",
    "http://user:word@example.com/",
    "http://@example.com/",
    "http://a@b@example.com/",
    "http://example.com@127.0.0.1/",
    "http://example.com\\@127.0.0.1/",
    "http://example.com\t.evil/",
    "http://example.com\n/",
    "http://example.com\r\nHost: x/",
    " http://example.com/",
    "http://exa mple.com/",
    "http://example.com:22/",
    "http://example.com:8080/",
    "http://example.com:0/",
    "http://example.com:65536/",
    "http://example.com:80:80/",
    "http://example.com:-1/",
    "https://example.com:25/",
    "http://[::1/",
    "http://[]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://exa%6dple.com/",
    "http://%31%32%37.0.0.1/",
    "http://" + "a" * 2000 + ".com/",
]
NAMES = [
    "http://localhost/",
    "http://LOCALHOST/",
    "http://sub.localhost/",
    "http://printer.local/",
    "http://intranet/",
    "http://metadata.google.internal/",
    "http://router.lan/",
    "http://nas.home.arpa/",
    "http://x.onion/",
    "http://example.com./",
    "http://localhost./",
    "http://127.0.0.1./",
    "http://.example.com/",
    "http://a..com/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://10.1/",
    "http://256.1.1.1/",
    "http://1.1.1.0x1/",
    "http://0/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://еxample.com/",
    "http://example。com/",
]
NETWORKS = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:93.184.216.34",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "fd12:3456:789a::1",
]
FINE = [
    "93.184.216.34",
    "1.1.1.1",
    "100.63.255.255",
    "100.128.0.1",
    "172.32.0.1",
    "198.17.0.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "240e::1",
]


class Watched:
    """Knows every name as a public address and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return [PUBLIC]


@pytest.mark.parametrize("url", FORM)
def test_s11_a_malformed_address_is_refused_before_any_lookup(url: str) -> None:
    """Red without the checks in addresses.parse and the port check."""
    resolve = Watched()
    with pytest.raises(AddressRefused):
        egress.examine(url, network=egress.Network(resolve=resolve))
    assert resolve.asked == []


@pytest.mark.parametrize("url", NAMES)
def test_s11_a_host_that_is_a_disguise_or_our_own_is_refused_before_any_lookup(url: str) -> None:
    """Red without addresses.check_host and the ASCII rule."""
    resolve = Watched()
    with pytest.raises(AddressRefused):
        egress.examine(url, network=egress.Network(resolve=resolve))
    assert resolve.asked == []


@pytest.mark.parametrize("address", NETWORKS)
def test_s11_an_address_in_a_network_that_is_not_public_is_refused(address: str) -> None:
    """Written in the address itself and behind a name. Red without is_public."""
    literal = f"[{address}]" if ":" in address else address
    with pytest.raises(AddressRefused):
        egress.examine(f"http://{literal}/", network=egress.Network(resolve=Watched()))
    with pytest.raises(AddressRefused):
        egress.examine("http://shop.example/", network=egress.Network(resolve=lambda host, port: [address]))


@pytest.mark.parametrize("address", FINE)
def test_s11_a_public_address_is_taken(address: str) -> None:
    target = egress.examine("https://shop.example/x", network=egress.Network(resolve=lambda host, port: [address]))
    assert [str(one) for one in target.addresses] == [address]
    assert target.port == 443


def test_s11_the_table_is_long_enough() -> None:
    assert len(FORM) + len(NAMES) + len(NETWORKS) >= 60


def test_s11_the_refusal_says_what_is_wrong_and_what_to_do() -> None:
    with pytest.raises(AddressRefused) as refused:
        egress.examine("http://localhost/", network=egress.Network(resolve=Watched()))
    assert str(refused.value) == (
        "This address cannot be used: its host name is not complete. Use the public https:// address of a web server."
    )


@pytest.mark.parametrize("stage", ["create", "update", "test-send", "delivery"])
@pytest.mark.parametrize("url", [FORM[0], NAMES[0], "http://[::ffff:127.0.0.1]/", "http://example.com:22/"])
def test_s15_the_same_check_stands_at_create_update_test_send_and_delivery(stage: str, url: str) -> None:
    """Whoever stores or changes an address calls `examine`; whoever calls it calls `fetch`, which examines again.
    Red without the call of examine in fetch."""

    dialled = []

    def dial(address: object, port: int, seconds: float) -> httpcore.NetworkStream:
        dialled.append(address)
        raise httpcore.ConnectError("nobody there")

    network = egress.Network(resolve=Watched(), dial=dial)
    stages = {
        "create": lambda: egress.examine(url, network=network),
        "update": lambda: egress.examine(url, network=network),
        "test-send": lambda: egress.fetch("POST", url, content_types=(), body=b"{}", network=network),
        "delivery": lambda: egress.fetch("POST", url, content_types=(), body=b"{}", network=network),
    }
    with pytest.raises(AddressRefused):
        stages[stage]()
    assert dialled == []
