"""What a fact is, how it becomes plain values and back, and who reacts to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened, in the past tense: ids and plain values only.

    A subclass is a frozen dataclass and names in `subject` the field that identifies the object it is about.
    """

    subject: ClassVar[str] = ""

    @classmethod
    def name(cls) -> str:
        """`module.FactName`, the stable name in the table, the API and the documents."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Recorded(Generic[F]):
    """A fact as it stands in the journal: with its stable id, when it happened (UTC) and by whom."""

    uid: UUID
    fact: F
    at: datetime
    by: UUID | None


Reaction = Callable[[Sequence[Recorded[Any]], datetime], None]


@dataclass(frozen=True, slots=True)
class Subscription:
    """One reaction of one subscriber to one kind of fact."""

    fact: type[Fact]
    react: Reaction


subscriptions: dict[str, dict[str, Subscription]] = {}


def reacts_to(fact: type[Fact]) -> Callable[[Reaction], Reaction]:
    """Registers a function of a module's reactions.py: `react(recorded_facts, now)`.

    It is given facts of that kind in order, several at a time, at least once, inside a transaction;
    so it must be idempotent and set-based.
    """

    def register(react: Reaction) -> Reaction:
        subscriber = react.__module__.split(".")[1]
        subscriptions.setdefault(subscriber, {})[fact.name()] = Subscription(fact, react)
        return react

    return register


def all_facts() -> dict[str, type[Fact]]:
    """Every kind of fact Goodword records, by name."""
    found: dict[str, type[Fact]] = {}
    waiting = Fact.__subclasses__()
    while waiting:
        kind = waiting.pop()
        if "__slots__" in vars(kind):  # dataclass(slots=True) makes a second class and lets go of the first
            found[kind.name()] = kind
        waiting.extend(kind.__subclasses__())
    return found


def to_payload(fact: Fact) -> dict[str, Any]:
    """The fact's fields as JSON values."""
    payload: dict[str, Any] = _adapter(type(fact)).dump_python(fact, mode="json")
    return payload


def from_payload(kind: type[F], payload: dict[str, Any]) -> F:
    """The fact whose fields these are."""
    fact: F = _adapter(kind).validate_python(payload)
    return fact


_adapters: dict[type[Fact], TypeAdapter[Any]] = {}


def _adapter(kind: type[Fact]) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]
