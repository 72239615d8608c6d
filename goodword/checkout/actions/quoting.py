"""What the house says something costs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.catalog.actions import StockGone
from goodword.checkout import queries
from goodword.checkout.actions.carts import BadQuantity, CartFull, NoSuchOffer
from goodword.checkout.models import Quote
from goodword.checkout.queries import Terms
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
    """The items at the server's prices, delivery, experts and rates of this moment (I-20). One statement.

    Refuses NoSuchOffer, NotForSale, OneCurrency and, when `in_stock`, StockGone.
    """
    terms = queries.terms(items, now)
    _refuse_unsellable(items, terms, in_stock)
    priced: dict[UUID, list[LineDraft]] = defaultdict(list)
    for item in items:
        offer = terms[item.offer_id]
        priced[offer.shop_id].append(_priced(item, offer))
    shops = tuple(_shop(terms[lines[0].offer_id], tuple(lines)) for lines in priced.values())
    return Agreed(next(iter(terms.values())).currency, shops)


def _refuse_unsellable(items: Iterable[QuoteItem], terms: Mapping[UUID, Terms], in_stock: bool) -> None:
    if any(item.offer_id not in terms for item in items):
        raise NoSuchOffer
    gone = [str(offer.offer_id) for offer in terms.values() if not offer.listed]
    if gone:
        raise NotForSale(offers=gone)
    currencies = sorted({offer.currency for offer in terms.values()})
    if len(currencies) > 1:
        raise OneCurrency(currencies=", ".join(currencies))
    short = {str(i.offer_id): terms[i.offer_id].available for i in items if i.quantity > terms[i.offer_id].available}
    if in_stock and short:
        raise StockGone(offers=short)


def _priced(item: QuoteItem, offer: Terms) -> LineDraft:
    return LineDraft(
        offer_id=offer.offer_id,
        product_id=offer.product_id,
        title=offer.title,
        variant_title=offer.variant_title,
        quantity=item.quantity,
        unit_price=offer.price,
        post_id=item.post_id if offer.expert_id else None,
        expert_id=offer.expert_id,
        rate_bp=offer.rate_bp,
    )


def _shop(shop: Terms, lines: tuple[LineDraft, ...]) -> ShopQuote:
    goods = sum(line.amount for line in lines)
    return ShopQuote(
        shop_id=shop.shop_id,
        shop_name=shop.shop_name,
        delivery=delivery_cost(goods, fee=shop.delivery_fee, free_from=shop.free_delivery_from),
        return_days=shop.return_days,
        items=lines,
    )


@transaction.atomic
def forget_quotes(*, now: datetime, limit: int) -> int:
    """Quotes that ended long ago are thrown away; says how many."""
    old = queries.old_quotes(now - QUOTES_KEPT, limit)
    Quote.objects.filter(id__in=old).delete()
    return len(old)
