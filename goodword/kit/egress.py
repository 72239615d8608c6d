"""The one way out: every HTTP request Goodword makes to another server goes through `fetch` (S-10..S-15).

An address that people can choose is dangerous: it may point into our own network, answer slowly or without end, or
change its mind between our look and our connection. So the address is examined, its name is resolved once, every
answer is checked, the connection goes to a checked answer while Host and SNI keep the name, redirects are followed
only when asked, each examined anew, and time and size are bounded however the other side behaves.
"""

import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import httpcore
import httpx
from django.utils.translation import gettext_lazy as _

from goodword.kit.addresses import PORTS, Address, AddressRefused, check_form, check_host, is_public, literal
from goodword.kit.limits import EGRESS_BYTES

CONNECT_SECONDS = 2.0
TOTAL_SECONDS = 10.0
REDIRECTS_MAX = 3
ADDRESSES_TRIED = 2
Resolve = Callable[[str, int], Sequence[str]]
Dial = Callable[[Address, int, float], httpcore.NetworkStream]


class EgressFailed(Exception):
    """The other server could not be reached in time or gave no acceptable answer; `str()` says why, for our logs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other server said: header names in lower case, the body decoded and within the limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Target:
    """An examined address: where it leads, and the only network addresses it may be called at."""

    url: httpx.URL
    addresses: tuple[Address, ...]
    port: int


def _system_resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[4][0]) for place in found]


def _system_dial(address: Address, port: int, seconds: float) -> httpcore.NetworkStream:
    stream = httpcore.SyncBackend().connect_tcp(str(address), port, timeout=seconds)
    peer = stream.get_extra_info("server_addr")
    if ipaddress.ip_address(peer[0]) != address:
        stream.close()
        raise EgressFailed("connected elsewhere than asked")
    return stream


@lru_cache(maxsize=1)
def _system_tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True)
class Network:
    """How names become addresses and addresses become connections; tests bring their own DNS, wire and trust."""

    resolve: Resolve = _system_resolve
    dial: Dial = _system_dial
    tls: Callable[[], ssl.SSLContext] = _system_tls


SYSTEM = Network()


def fetch(
    method: str,
    url: str,
    *,
    content_types: Collection[str],
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    redirects: int = 0,
    max_bytes: int = EGRESS_BYTES,
    own_service: bool = False,
    network: Network = SYSTEM,
) -> Answer:
    """Makes one request and says the answer; an answer of any status is an answer.

    `content_types` are those the answer may have; an empty body may have none. `redirects` (at most 3, GET and HEAD
    only) are followed, each examined like the first, never from https to http; to another origin the caller's headers
    are left behind. 2 s to connect, 10 s in all, `max_bytes` after decoding; no cookies, no proxies. `own_service` is
    only for addresses from our settings, never for one that a person gave: it may lie on our own network.

    Refuses AddressRefused; raises EgressFailed. The answer's body is not for the eyes of whoever gave the address.
    """
    if redirects > REDIRECTS_MAX:
        raise ValueError(f"at most {REDIRECTS_MAX} redirects")
    deadline = time.monotonic() + TOTAL_SECONDS
    sent = {name.lower(): value for name, value in (headers or {}).items()}
    for hop in range(redirects + 1):
        target = examine(url, own_service=own_service, network=network, deadline=deadline)
        answer = _exchange(method, target, sent, body, content_types, max_bytes, deadline, own_service, network)
        if hop == redirects == 0 or not _leads_on(method, answer):
            return answer
        url, same = _next(target.url, answer.headers["location"])
        sent = sent if same else {}
    raise EgressFailed("too many redirects")


def examine(url: str, *, own_service: bool = False, network: Network = SYSTEM, deadline: float | None = None) -> Target:
    """The one check of an outgoing address, for whoever stores, changes, tries or calls it (S-15).

    Refuses AddressRefused: form, scheme, user, port, host name, and every network address the name leads to.
    """
    parsed = _parse(url)
    host, port = parsed.raw_host.decode("ascii"), _port(parsed)
    if not own_service:
        check_host(host, port)
    left = TOTAL_SECONDS if deadline is None else deadline - time.monotonic()
    plain = literal(host)
    found = [plain] if plain else _resolve_within(network.resolve, host, port, left)
    if not own_service and not all(is_public(address) for address in found):
        raise AddressRefused(why=_("it leads into a network that is not public"))
    return Target(parsed, tuple(dict.fromkeys(found)), port)


def _parse(url: str) -> httpx.URL:
    check_form(url)
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise AddressRefused(why=_("it is not a web address")) from error
    if not parsed.raw_host:
        raise AddressRefused(why=_("it is not a web address"))
    return parsed


def _port(url: httpx.URL) -> int:
    return PORTS.get(url.scheme, 0) if url.port is None else url.port


def _resolve_within(resolve: Resolve, host: str, port: int, seconds: float) -> list[Address]:
    """Resolves on the side, because a resolver has no time limit of its own and a hostile server may be slow."""
    found: list[Address] = []
    failed: list[Exception] = []

    def look_up() -> None:
        try:
            found.extend(ipaddress.ip_address(text) for text in resolve(host, port))
        except Exception as error:
            failed.append(error)

    worker = threading.Thread(target=look_up, daemon=True)
    worker.start()
    worker.join(max(seconds, 0))
    if worker.is_alive() or failed or not found:
        raise AddressRefused(why=_("its host name is not known"))
    return list(found)


class _Stream(httpcore.NetworkStream):
    """A connection on which nothing lasts beyond the deadline, however slowly the other side drips."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner, self._deadline = inner, deadline

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise EgressFailed("it took too long")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._left()), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class _Wire(httpcore.NetworkBackend):
    """Connects to the checked addresses of one target, whatever name it is asked for (S-12)."""

    def __init__(self, target: Target, deadline: float, own_service: bool, dial: Dial) -> None:
        self._target, self._deadline, self._own_service, self._dial = target, deadline, own_service, dial

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: object = None,
    ) -> httpcore.NetworkStream:
        for address in self._target.addresses[:ADDRESSES_TRIED]:
            if not self._own_service and not is_public(address):  # checked again where it counts
                raise AddressRefused(why=_("it leads into a network that is not public"))
            left = min(CONNECT_SECONDS, self._deadline - time.monotonic())
            if left <= 0:
                break
            try:
                return _Stream(self._dial(address, self._target.port, left), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        raise EgressFailed("it cannot be reached")


def _exchange(
    method: str,
    target: Target,
    headers: Mapping[str, str],
    body: bytes,
    content_types: Collection[str],
    max_bytes: int,
    deadline: float,
    own_service: bool,
    network: Network,
) -> Answer:
    """One request on one connection of its own."""
    wire = _Wire(target, deadline, own_service, network.dial)
    sent = {"host": target.url.netloc.decode("ascii"), "user-agent": "Goodword", "accept-encoding": "gzip", **headers}
    if body or method not in {"GET", "HEAD"}:
        sent["content-length"] = str(len(body))
    tls = network.tls() if target.url.scheme == "https" else None
    address = str(target.url.copy_with(fragment=None))
    try:
        with (
            httpcore.ConnectionPool(ssl_context=tls, network_backend=wire, http2=False) as pool,
            pool.stream(method, address, headers=list(sent.items()), content=body) as response,
        ):
            got = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            return Answer(response.status, got, _read(response, got, content_types, max_bytes))
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError, zlib.error) as error:
        raise EgressFailed(f"{type(error).__name__}: {error}"[:200]) from error


