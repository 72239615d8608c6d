"""What a person is on the way to buy: one thing now, or their cart; and where it goes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from goodword.kit.money import CURRENCIES
from goodword.web.shell.asks import maybe_id, quantity
from goodword.web.shell.jinja import url


@dataclass(frozen=True, slots=True)
class Walk:
    """Without an offer it is the cart; with a currency, of the cart only what costs that currency."""

    offer: UUID | None
    quantity: int
    post: UUID | None
    to_address: UUID | None
    currency: str

    def to(self, address_id: UUID) -> "Walk":
        """The same things, sent to another address."""
        return replace(self, to_address=address_id)

    def fields(self) -> dict[str, str]:
        """What a form or a link must carry to mean the same walk."""
        asked = {
            "offer": self.offer,
            "quantity": self.quantity if self.offer else None,
            "post": self.post if self.offer else None,
            "address": self.to_address,
            "currency": self.currency,
        }
        return {name: str(value) for name, value in asked.items() if value}

    def address(self, name: str) -> str:
        """The address of the page `name` for this walk."""
        return url(name, **self.fields())


def walk_of(asked: Mapping[str, object]) -> Walk:
    """Reads a walk from a form or a link. Refuses a number of pieces that is none."""
    currency = str(asked.get("currency", ""))
    return Walk(
        offer=maybe_id(asked, "offer"),
        quantity=quantity(asked),
        post=maybe_id(asked, "post"),
        to_address=maybe_id(asked, "address"),
        currency=currency if currency in CURRENCIES else "",
    )
