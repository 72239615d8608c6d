"""Who and what the demo shows, read from shops.toml and experts.toml beside this file."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goodword.catalog.rules import NewVariant

DOMAIN = "demo.goodword"
HOURS = (200, 2100)  # the words that do not say their age were put in between so many hours ago


@dataclass(frozen=True, slots=True)
class DemoShop:
    """A partner shop; its owner signs in as `owner`@demo.goodword."""

    slug: str
    name: str
    owner: str
    owner_name: str
    legal_name: str
    country: str
    address: str
    about: str
    delivery_fee: int
    free_delivery_from: int
    rate_bp: int


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """A product of a shop; `was` is what each of its kinds cost until a while ago, or None."""

    key: str
    shop: str
    topic: str
    brand: str
    title: str
    text: str
    variants: tuple[NewVariant, ...]
    was: int | None


@dataclass(frozen=True, slots=True)
class DemoExpert:
    """An expert, certified in some topics with a grade each."""

    key: str
    name: str
    bio: str
    language: str
    topics: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DemoWord:
    """A recommendation, published `age` hours before now."""

    expert: str
    topic: str
    products: tuple[str, ...]
    reason_type: str
    age: int
    reason: str
    evidence: str


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


def _product(shop: str, row: dict[str, Any]) -> DemoProduct:
    named = {name: row[name] for name in ("key", "topic", "brand", "title", "text")}
    return DemoProduct(shop=shop, variants=tuple(_variants(row)), was=row.get("was"), **named)


def _variants(row: dict[str, Any]) -> Iterator[NewVariant]:
    if "one" in row:
        price, stock, *days = row["one"]
        yield NewVariant(sku=row["sku"], price=price, stock=stock, lead_time_days=days[0] if days else 2)
    for number, (value, price, stock) in enumerate(row.get("kinds", ()), start=1):
        yield NewVariant(
            sku=f"{row['sku']}-{number}",
            title=value,
            options=((row["kind"], value),),
            price=price,
            stock=stock,
            lead_time_days=2,
        )


def _words(experts: list[dict[str, Any]]) -> Iterator[DemoWord]:
    """All words; those without an age take turns, so that no expert speaks twice in a row for long."""
    spread = [(n / len(one["words"]), one["key"], word) for one in experts for n, word in enumerate(one["words"])]
    waiting = [word for _turn, _key, word in sorted(spread, key=lambda each: each[:2]) if "age" not in word]
    least, most = HOURS
    for number, word in enumerate(waiting):
        word["age"] = least + (most - least) * number // len(waiting) + number * 5 % 7
    for expert in experts:
        for word in expert["words"]:
            yield DemoWord(
                expert=expert["key"],
                topic=word["topic"],
                products=tuple([word["about"]] if isinstance(word["about"], str) else word["about"]),
                reason_type=word["how"],
                age=word["age"],
                reason=word["text"],
                evidence=word.get("evidence", ""),
            )


_shops, _experts = _read("shops.toml")["shop"], _read("experts.toml")["expert"]
SHOPS = tuple(DemoShop(**{name: value for name, value in shop.items() if name != "products"}) for shop in _shops)
PRODUCTS = tuple(_product(shop["slug"], row) for shop in _shops for row in shop["products"])
EXPERTS = tuple(
    DemoExpert(one["key"], one["name"], one["bio"], one["language"], tuple(one["topics"].items())) for one in _experts
)
WORDS = tuple(sorted(_words(_experts), key=lambda word: word.age))
