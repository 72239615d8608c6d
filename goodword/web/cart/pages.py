"""What the page of a cart tells."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodword.catalog import queries as catalog
from goodword.catalog.queries import Picture
from goodword.checkout import queries as checkout
from goodword.checkout.queries import CartLine, CartShop
from goodword.checkout.rules import CartRef


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its picture, and in words why it cannot be bought as it stands (empty when it can)."""

    line: CartLine
    picture: Picture
    trouble: str


@dataclass(frozen=True, slots=True)
class Part:
    """One shop's part; `missing` is what is missing to free delivery, in minor units, or None."""

    shop: CartShop
    lines: Sequence[Line]
    missing: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """The cart. `totals` are (currency, minor units); a purchase has one currency, so each is paid by itself."""

    guest: bool
    parts: Sequence[Part]
    totals: Sequence[tuple[str, int]]
    error: str = ""

    @property
    def blocked(self) -> bool:
        """Whether something in it cannot be bought as it stands."""
        return any(line.trouble for part in self.parts for line in part.lines)


def cart(ref: CartRef, error: str = "") -> Page:
    """The cart at today's prices."""
    found = checkout.cart(ref)
    cards = catalog.products(line.product_id for shop in found.shops for line in shop.lines) if found.shops else {}
    return Page(
        guest=ref.person_id is None,
        parts=[
            Part(
                shop=shop,
                lines=[Line(line, cards[line.product_id].picture, _trouble(line)) for line in shop.lines],
                missing=_missing(shop),
            )
            for shop in found.shops
        ],
        totals=[(currency, amount) for currency, amount in found.totals.items() if amount],
        error=error,
    )


def _trouble(line: CartLine) -> str:
    if not line.listed:
        return _("The shop does not sell this any more.")
    if not line.available:
        return _("Sold out for now.")
    return "" if line.enough else _("Only %(num)s left.") % {"num": line.available}


def _missing(shop: CartShop) -> int | None:
    if shop.free_delivery_from is None or not shop.delivery:
        return None
    return shop.free_delivery_from - shop.goods
