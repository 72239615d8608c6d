"""What the conformance suite needs beside an adapter: the provider's other side, where payers pay and notices begin."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol, Self
from uuid import UUID

from goodword.payments.providers.interface import Kind, Provider


@dataclass(frozen=True, slots=True)
class RawNotice:
    """A notice as it reaches us: header names in lower case, and the body's bytes."""

    headers: Mapping[str, str]
    body: bytes


class Harness(Protocol):
    """A provider's test environment, or a local server that speaks its wire format. A context manager.

    The suite speaks to the provider through `adapter()` alone; with the other methods it plays the payer, the
    provider and the line between us. Things are named by our id, the `key`.
    """

    name: str  # the provider's, as in the address of its notices
    currencies: tuple[str, ...]  # what it is tried with; the first is used throughout
    destination: str  # an account that can be paid out to
    closed_destination: str  # one that cannot

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def adapter(self) -> Provider:
        """A new adapter that speaks to this provider with test keys."""
        ...

    def pay(self, key: UUID, *, second_attempt: bool = False) -> None:
        """The payer pays, perhaps after a first attempt that failed. Where nothing can be paid, nothing happens."""
        ...

    def refuse(self, key: UUID) -> None:
        """The payer's attempt fails, and they go away."""
        ...

    def settle(self) -> None:
        """Returns when refunds and payouts under way have ended and every notice has arrived."""
        ...

    def made(self, kind: Kind) -> int:
        """How many intents, refunds or payouts the provider has made since the beginning, under whatever key."""
        ...

    def face(self, kind: Kind, key: UUID) -> Decimal:
        """How much money that is to a person: 128.00 for Money(12800, "CNY"), 128 for Money(128, "JPY")."""
        ...

    def sent(self, key: UUID) -> list[RawNotice]:
        """The notices about it that the provider has sent, oldest first."""
        ...

    def resigned(self, notice: RawNotice, at: datetime, *, by_stranger: bool = False) -> RawNotice:
        """The same notice as the provider would send it again `at` a time, or as another account of it would."""
        ...

    def altered(self, notice: RawNotice, field: str, value: str | int) -> RawNotice | None:
        """The same, truly signed, with another `amount` (minor units), `currency`, `merchant` or `mode`.

        None when the provider's notices say nothing of this field.
        """
        ...

    def unrelated(self) -> RawNotice | None:
        """A truly signed notice about nothing that Goodword keeps; None when the provider sends only what we asked."""
        ...

    def down(self) -> AbstractContextManager[None]:
        """Meanwhile the provider answers that it is out of order, and does nothing."""
        ...

    def answers_lost(self) -> AbstractContextManager[None]:
        """Meanwhile the provider does what it is asked, and we do not hear its answer."""
        ...
