"""What the house says something costs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog
from goodword.catalog.actions import StockGone
from goodword.catalog.queries import OfferView
from goodword.checkout import queries
from goodword.checkout.actions.carts import BadQuantity, CartFull, NoSuchOffer
from goodword.checkout.models import Quote
from goodword.checkout.rules import (
    Agreed,
    QuoteItem,
    ShopQuote,
    content,
    delivery_cost,
    joined,
    quote_hash,
    whole,
)
from goodword.kit.ids import new_id
from goodword.kit.limits import CART_LINES, LINE_QUANTITY
from goodword.kit.refusals import Refusal
from goodword.orders.rules import LineDraft
from goodword.partners import queries as partners
from goodword.social import queries as social

QUOTES_KEPT = timedelta(days=7)  # after their end; a buyer who comes back later asks anew anyway


class EmptyCart(Refusal):
    """There is nothing to quote."""

    status = 422
    code = "checkout.empty_cart"
    sentence = _("There is nothing in your cart yet.")


class NotForSale(Refusal):
    """A product was withdrawn, or its shop is not in good standing; `offers` names what."""

    status = 409
    code = "checkout.not_for_sale"
    sentence = _("Something you want is not sold any more. Take it out of your cart.")


class OneCurrency(Refusal):
    """One payment is in one currency (I-04, S-61)."""

    status = 422
    code = "checkout.one_currency"
    sentence = _("These things cost %(currencies)s. Buy those of one currency at a time.")


@transaction.atomic
def make_quote(
    person_id: UUID,
    *,
    items: Sequence[QuoteItem] | None,
    address_id: UUID,
    lifetime: timedelta,
    now: datetime,
) -> queries.QuoteView:
    """What these items, or all in the person's cart when None, cost now, delivered to one of their addresses.

    Holds for `lifetime`, while nothing of it changes; nothing is reserved. Refuses EmptyCart, CartFull, BadQuantity,
    NoSuchOffer, NotForSale, StockGone, OneCurrency and anybody else's address.
    """
    address = queries.address_fields(person_id, address_id)
    wanted = joined(_checked(items if items is not None else queries.items_in_cart_of(person_id)))
    agreed = price(_checked(wanted), now=now, in_stock=True)
    row = Quote(
        id=new_id(now),
        person_id=person_id,
        hash=quote_hash(agreed, address),
        content=content(agreed.shops),
        address=address,
        from_cart=items is None,
        currency=agreed.currency,
        goods=agreed.goods,
        delivery=agreed.delivery,
        total=agreed.total,
        made_at=now,
        expires_at=now + lifetime,
    )
    Quote.objects.bulk_create([row])
    return queries.quote_view(row)


def _checked(items: Sequence[QuoteItem]) -> Sequence[QuoteItem]:
    if not items:
        raise EmptyCart
    if len(items) > CART_LINES:
        raise CartFull(most=CART_LINES)
    if not all(whole(item.quantity, 1, LINE_QUANTITY) for item in items):
        raise BadQuantity(most=LINE_QUANTITY)
    return items


def price(items: Sequence[QuoteItem], *, now: datetime, in_stock: bool) -> Agreed:
    """The items at the server's prices, delivery, experts and rates of this moment (I-20). At most four statements.

    Refuses NoSuchOffer, NotForSale, OneCurrency and, when `in_stock`, StockGone.
    """
    offers = catalog.offers(item.offer_id for item in items)
    _refuse_unsellable(items, offers, in_stock)
    experts = social.attributions((item.post_id, offers[item.offer_id].product_id) for item in items if item.post_id)
    pairs = [
        (o.shop_id, o.product_id) for i in items if (o := offers[i.offer_id]) and (i.post_id, o.product_id) in experts
    ]
    rates = partners.commission_rates(pairs, now) if pairs else {}
    priced: dict[UUID, list[LineDraft]] = defaultdict(list)
    for item in items:
        offer = offers[item.offer_id]
        expert = experts.get((item.post_id, offer.product_id)) if item.post_id else None
        rate = rates[(offer.shop_id, offer.product_id)] if expert else 0
        priced[offer.shop_id].append(_priced(item, offer, expert, rate))
    briefs = partners.briefs(priced)
    shops = tuple(_shop(briefs[shop_id], tuple(own)) for shop_id, own in priced.items())
    return Agreed(next(iter(offers.values())).currency, shops)


def _refuse_unsellable(items: Iterable[QuoteItem], offers: Mapping[UUID, OfferView], in_stock: bool) -> None:
    if any(item.offer_id not in offers for item in items):
        raise NoSuchOffer
    gone = [str(offer.id) for offer in offers.values() if not offer.listed]
    if gone:
        raise NotForSale(offers=gone)
    currencies = sorted({offer.currency for offer in offers.values()})
    if len(currencies) > 1:
        raise OneCurrency(currencies=", ".join(currencies))
    short = {str(i.offer_id): offers[i.offer_id].available for i in items if i.quantity > offers[i.offer_id].available}
    if in_stock and short:
        raise StockGone(offers=short)


def _priced(item: QuoteItem, offer: OfferView, expert: UUID | None, rate_bp: int) -> LineDraft:
    return LineDraft(
        offer_id=offer.id,
        product_id=offer.product_id,
        title=offer.title,
        variant_title=offer.variant_title,
        quantity=item.quantity,
        unit_price=offer.price,
        post_id=item.post_id if expert else None,
        expert_id=expert,
        rate_bp=rate_bp,
    )


def _shop(brief: partners.ShopBrief, items: tuple[LineDraft, ...]) -> ShopQuote:
    goods = sum(item.amount for item in items)
    return ShopQuote(
        shop_id=brief.id,
        shop_name=brief.name,
        delivery=delivery_cost(goods, fee=brief.delivery_fee, free_from=brief.free_delivery_from),
        return_days=brief.return_days,
        items=items,
    )


@transaction.atomic
def forget_quotes(*, now: datetime, limit: int) -> int:
    """Quotes that ended long ago are thrown away; says how many."""
    old = queries.old_quotes(now - QUOTES_KEPT, limit)
    Quote.objects.filter(id__in=old).delete()
    return len(old)
