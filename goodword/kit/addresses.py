"""Which web addresses may be called at all: form, scheme, port, host name and network (S-11). Pure, no network."""

import ipaddress
import re
from ipaddress import IPv4Address, IPv6Address

from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import Refusal

URL_LENGTH = 2000
PORTS = {"http": 80, "https": 443}
OWN_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa", "onion")
NOT_PUBLIC = [
    ipaddress.ip_network(network)
    for block in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24",
        "192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24",
        "203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
        # Only 2000::/3 is given out to anybody (mapped, NAT64, local and multicast lie outside) ...
        "::/3 4000::/2 8000::/1",
        # ... and of that, what leads elsewhere: Teredo and its neighbours, documentation, 6to4, AS112.
        "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20",
    )
    for network in block.split()
]

Address = IPv4Address | IPv6Address


class AddressRefused(Refusal):
    """The address is not one that Goodword may call (S-11)."""

    status = 422
    code = "kit.address_refused"
    sentence = _("This address cannot be used: %(why)s. Use the public https:// address of a web server.")


def is_public(address: Address) -> bool:
    """Whether anybody on the internet may be reached there: no private, local, mapped or translated network."""
    zoned = isinstance(address, IPv6Address) and address.scope_id is not None
    return not zoned and not any(address in network for network in NOT_PUBLIC)


def check_form(url: str) -> None:
    """Refuses what parsers read differently: spaces, control and non-ASCII letters, backslashes, user names."""
    if len(url) > URL_LENGTH or not url.isascii() or not url.isprintable() or set(url) & set(' \\"<>^`{|}'):
        raise AddressRefused(why=_("it has characters that do not belong in one"))
    scheme, colon, rest = url.partition("://")
    if scheme.lower() not in PORTS or not colon:
        raise AddressRefused(why=_("it is not a web address"))
    if "@" in re.split("[/?#]", rest)[0]:
        raise AddressRefused(why=_("it has a user name in it"))


def check_host(host: str, port: int | None) -> None:
    """Refuses ports other than 80 and 443, and host names that are unfinished, disguised numbers or our own."""
    if port not in {None, *PORTS.values()}:
        raise AddressRefused(why=_("its port is not 80 or 443"))
    if literal(host):
        return
    labels = host.lower().split(".")
    if len(labels) < 2 or not all(label.replace("-", "").isalnum() for label in labels):
        raise AddressRefused(why=_("its host name is not complete"))
    if labels[-1].isdigit() or labels[-1].startswith("0x"):  # read as a number by some (WHATWG URL, inet_aton)
        raise AddressRefused(why=_("its host name is a number in disguise"))
    if host.lower().endswith(tuple(f".{name}" for name in OWN_NAMES)):
        raise AddressRefused(why=_("it leads into a network that is not public"))


def literal(host: str) -> Address | None:
    """The network address that `host` is written as, or None when it is a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
