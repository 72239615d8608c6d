"""Reads about shops."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from goodword.kit import refusals
from goodword.kit.limits import LISTED, PAGE_SIZE
from goodword.kit.paging import Page, decode_cursor, decode_id, encode_cursor
from goodword.kit.statements import places, read, tuples, uuid_of, woven
from goodword.partners.models import AgreementAcceptance, CommissionTerms, Shop, Staff, Suspension
from goodword.partners.rules import told_reason


class NoSuchShop(refusals.NotFound):
    """There is no such shop, or the asker does not work there (S-74: both look the same)."""

    status = 404
    code = "partners.no_such_shop"
    sentence = _("There is no such shop. Check the address.")


@dataclass(frozen=True, slots=True)
class ShopBrief:
    """What carts, cards and quotes need to know of a shop; money in minor units of its currency."""

    id: UUID
    slug: str
    name: str
    currency: str
    delivery_fee: int
    free_delivery_from: int | None
    return_days: int
    recommendable: bool


@dataclass(frozen=True, slots=True)
class ShopView:
    """A shop with its papers and standing."""

    id: UUID
    slug: str
    name: str
    about: str
    website: str
    legal_name: str
    registration: str
    country: str
    address: str
    email: str
    currency: str
    delivery_fee: int
    free_delivery_from: int | None
    return_days: int
    opened_at: datetime
    recommendable: bool
    verified_at: datetime | None
    agreement: str | None
    suspended_for: str | None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person who works for a shop."""

    person_id: UUID
    name: str
    role: str
    at: datetime


BRIEF = (
    "id",
    "slug",
    "name",
    "currency",
    "delivery_fee",
    "free_delivery_from",
    "return_days",
    "recommendable",
)
Pair = tuple[UUID, UUID]


def shop(shop_id: UUID) -> ShopView:
    """The shop with this id. Refuses when there is none."""
    return _view(Q(id=shop_id))


def by_slug(slug: str) -> ShopView:
    """The shop with this address word. Refuses when there is none."""
    return _view(Q(slug=slug))


def shops(shop_ids: Iterable[UUID]) -> dict[UUID, ShopView]:
    """The shops with these ids; ids that do not exist are left out. At most three statements."""
    found = list(Shop.objects.filter(id__in=set(shop_ids)).select_related("verification"))
    accepted = AgreementAcceptance.objects.filter(shop__in=found).order_by("id")
    versions = dict(accepted.values_list("shop_id", "version"))
    suspended = dict(Suspension.objects.filter(shop__in=found, lifted_at=None).values_list("shop_id", "reason"))
    return {one.id: _told(one, versions.get(one.id), suspended.get(one.id)) for one in found}


def _view(which: Q) -> ShopView:
    found = Shop.objects.filter(which).select_related("verification").first()
    if found is None:
        raise NoSuchShop
    accepted = AgreementAcceptance.objects.filter(shop=found).order_by("-id").first()
    suspension = Suspension.objects.filter(shop=found, lifted_at=None).first()
    return _told(found, accepted.version if accepted else None, suspension.reason if suspension else None)


def _told(found: Shop, agreement: str | None, suspended_for: str | None) -> ShopView:
    return ShopView(
        **{name: getattr(found, name) for name in BRIEF},
        about=found.about,
        website=found.website,
        legal_name=found.legal_name,
        registration=found.registration,
        country=found.country,
        address=found.address,
        email=found.email,
        opened_at=found.opened_at,
        verified_at=found.verification.at if hasattr(found, "verification") else None,
        agreement=agreement,
        suspended_for=told_reason(suspended_for) if suspended_for else None,
    )


def _briefs(which: Q) -> list[ShopBrief]:
    return [ShopBrief(*row) for row in Shop.objects.filter(which).order_by("name").values_list(*BRIEF)]


BRIEFS = """SELECT id, slug, name, currency, delivery_fee, free_delivery_from, return_days, recommendable
            FROM partners_shop WHERE id IN ({ids}) ORDER BY name"""


def briefs(shop_ids: Iterable[UUID]) -> dict[UUID, ShopBrief]:
    """The shops with these ids; ids that do not exist are left out. One statement."""
    ids = list(set(shop_ids))
    views = {}
    for shop_id, *told, good in read(BRIEFS, ids, ids=places(ids)) if ids else []:
        views[uuid_of(shop_id)] = ShopBrief(*(uuid_of(shop_id), *told, bool(good)))
    return views


def shops_of(person_id: UUID) -> list[ShopBrief]:
    """The shops this person works for."""
    return _briefs(Q(staff__person_id=person_id))


def listed() -> list[str]:
    """The slugs of the shops that sell, oldest first; at most twice LISTED, for a list of them."""
    rows = Shop.objects.filter(recommendable=True).order_by("id")
    return list(rows.values_list("slug", flat=True)[: 2 * LISTED])


def owned_alone(person_id: UUID) -> dict[UUID, ShopBrief]:
    """The shops of which this person is the only owner, by id."""
    others = Staff.objects.filter(shop=OuterRef("id"), role="owner").exclude(person_id=person_id)
    mine = Q(staff__person_id=person_id, staff__role="owner") & ~Q(Exists(others))
    return {shop.id: shop for shop in _briefs(mine)}


