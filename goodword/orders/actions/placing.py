"""A purchase begins."""

import secrets
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.catalog import actions as catalog
from goodword.journal.actions import record
from goodword.kit.acts import act
from goodword.kit.ids import new_id
from goodword.kit.limits import OPEN_RESERVATIONS
from goodword.kit.money import decimals
from goodword.kit.refusals import Refusal
from goodword.kit.statements import insert, together
from goodword.orders import queries
from goodword.orders.events import PurchasePlaced
from goodword.orders.models import Line, Order, Purchase
from goodword.orders.rules import NUMBER_LENGTH, PurchaseDraft, number, sound


class Unsound(Refusal):
    """The draft is empty, has a shop or an offer twice, or a number out of bounds (S-60)."""

    status = 422
    code = "orders.unsound"
    sentence = _("This purchase cannot be placed as it stands. Go back to your cart and check the quantities.")


class TooManyUnpaid(Refusal):
    """The buyer holds stock with as many unpaid purchases as one person may (S-67)."""

    status = 409
    code = "orders.too_many_unpaid"
    sentence = _("You have %(most)s purchases waiting for payment. Pay or cancel one of them first.")


@act
def place_purchase(draft: PurchaseDraft, *, now: datetime, by: UUID | None) -> UUID:
    """A buyer agrees to pay: the stock of all shops is held until `draft.expires_at`, or nothing happens (I-16, I-21).

    One order per shop, with the drafted prices, experts and rates. Eight statements, however many lines. Refuses
    Unsound, TooManyUnpaid, and what catalog.reserve refuses (StockGone).
    """
    if not sound(draft):
        raise Unsound
    decimals(draft.currency)
    if queries.lock_unpaid_of(draft.buyer_id) >= OPEN_RESERVATIONS:
        raise TooManyUnpaid(most=OPEN_RESERVATIONS)
    purchase_id = new_id(now)
    lines = [(line.offer_id, line.quantity) for order in draft.orders for line in order.lines]
    catalog.reserve(lines, holder=purchase_id, until=draft.expires_at, now=now)
    placed = PurchasePlaced(purchase_id=purchase_id, buyer=draft.buyer_id, total=draft.total, currency=draft.currency)
    with together():
        _write_purchase(purchase_id, draft, now)
        _write_orders(purchase_id, draft, now)
        record(placed, by=by, now=now)
    return purchase_id


def _write_purchase(purchase_id: UUID, draft: PurchaseDraft, now: datetime) -> None:
    purchase = {
        "id": purchase_id,
        "number": number(now, secrets.randbits(5 * NUMBER_LENGTH)),
        "buyer": draft.buyer_id,
        "currency": draft.currency,
        "goods": draft.goods,
        "delivery": draft.delivery,
        "total": draft.total,
        "address": dict(draft.address),
        "channel": draft.channel,
        "state": "placed",
        "placed_at": now,
        "expires_at": draft.expires_at,
    }
    insert(Purchase, [purchase])


def _write_orders(purchase_id: UUID, draft: PurchaseDraft, now: datetime) -> None:
    """The orders and their lines, in two statements."""
    orders = [
        {
            "id": new_id(now),
            "purchase": purchase_id,
            "position": position,
            "shop": order.shop_id,
            "state": "placed",
            "goods": order.goods,
            "delivery": order.delivery,
            "refunded": 0,
            "return_days": order.return_days,
            "received_automatically": False,
        }
        for position, order in enumerate(draft.orders, start=1)
    ]
    insert(Order, orders)
    # Ids of one moment are in no order among themselves; sorted, they keep the lines as they were drafted.
    ids = iter(sorted(new_id(now) for order in draft.orders for _line in order.lines))
    lines = (
        {
            "id": next(ids),
            "order": row["id"],
            "offer": line.offer_id,
            "product_id": line.product_id,
            "title": line.title,
            "variant_title": line.variant_title,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "returned": 0,
            "refunded": 0,
            "post_id": line.post_id,
            "expert": line.expert_id,
            "rate_bp": line.rate_bp,
        }
        for row, order in zip(orders, draft.orders, strict=True)
        for line in order.lines
    )
    insert(Line, lines)
