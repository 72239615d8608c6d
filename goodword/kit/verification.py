"""`verify_books`: every invariant that SQL can check over the whole database, said by the module that keeps it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

Check = Callable[[], list[str]]


@dataclass(frozen=True, slots=True)
class Verification:
    """One invariant: its id, what must hold, and a read-only check that names every breach."""

    invariant: str
    holds: Promise
    check: Check


registry: dict[str, Verification] = {}


def verifies(invariant: str, holds: Promise) -> Callable[[Check], Check]:
    """Registers a function of a module's checks.py that returns one sentence per breach, none when all is well."""

    def register(check: Check) -> Check:
        registry[f"{invariant} {check.__module__}.{check.__name__}"] = Verification(invariant, holds, check)
        return check

    return register


def verify_all() -> list[str]:
    """Runs every check; the breaches found, each with the id of its invariant."""
    return [f"{item.invariant}: {breach}" for item in registry.values() for breach in item.check()]
