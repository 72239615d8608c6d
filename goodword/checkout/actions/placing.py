"""The end of the walk: a quote becomes a purchase."""

import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.checkout import queries
from goodword.checkout.actions.carts import NoSuchOffer
from goodword.checkout.actions.quoting import NotForSale, OneCurrency, price
from goodword.checkout.models import CartItem
from goodword.checkout.queries import LockedQuote
from goodword.checkout.rules import QuoteItem, ShopQuote, canonical, quote_hash
from goodword.journal.actions import answer_once
from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.kit.statements import write
from goodword.orders import actions as orders
from goodword.orders.rules import OrderDraft, PurchaseDraft
from goodword.payments import actions as payments

KEY = re.compile(r"[\x21-\x7e]{1,80}")  # what clients use as keys: UUIDs, random words; visible ASCII


class BadKey(Refusal):
    """The idempotency key is missing, too long or has odd characters."""

    status = 422
    code = "checkout.bad_key"
    sentence = _("Send an idempotency key of 1 to 80 visible characters, such as a UUID.")


class QuoteChanged(Refusal):
    """Price, delivery, commission or what is sold is not as it was quoted (I-20)."""

    status = 409
    code = "checkout.quote_changed"
    sentence = _("Something has changed since you saw the price. Look at it again before you agree.")


class QuoteExpired(Refusal):
    """The quote's time is over."""

    status = 409
    code = "checkout.quote_expired"
    sentence = _("This price was only for a short time. Look at it again before you agree.")


class QuoteUsed(Refusal):
    """The quote has become a purchase already (S-62)."""

    status = 409
    code = "checkout.quote_used"
    sentence = _("You have bought this already. Look at your purchases.")


@dataclass(frozen=True, slots=True)
class Placed:
    """A purchase that waits for payment, and the payment it waits for."""

    purchase_id: UUID
    intent_id: UUID


def place(
    *,
    quote_id: UUID,
    quote_hash: str,
    channel: str,
    person_id: UUID,
    key: str,
    return_url: str,
    lifetime: timedelta,
    now: datetime,
) -> Placed:
    """The person agrees to a quote: one purchase, an order per shop, one payment to make within `lifetime`.

    One transaction and a fixed number of statements. The same `key` with the same request answers the same and does
    nothing more (I-18); after it the surface calls payments.start_intent. `return_url` may hold `{purchase}`, which
    is replaced by the purchase's id. Refuses BadKey, KeyReused, KeyInFlight, anybody else's quote, QuoteChanged,
    QuoteExpired, QuoteUsed, StockGone, TooManyUnpaid and ChannelClosed; then nothing is placed and nothing held.
    """
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise BadKey
    request = canonical([str(quote_id), quote_hash, channel, return_url])

    def do() -> tuple[int, bytes]:
        quote = _agreed_quote(quote_id, quote_hash, person_id, now)
        placed = _place(quote, channel, return_url, now + lifetime, now)
        return 201, canonical({"purchase_id": str(placed.purchase_id), "intent_id": str(placed.intent_id)})

    _status, body = answer_once(f"checkout.place:{person_id}", key, request, do, now=now)
    kept = json.loads(body)
    return Placed(UUID(kept["purchase_id"]), UUID(kept["intent_id"]))


def _agreed_quote(quote_id: UUID, agreed_hash: str, person_id: UUID, now: datetime) -> LockedQuote:
    """The person's quote, locked, when it is the one they saw and may still be placed."""
    quote = queries.lock_quote(person_id, quote_id, now)
    if quote.used:
        raise QuoteUsed
    if not hmac.compare_digest(quote.hash.encode(), agreed_hash.encode()):
        raise QuoteChanged
    if not quote.open:
        raise QuoteExpired
    return quote


def _place(quote: LockedQuote, channel: str, return_url: str, expires_at: datetime, now: datetime) -> Placed:
    """Places the quote as it was agreed, then looks whether it is still true while the stock is locked (I-20).

    No price can change between that look and the commit, because a change needs the offer's row. When something is
    not as quoted, the refusal undoes everything.
    """
    draft = PurchaseDraft(
        buyer_id=quote.person_id,
        currency=quote.currency,
        address=quote.address,
        channel=channel,
        expires_at=expires_at,
        orders=tuple(_order(shop) for shop in quote.shops),
    )
    purchase_id = orders.place_purchase(draft, now=now, by=quote.person_id)
    _refuse_change(quote, now)
    intent_id = payments.open_intent(
        purpose=purchase_id,
        payer=quote.person_id,
        amount=Money(draft.total, draft.currency),
        channel=channel,
        return_url=return_url.replace("{purchase}", str(purchase_id)),
        expires_at=expires_at,
        now=now,
        by=quote.person_id,
    )
    write("UPDATE checkout_quote SET purchase_id = %s WHERE id = %s", [purchase_id, quote.id])
    if quote.from_cart:
        bought = [line.offer_id for order in draft.orders for line in order.lines]
        CartItem.objects.filter(cart__person=quote.person_id, offer__in=bought).delete()
    return Placed(purchase_id, intent_id)


def _refuse_change(quote: LockedQuote, now: datetime) -> None:
    """Refuses when what was placed, what the buyer saw and what is true now are not the same."""
    items = [QuoteItem(item.offer_id, item.quantity, item.post_id) for shop in quote.shops for item in shop.items]
    try:
        agreed = price(items, now=now, in_stock=False)
    except (NotForSale, NoSuchOffer, OneCurrency) as gone:
        raise QuoteChanged from gone
    if agreed.shops != quote.shops or quote_hash(agreed, quote.address) != quote.hash:
        raise QuoteChanged


def _order(shop: ShopQuote) -> OrderDraft:
    return OrderDraft(shop_id=shop.shop_id, delivery=shop.delivery, return_days=shop.return_days, lines=shop.items)
