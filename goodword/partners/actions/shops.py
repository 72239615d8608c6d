"""A shop opens and changes what it says of itself."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.limits import PRICE_MAX
from goodword.kit.money import decimals
from goodword.kit.refusals import Refusal
from goodword.partners import queries
from goodword.partners.events import ShopChanged, ShopOpened
from goodword.partners.models import Shop, Staff
from goodword.partners.rules import RETURN_DAYS_MAX, RETURN_DAYS_MIN, check_between, check_website


class SlugTaken(Refusal):
    """Another shop has this address word."""

    code = "partners.slug_taken"
    sentence = _("Another shop already uses the address %(slug)s. Choose another one.")


@transaction.atomic
def open_shop(
    *,
    slug: str,
    name: str,
    legal_name: str,
    registration: str,
    country: str,
    address: str,
    email: str,
    currency: str,
    owner_id: UUID,
    now: datetime,
    by: UUID | None,
    about: str = "",
    website: str = "",
    delivery_fee: int = 0,
    free_delivery_from: int | None = None,
    return_days: int = RETURN_DAYS_MIN,
) -> UUID:
    """A merchant signs up as a partner; `owner_id` becomes its owner. It is not recommendable yet.

    Amounts are minor units of `currency`. Refuses a taken slug, an unknown currency, terms out of bounds and
    a `website` that pages must not lead to (S-16).
    """
    decimals(currency)
    _check_terms(delivery_fee, free_delivery_from, return_days)
    check_website(website)
    shop = Shop(
        id=new_id(now),
        slug=slug,
        name=name,
        about=about,
        website=website,
        legal_name=legal_name,
        registration=registration,
        country=country,
        address=address,
        email=email,
        currency=currency,
        delivery_fee=delivery_fee,
        free_delivery_from=free_delivery_from,
        return_days=return_days,
        opened_at=now,
    )
    Shop.objects.bulk_create([shop], ignore_conflicts=True)
    if not Shop.objects.filter(id=shop.id).exists():
        raise SlugTaken(slug=slug)
    Staff.objects.create(shop_id=shop.id, person_id=owner_id, role="owner", by=by, at=now)
    record(ShopOpened(shop_id=shop.id, owner_id=owner_id), by=by, now=now)
    return shop.id


def _check_terms(delivery_fee: int, free_delivery_from: int | None, return_days: int) -> None:
    check_between(_("The delivery fee"), delivery_fee, 0, PRICE_MAX)
    check_between(_("The amount for free delivery"), free_delivery_from or 0, 0, PRICE_MAX)
    check_between(_("The days for a return"), return_days, RETURN_DAYS_MIN, RETURN_DAYS_MAX)


CHANGEABLE = frozenset(
    {
        "name",
        "about",
        "website",
        "legal_name",
        "registration",
        "address",
        "email",
        "delivery_fee",
        "free_delivery_from",
        "return_days",
    }
)


@transaction.atomic
def change_shop(shop_id: UUID, *, changes: Mapping[str, str | int | None], now: datetime, by: UUID | None) -> None:
    """The shop gives itself another name, address or terms; `changes` names fields of CHANGEABLE only (S-03).

    Orders already placed keep the terms they were placed under. Refuses an unknown shop, terms out of bounds and
    a website that pages must not lead to (S-16).
    """
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(f"not changeable: {sorted(unknown)}")
    shop = Shop.objects.select_for_update().filter(id=shop_id).first()
    if shop is None:
        raise queries.NoSuchShop
    for field, value in changes.items():
        setattr(shop, field, value)
    _check_terms(shop.delivery_fee, shop.free_delivery_from, shop.return_days)
    check_website(shop.website)
    shop.save(update_fields=list(changes))
    record(ShopChanged(shop_id=shop_id), by=by, now=now)
