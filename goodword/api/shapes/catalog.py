"""Products, shops and imports over the wire."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from typing_extensions import TypedDict

from goodword.api.wire import Money, maybe_money, money
from goodword.catalog import queries as views
from goodword.partners.queries import ShopView


class Topic(TypedDict):
    """A field of interest, its name in English and Chinese, and the field it is part of."""

    slug: str
    parent: str | None
    name_en: str
    name_zh: str


class TopicPage(TypedDict):
    """All fields of interest, each after the one it is part of."""

    rows: list[Topic]
    next: str | None


class Picture(TypedDict):
    """A picture and its words for those who cannot see it. The address may begin with a slash."""

    url: str
    width: int
    height: int
    alt: str


class Card(TypedDict):
    """A product in brief: `price` of its cheapest offer, `compare_at` an earlier price that may be shown beside it."""

    id: UUID
    slug: str
    title: str
    shop_id: UUID
    shop_name: str
    topic: str | None
    picture: Picture
    price: Money
    compare_at: Money | None
    available: int
    listed: bool


class CardPage(TypedDict):
    """A page of products."""

    rows: list[Card]
    next: str | None


class Option(TypedDict):
    """One choice, such as Size: 250 g."""

    name: str
    value: str


class Offer(TypedDict):
    """A variant at its price and stock. `lowest_30_days` is the lowest price of the 30 days before."""

    id: UUID
    variant_id: UUID
    title: str
    options: list[Option]
    sku: str
    gtin: str
    price: Money
    compare_at: Money | None
    lowest_30_days: Money | None
    available: int
    lead_time_days: int
    listed: bool


class Product(Card):
    """A product with everything that can be bought of it. `description` is HTML with harmless words only."""

    shop_slug: str
    brand: str
    description: str
    withdrawn: bool
    offers: list[Offer]
    pictures: list[Picture]


class Shop(TypedDict):
    """A shop: who stands behind it, what delivery costs, and for how long it takes things back."""

    id: UUID
    slug: str
    name: str
    about: str
    legal_name: str
    registration: str
    country: str
    address: str
    email: str
    currency: str
    delivery_fee: Money
    free_delivery_from: Money | None
    return_days: int
    recommendable: bool


class RefusedLine(TypedDict):
    """A line of a file that was left out, and why."""

    line: int
    handle: str
    sku: str
    code: str
    detail: str


class Import(TypedDict):
    """What becomes of a catalogue file. Numbers count products; state is waiting, running, done or failed."""

    id: UUID
    name: str
    form: str
    dry_run: bool
    state: str
    error: str
    lines: int
    done: int
    created: int
    changed: int
    unchanged: int
    refused: int
    asked_at: datetime
    report: list[RefusedLine]


def picture(seen: views.Picture) -> Picture:
    """A picture."""
    return {"url": seen.url, "width": seen.width, "height": seen.height, "alt": seen.alt}


def card(seen: views.ProductCard) -> Card:
    """A product in brief."""
    return {
        "id": seen.id,
        "slug": seen.slug,
        "title": seen.title,
        "shop_id": seen.shop_id,
        "shop_name": seen.shop_name,
        "topic": seen.topic,
        "picture": picture(seen.picture),
        "price": money(seen.price, seen.currency),
        "compare_at": maybe_money(seen.compare_at, seen.currency),
        "available": seen.available,
        "listed": seen.listed,
    }


def offer(seen: views.OfferView) -> Offer:
    """An offer."""
    return {
        "id": seen.id,
        "variant_id": seen.variant_id,
        "title": seen.variant_title,
        "options": [{"name": name, "value": value} for name, value in seen.options],
        "sku": seen.sku,
        "gtin": seen.gtin,
        "price": money(seen.price, seen.currency),
        "compare_at": maybe_money(seen.compare_at, seen.currency),
        "lowest_30_days": maybe_money(seen.lowest_30_days, seen.currency),
        "available": seen.available,
        "lead_time_days": seen.lead_time_days,
        "listed": seen.listed,
    }


def product(seen: views.ProductPage) -> Product:
    """A product with its offers."""
    return {
        **card(seen.card),
        "shop_slug": seen.shop_slug,
        "brand": seen.brand,
        "description": seen.description,
        "withdrawn": seen.withdrawn,
        "offers": [offer(one) for one in seen.offers],
        "pictures": [picture(one) for one in seen.pictures],
    }


def shop(seen: ShopView) -> Shop:
    """A shop as everybody may see it."""
    return {
        "id": seen.id,
        "slug": seen.slug,
        "name": seen.name,
        "about": seen.about,
        "legal_name": seen.legal_name,
        "registration": seen.registration,
        "country": seen.country,
        "address": seen.address,
        "email": seen.email,
        "currency": seen.currency,
        "delivery_fee": money(seen.delivery_fee, seen.currency),
        "free_delivery_from": maybe_money(seen.free_delivery_from, seen.currency),
        "return_days": seen.return_days,
        "recommendable": seen.recommendable,
    }


def imported(run: views.ImportView, lines: Sequence[views.LineView]) -> Import:
    """An import with its report."""
    return {
        "id": run.id,
        "name": run.name,
        "form": run.form,
        "dry_run": run.dry_run,
        "state": run.state,
        "error": run.error,
        "lines": run.lines,
        "done": run.done,
        "created": run.created,
        "changed": run.changed,
        "unchanged": run.unchanged,
        "refused": run.refused,
        "asked_at": run.asked_at,
        "report": [
            {"line": one.line, "handle": one.handle, "sku": one.sku, "code": one.code, "detail": one.sentence}
            for one in lines
        ],
    }