def waiting(cursor: str | None = None) -> Page[ShopBrief]:
    """Shops that nobody has verified yet, oldest first: the operator's queue."""
    rows: Any = Shop.objects.filter(verification=None).order_by("id")
    if cursor:
        rows = rows.filter(id__gt=decode_id(cursor))
    found = [ShopBrief(*row) for row in rows.values_list(*BRIEF)[: PAGE_SIZE + 1]]
    more = len(found) > PAGE_SIZE
    return Page(found[:PAGE_SIZE], encode_cursor(found[PAGE_SIZE - 1].id) if more else None)


def role_in(shop_id: UUID, person_id: UUID) -> str | None:
    """The person's role in the shop (owner, manager, packer), or None."""
    return Staff.objects.filter(shop_id=shop_id, person_id=person_id).values_list("role", flat=True).first()


def require_role(shop_id: UUID, person_id: UUID | None, *roles: str) -> str:
    """The person's role when it is one of `roles` (any when none is named). Refuses as if there were no shop."""
    role = role_in(shop_id, person_id) if person_id else None
    if role is None or (roles and role not in roles):
        raise NoSuchShop
    return role


def staff(shop_id: UUID) -> list[StaffMember]:
    """Who works for the shop, longest first."""
    rows = Staff.objects.filter(shop_id=shop_id).order_by("id")
    return [StaffMember(*row) for row in rows.values_list("person_id", "person__name", "role", "at")]


def staff_ids(shop_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Who works for each shop. One statement; every asked id is a key."""
    found: dict[UUID, set[UUID]] = {shop_id: set() for shop_id in shop_ids}
    for shop_id, person_id in Staff.objects.filter(shop_id__in=found).values_list("shop_id", "person_id"):
        found[shop_id].add(person_id)
    return found


def recommendable(shop_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these shops' offers may be recommended: verified, agreement accepted, not suspended (rows 2, 13)."""
    return set(Shop.objects.filter(id__in=set(shop_ids), recommendable=True).values_list("id", flat=True))


# The commission of one shop's product at a moment, for statements that read it along with more; NULL: none was set.
# Terms for the product win over the shop's default; among those begun by then, the latest wins.
RATE = """(SELECT c.rate_bp FROM partners_commissionterms c
            WHERE c.shop_id = {shop} AND c.from_at <= {at} AND (c.product_id = {product} OR c.product_id IS NULL)
            ORDER BY c.product_id IS NULL, c.from_at DESC, c.id DESC LIMIT 1)"""
RATES = """WITH asked (shop_id, product_id) AS (VALUES {pairs}) SELECT shop_id, product_id, {rate} FROM asked"""


def commission_rates(pairs: Sequence[Pair], at: datetime) -> dict[Pair, int]:
    """The commission in basis points for each (shop, product) at a moment; 0 where the shop set none. One statement.

    By the rule of RATE.
    """
    if not pairs:
        return {}
    values = [value for shop_id, product in pairs for value in (shop_id, product)]
    rate = woven(RATE, shop="asked.shop_id", product="asked.product_id", at="%s")
    found = read(RATES, [*values, at], pairs=tuples(len(pairs)), rate=rate)
    return {(uuid_of(shop_id), uuid_of(product)): rate or 0 for shop_id, product, rate in found}


@dataclass(frozen=True, slots=True)
class Term:
    """A commission as a shop set it, for one product or (None) all others: holds from `from_at` up to `until`.

    `state` at the moment asked: coming, holds, or over. `rate_bp` in basis points.
    """

    id: int
    product_id: UUID | None
    rate_bp: int
    from_at: datetime
    until: datetime | None
    at: datetime
    by: UUID | None
    state: str


def terms_of(shop_id: UUID, at: datetime, cursor: str | None = None) -> Page[Term]:
    """What the shop has set for a word, by the day from which it holds, last first. One statement."""
    same = Q(product_id=OuterRef("product_id")) | Q(product_id=None) & IsNull(OuterRef("product_id"), True)
    later = Q(from_at__gt=OuterRef("from_at")) | Q(from_at=OuterRef("from_at"), id__gt=OuterRef("id"))
    following = CommissionTerms.objects.filter(same, later, shop_id=shop_id).order_by("from_at", "id")
    rows = CommissionTerms.objects.filter(shop_id=shop_id).order_by("-from_at", "-id")
    if cursor:
        begun, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(from_at__lt=begun) | Q(from_at=begun, id__lt=last))
    named = rows.annotate(until=Subquery(following.values("from_at")[:1]))
    fields = ("id", "product_id", "rate_bp", "from_at", "until", "at", "by")
    found = [Term(*[*row, _state(row[3], row[4], at)]) for row in named.values_list(*fields)[: PAGE_SIZE + 1]]
    shown = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    return Page(shown, encode_cursor(shown[-1].from_at, shown[-1].id) if more else None)


def _state(from_at: datetime, until: datetime | None, at: datetime) -> str:
    if from_at > at:
        return "coming"
    return "over" if until and until <= at else "holds"


def with_terms(shop_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these shops have ever said what they pay for a word."""
    said = Exists(CommissionTerms.objects.filter(shop=OuterRef("id")))
    return set(Shop.objects.filter(said, id__in=set(shop_ids)).values_list("id", flat=True))


def lock_shop(shop_id: UUID) -> ShopBrief:
    """Locks the shop's row until the transaction ends, so that two writers of its catalogue take turns. Refuses none.

    Orders may still be placed meanwhile: the lock leaves foreign keys alone.
    """
    found = Shop.objects.select_for_update(no_key=True).filter(id=shop_id).values_list(*BRIEF).first()
    if found is None:
        raise NoSuchShop
    return ShopBrief(*found)
