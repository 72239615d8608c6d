"""What the middle page tells: where to, what it costs, what is held and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID, uuid4

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext as _

from goodword.catalog import queries as catalog
from goodword.catalog.queries import Picture
from goodword.checkout import actions as checkout_actions
from goodword.checkout import queries as checkout
from goodword.checkout.queries import AddressView, QuoteView
from goodword.checkout.rules import AddressDraft, CartRef, QuoteItem, clean_address
from goodword.payments import queries as payments
from goodword.payments.queries import ChannelView
from goodword.people import queries as people
from goodword.web.checkout.walk import Walk
from goodword.web.shell.jinja import url
from goodword.web.shell.say import locale

HOME = "CN"  # chosen in the country list until somebody chooses another


@dataclass(frozen=True, slots=True)
class AddressForm:
    """The form of a new address: what was typed, what is wrong with which field, and all countries."""

    typed: Mapping[str, str]
    wrong: Mapping[str, str]
    error: str
    countries: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """The middle page. Without a quote there is no address yet, and the form asks for one.

    `key` makes a repeated press of Pay one purchase (I-18). `hold` is how long stock is held for the payment,
    `receipt_days` how long after dispatch the money is let go at the earliest when the buyer says nothing.
    """

    walk: Walk
    addresses: Sequence[AddressView]
    chosen: AddressView | None
    form: AddressForm
    quote: QuoteView | None
    pictures: Mapping[UUID, Picture]
    words: Mapping[UUID, str]
    channels: Sequence[ChannelView]
    key: str
    hold: timedelta
    receipt_days: int
    note: str

    @property
    def again(self) -> str:
        """The address that shows this page with this quote again, for who must sign in before they can pay."""
        return url("checkout", **self.walk.fields(), quote=self.quote.id if self.quote else None)

    @property
    def return_days(self) -> int:
        """For how many days after its arrival all of it can be sent back."""
        return min(shop.return_days for shop in self.quote.shops) if self.quote else 0


def middle(
    person: UUID,
    walk: Walk,
    cart: CartRef,
    now: datetime,
    *,
    quote_id: UUID | None = None,
    note: str = "",
    typed: Mapping[str, str] | None = None,
    error: str = "",
) -> Page:
    """The middle page with the quote asked for while it holds, else with a fresh one.

    Refuses what cannot be bought as it stands.
    """
    addresses = checkout.addresses_of(person)
    chosen = _chosen(addresses, walk.to_address)
    quote = _still_open(person, quote_id, chosen, now) if quote_id and chosen else None
    if chosen and not quote:
        quote = checkout_actions.make_quote(
            person, items=_items(walk, cart), address_id=chosen.id, lifetime=settings.QUOTE_LIFETIME, now=now
        )
    items = [item for shop in quote.shops for item in shop.items] if quote else []
    experts = people.briefs({item.expert_id for item in items if item.expert_id})
    cards = catalog.products({item.product_id for item in items}) if items else {}
    return Page(
        walk=walk.to(chosen.id) if chosen else walk,
        addresses=addresses,
        chosen=chosen,
        form=_form(typed, error),
        quote=quote,
        pictures={item.offer_id: cards[item.product_id].picture for item in items},
        words={item.offer_id: experts[item.expert_id].name for item in items if item.expert_id},
        channels=payments.channels(quote.currency, at=now) if quote else (),
        key=str(uuid4()),
        hold=settings.PAYMENT_LIFETIME,
        receipt_days=settings.AUTO_RECEIPT.days,
        note=note,
    )


def bought_already(person: UUID, quote_id: UUID) -> UUID | None:
    """The purchase this quote of the person has become, if it has. Refuses anybody else's quote."""
    return checkout.quote_for(person, quote_id).purchase_id


def empty_of(person: UUID, quote_id: UUID, now: datetime) -> None:
    """Takes out of the cart what was bought of it, where only one currency of it was."""
    for shop in checkout.quote_for(person, quote_id).shops:
        for item in shop.items:
            checkout_actions.remove_item(CartRef(person_id=person), offer_id=item.offer_id, now=now)


def _items(walk: Walk, cart: CartRef) -> list[QuoteItem] | None:
    if walk.offer:
        return [QuoteItem(walk.offer, walk.quantity, walk.post)]
    if not walk.currency:
        return None
    return [
        QuoteItem(line.offer_id, line.quantity, line.post_id)
        for shop in checkout.cart(cart).shops
        for line in shop.lines
        if line.currency == walk.currency
    ]


def _still_open(person: UUID, quote_id: UUID, to: AddressView, now: datetime) -> QuoteView | None:
    """The person's quote while it holds, goes `to` this address and was not bought.

    Whether its terms still stand is asked when they pay.
    """
    try:
        quote = checkout.quote_for(person, quote_id)
    except checkout.NoSuchQuote:
        return None
    same = quote.address == {name: getattr(to, name) for name in quote.address}
    return quote if same and quote.expires_at > now and not quote.purchase_id else None


def _chosen(addresses: Sequence[AddressView], asked: UUID | None) -> AddressView | None:
    """The address asked for when it is the person's own, else the newest."""
    return next((one for one in addresses if one.id == asked), addresses[0] if addresses else None)


def _form(typed: Mapping[str, str] | None, error: str) -> AddressForm:
    empty = dict.fromkeys(AddressDraft.__dataclass_fields__, "") | {"country": HOME}
    wrong = clean_address(AddressDraft(**typed))[1] if typed is not None else []
    return AddressForm(
        typed=typed if typed is not None else empty,
        wrong={name: _("This is missing or too long.") for name in wrong},
        error=error,
        countries=_countries(locale()),
    )


@lru_cache(maxsize=8)
def _countries(language: str) -> Sequence[tuple[str, str]]:
    names = Locale.parse(language).territories
    known = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in GROUPS]
    return sorted(known, key=lambda pair: (pair[0] != HOME, pair[1]))


GROUPS = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})  # CLDR codes that are no country
