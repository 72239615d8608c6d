"""What a cart may hold and what a quote adds up to. Pure functions over plain values."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from goodword.kit.limits import CART_LINES, LINE_QUANTITY
from goodword.orders.rules import LineDraft

SECRET_BYTES = 16  # 128 bits (S-02)
ADDRESSES = 20  # saved addresses of one person; a household has a handful
ADDRESS_LIMITS: Mapping[str, int] = {
    "name": 80,
    "street": 200,
    "extra": 200,
    "postcode": 20,
    "city": 80,
    "region": 80,
    "country": 2,
    "phone": 30,
}
ADDRESS_NEEDED = ("name", "street", "city", "country")


@dataclass(frozen=True, slots=True)
class CartRef:
    """Whose cart: a person's by id, or a guest's by its secret. Exactly one of the two."""

    person_id: UUID | None = None
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """Where goods go. `country` is an ISO 3166 code of two capital letters."""

    name: str
    street: str
    city: str
    country: str
    extra: str = ""
    postcode: str = ""
    region: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """An offer, how many of it, and the recommendation it came from."""

    offer_id: UUID
    quantity: int
    post_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ShopQuote:
    """What one shop is to deliver: its items, and its delivery in minor units."""

    shop_id: UUID
    shop_name: str
    delivery: int
    return_days: int
    items: tuple[LineDraft, ...]

    @property
    def goods(self) -> int:
        """The items in minor units."""
        return sum(item.amount for item in self.items)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a quote says: everything a buyer agrees to, but for the address."""

    currency: str
    shops: tuple[ShopQuote, ...]

    @property
    def goods(self) -> int:
        """All items in minor units."""
        return sum(shop.goods for shop in self.shops)

    @property
    def delivery(self) -> int:
        """All deliveries in minor units."""
        return sum(shop.delivery for shop in self.shops)

    @property
    def total(self) -> int:
        """What there is to pay, in minor units."""
        return self.goods + self.delivery


def whole(number: object, smallest: int, largest: int) -> bool:
    """Whether `number` is a plain int within bounds; True, 1.0, "1" and NaN are not (S-60)."""
    return type(number) is int and smallest <= number <= largest


def delivery_cost(goods: int, *, fee: int, free_from: int | None) -> int:
    """What a shop asks for delivering `goods` minor units: its fee, or nothing from `free_from` on."""
    return 0 if free_from is not None and goods >= free_from else fee


def joined(items: Iterable[QuoteItem]) -> list[QuoteItem]:
    """One item per offer, in order of first appearance: quantities add up, the last recommendation counts.

    The same offer reached from two recommendations is bought once, on the word the buyer used last; that one alone
    earns (I-13). An item without a recommendation does not take away one that was there.
    """
    found: dict[UUID, QuoteItem] = {}
    for item in items:
        before = found.get(item.offer_id)
        found[item.offer_id] = (
            QuoteItem(item.offer_id, before.quantity + item.quantity, item.post_id or before.post_id)
            if before
            else item
        )
    return list(found.values())


def merged(own: Sequence[QuoteItem], guest: Sequence[QuoteItem]) -> list[QuoteItem]:
    """A person's cart after signing in with a guest's cart in hand: the guest's items are the later ones.

    Quantities add up to at most LINE_QUANTITY; when there are more than CART_LINES offers, the person's own come
    first and what no longer fits stays out. Nothing is reserved by a cart, so a merge can never oversell (I-16).
    """
    everything = joined([*own, *guest])[:CART_LINES]
    return [QuoteItem(item.offer_id, min(item.quantity, LINE_QUANTITY), item.post_id) for item in everything]


def secret_hash(secret: str) -> str:
    """What is kept of a guest's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def clean_address(draft: AddressDraft) -> tuple[dict[str, str], list[str]]:
    """The address without stray blanks, and the names of the fields that are missing or too long."""
    given = asdict(draft)
    fields = {name: " ".join(given[name].split()) for name in ADDRESS_LIMITS}
    fields["country"] = fields["country"].upper()
    wrong = [name for name in ADDRESS_NEEDED if not fields[name]]
    wrong += [name for name, most in ADDRESS_LIMITS.items() if len(fields[name]) > most]
    if not (len(fields["country"]) == 2 and fields["country"].isascii() and fields["country"].isalpha()):
        wrong.append("country")
    return fields, sorted(set(wrong))


def quote_hash(agreed: Agreed, address: Mapping[str, str]) -> str:
    """A fingerprint of everything the buyer agrees to and everybody earns by: 64 hex digits (I-20)."""
    return hashlib.sha256(canonical([agreed.currency, content(agreed.shops), dict(address)])).hexdigest()


def content(shops: Iterable[ShopQuote]) -> list[dict[str, Any]]:
    """The shops' quotes as JSON values, as they are kept."""
    return [_plain(shop) | {"items": [_plain(item) for item in shop.items]} for shop in shops]


def _plain(told: ShopQuote | LineDraft) -> dict[str, Any]:
    """Its fields, ids as text. Unlike dataclasses.asdict it copies nothing: quotes are written and compared often."""
    values = {name: getattr(told, name) for name in told.__slots__}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}


def canonical(value: object) -> bytes:
    """JSON that is the same bytes for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