def _read(
    response: httpcore.Response, headers: Mapping[str, str], content_types: Collection[str], max_bytes: int
) -> bytes:
    """The body, counted after decoding, so that a small answer cannot become a big one."""
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip"}:
        raise EgressFailed("it is packed in a way we did not ask for")
    unpack = zlib.decompressobj(wbits=31) if coding == "gzip" else None
    whole = bytearray()
    for chunk in response.iter_stream():
        room = max_bytes + 1 - len(whole)
        whole += unpack.decompress(chunk, room) if unpack else chunk[:room]
        if len(whole) > max_bytes:
            raise EgressFailed("it is too long")
    if unpack and whole and not unpack.eof:
        raise EgressFailed("it ends too early")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if whole and kind not in content_types:
        raise EgressFailed("it is not of a kind we asked for")
    return bytes(whole)


def _leads_on(method: str, answer: Answer) -> bool:
    return answer.status in {301, 302, 303, 307, 308} and method in {"GET", "HEAD"} and "location" in answer.headers


def _next(url: httpx.URL, location: str) -> tuple[str, bool]:
    """Where a redirect leads, and whether that is the same origin."""
    try:
        following = url.join(location)
    except httpx.InvalidURL as error:
        raise AddressRefused(why=_("it is not a web address")) from error
    if url.scheme == "https" and following.scheme == "http":
        raise EgressFailed("it leads from https to http")
    same = (following.scheme, following.raw_host, _port(following)) == (url.scheme, url.raw_host, _port(url))
    return str(following), same
