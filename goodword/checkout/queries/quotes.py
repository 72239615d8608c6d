"""Reads of quotes. Every one begins with whose they are."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from goodword.checkout.models import Quote
from goodword.checkout.rules import ShopQuote
from goodword.kit import refusals
from goodword.kit.statements import read
from goodword.orders.rules import LineDraft

QUOTE = """SELECT hash, content, address, currency, from_cart, expires_at > %s, purchase_id IS NOT NULL
           FROM checkout_quote WHERE id = %s AND person_id = %s {lock}"""


class NoSuchQuote(refusals.NotFound):
    """There is no such quote, or it is somebody else's (S-74)."""

    status = 404
    code = "checkout.no_such_quote"
    sentence = _("There is no such offer of a price. Go back to your cart and begin again.")


@dataclass(frozen=True, slots=True)
class QuoteView:
    """What there is to agree to, until `expires_at`. Send `id` and `hash` back to place it. Minor units."""

    id: UUID
    hash: str
    shops: tuple[ShopQuote, ...]
    goods: int
    delivery: int
    total: int
    currency: str
    address: dict[str, str]
    expires_at: datetime
    purchase_id: UUID | None


@dataclass(frozen=True, slots=True)
class LockedQuote:
    """What an agreement needs of a quote. `open`: its time is not over; `used`: it has become a purchase."""

    id: UUID
    person_id: UUID
    hash: str
    shops: tuple[ShopQuote, ...]
    address: dict[str, str]
    currency: str
    from_cart: bool
    open: bool
    used: bool


def visible_to(person_id: UUID) -> QuerySet[Quote]:
    """A person's own quotes."""
    return Quote.objects.filter(person_id=person_id)


def quote_for(person_id: UUID, quote_id: UUID) -> QuoteView:
    """One of the person's quotes. Refuses anybody else's."""
    row = visible_to(person_id).filter(id=quote_id).first()
    if row is None:
        raise NoSuchQuote
    return quote_view(row)


def quote_view(row: Quote) -> QuoteView:
    """A quote as its person sees it."""
    return QuoteView(
        id=row.id,
        hash=row.hash,
        shops=quoted_shops(row.content),
        goods=row.goods,
        delivery=row.delivery,
        total=row.total,
        currency=row.currency,
        address=row.address,
        expires_at=row.expires_at,
        purchase_id=row.purchase_id,
    )


def quoted_shops(content: list[dict[str, Any]]) -> tuple[ShopQuote, ...]:
    """The shops of a quote's kept content."""
    return tuple(
        ShopQuote(
            shop_id=UUID(shop["shop_id"]),
            shop_name=shop["shop_name"],
            delivery=shop["delivery"],
            return_days=shop["return_days"],
            items=tuple(_item(item) for item in shop["items"]),
        )
        for shop in content
    )


def _item(kept: dict[str, Any]) -> LineDraft:
    ids = {name: kept[name] and UUID(kept[name]) for name in ("offer_id", "product_id", "post_id", "expert_id")}
    return LineDraft(**{**kept, **ids})


def lock_quote(person_id: UUID, quote_id: UUID, at: datetime) -> LockedQuote:
    """The person's quote, locked. Refuses anybody else's."""
    for agreed_hash, shops, address, currency, *flags in read(QUOTE, [at, quote_id, person_id]):
        told = (agreed_hash, quoted_shops(json.loads(shops)), json.loads(address), currency)
        return LockedQuote(quote_id, person_id, *told, *(bool(flag) for flag in flags))
    raise NoSuchQuote


def old_quotes(before: datetime, limit: int) -> list[UUID]:
    """Quotes that ended before `before`, oldest first."""
    rows = Quote.objects.filter(expires_at__lt=before).order_by("expires_at")
    return list(rows.values_list("id", flat=True)[:limit])
