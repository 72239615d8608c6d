"""The only writers of an offer's price and stock, one at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.catalog.actions.stock import NoSuchOffer
from goodword.catalog.events import PriceChanged, StockSet
from goodword.catalog.models import Offer, PricePoint
from goodword.catalog.queries import lowest_30_days
from goodword.catalog.rules import STOCK_MAX, check_digits, was_price
from goodword.journal.actions import record
from goodword.kit.limits import PRICE_MAX
from goodword.kit.refusals import Refusal


class StockReserved(Refusal):
    """Unpaid purchases hold more units than that; what is promised cannot be taken away (I-16)."""

    code = "catalog.stock_reserved"
    sentence = _("%(reserved)s are promised to buyers who are paying. Enter at least that many.")


@dataclass(frozen=True, slots=True)
class OfferChange:
    """What of an offer is to change: its price with the earlier price the shop names (minor units), its stock."""

    price: tuple[int, int | None] | None = None
    on_hand: int | None = None


def change_offers(
    shop_id: UUID, changes: Mapping[UUID, OfferChange], *, now: datetime, by: UUID | None
) -> dict[UUID, Refusal]:
    """Each offer of the shop's changes as asked or not at all, alone; the refusals by offer.

    Refuses NoSuchOffer, before anything changes, when one is not the shop's own.
    """
    if Offer.objects.filter(id__in=changes, shop_id=shop_id).count() < len(changes):
        raise NoSuchOffer
    refused: dict[UUID, Refusal] = {}
    for offer_id, change in sorted(changes.items()):
        try:
            with transaction.atomic():
                if change.price is not None:
                    set_price(offer_id, price=change.price[0], compare_at=change.price[1], now=now, by=by)
                if change.on_hand is not None:
                    set_stock(offer_id, on_hand=change.on_hand, now=now, by=by)
        except Refusal as refusal:
            refused[offer_id] = refusal
    return refused


def _lock(offer_id: UUID) -> Offer:
    rows = Offer.objects.select_for_update(of=("self",)).select_related("variant")
    found = rows.filter(id=offer_id).first()
    if found is None:
        raise NoSuchOffer
    return found


@transaction.atomic
def set_price(offer_id: UUID, *, price: int, compare_at: int | None = None, now: datetime, by: UUID | None) -> None:
    """The offer costs `price` from now on, in minor units; `compare_at` is the earlier price as the shop names it.

    What is shown of it follows from the price history (L6). Quotes made before are found stale by whoever made them.
    Refuses a price that is not between 1 and the limit, and an unknown offer. The same again changes nothing.
    """
    offer = _lock(offer_id)
    check_digits(offer.variant.sku, _("The price"), price, 1, PRICE_MAX)
    check_digits(offer.variant.sku, _("The compare-at price"), compare_at or 0, 0, PRICE_MAX)
    if (offer.price, offer.claim) == (price, compare_at):
        return
    moved = offer.price != price
    before = lowest_30_days([offer_id], now).get(offer_id) if moved else offer.compare_at
    shown = was_price(compare_at, price, before)
    Offer.objects.filter(id=offer_id).update(price=price, claim=compare_at, compare_at=shown)
    if moved:
        PricePoint.objects.create(offer_id=offer_id, price=price, at=now, by=by)
    record(
        PriceChanged(
            offer_id=offer_id, product_id=offer.product_id, price=price, compare_at=shown, currency=offer.currency
        ),
        by=by,
        now=now,
    )


@transaction.atomic
def set_stock(offer_id: UUID, *, on_hand: int, now: datetime, by: UUID | None) -> None:
    """The shop counted `on_hand` units, those that unpaid purchases hold included.

    Refuses fewer than are held (I-16), a number that is not a count, and an unknown offer.
    """
    offer = _lock(offer_id)
    check_digits(offer.variant.sku, _("The stock"), on_hand, 0, STOCK_MAX)
    if not Offer.objects.filter(id=offer_id, reserved__lte=on_hand).update(on_hand=on_hand):
        raise StockReserved(reserved=offer.reserved)
    if offer.on_hand != on_hand:
        record(StockSet(offer_id=offer_id, product_id=offer.product_id, on_hand=on_hand), by=by, now=now)
