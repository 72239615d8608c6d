"""What a healthy installation is made of: conditions, each examined by itself, with what to do where one is not met."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.checks import CheckMessage

Examine = Callable[[], Sequence[CheckMessage]]
E = TypeVar("E", bound=Examine)


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must be so: `name` says it (translated lazily), `examine` finds what is not, with hints."""

    name: object
    examine: Examine


registry: dict[str, Condition] = {}


def condition(name: object) -> Callable[[E], E]:
    """Registers an examination under the name it bears on a page."""

    def register(examine: E) -> E:
        registry[f"{examine.__module__}.{examine.__name__}"] = Condition(name, examine)
        return examine

    return register
