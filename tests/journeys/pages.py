"""Kinds of pages: what one has seen once need not be looked at again with another product in it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import parse_qsl, urlsplit

from django.urls import resolve

from tests.journeys.chromium import Visitor

Kind = tuple[str, ...]
FILES = (".csv", ".txt", ".atom", ".xml", ".zip", ".webmanifest")
LINKS = "[...document.links].filter((link) => !link.closest('[inert]')).map((link) => link.href)"


def kind_of(address: str) -> Kind:
    """The route of an address and the names of what it asks."""
    parts = urlsplit(address)
    return (resolve(parts.path).view_name, *sorted({name for name, _value in parse_qsl(parts.query)}))


def is_file(address: str) -> bool:
    """Whether an address of the house leads to something that is no page."""
    return urlsplit(address).path.endswith(FILES)


def links(visitor: Visitor) -> Iterator[str]:
    """Where a page of the house leads inside the house, each place once."""
    found = visitor.page.evaluate(LINKS)
    inside = [link for link in found if link.startswith(f"{visitor.base_url}/")]
    yield from dict.fromkeys(link.removeprefix(visitor.base_url).partition("#")[0] for link in inside)


def walk(visitor: Visitor, doors: Iterable[str], seen: set[Kind], look: Callable[[str], None]) -> None:
    """Goes in by these doors and follows links to every kind of page not in `seen` yet; `look` at each once open."""
    waiting = deque(doors)
    always, met = set(waiting), set(waiting)
    while waiting:
        address = waiting.popleft()
        if is_file(address) or (address not in always and kind_of(address) in seen):
            continue
        seen.add(kind_of(address))
        visitor.open(address)
        look(address)
        new = [link for link in links(visitor) if link not in met]
        waiting += new
        met.update(new)
