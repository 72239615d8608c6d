"""The only writers of shops."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.limits import PRICE_MAX
from goodword.kit.money import decimals
from goodword.kit.refusals import Refusal
from goodword.partners import queries
from goodword.partners.events import (
    AgreementAccepted,
    CommissionSet,
    ShopChanged,
    ShopOpened,
    ShopSuspended,
    ShopVerified,
    StaffAdded,
    StaffRemoved,
    SuspensionLifted,
)
from goodword.partners.models import (
    AgreementAcceptance,
    CommissionTerms,
    Shop,
    Staff,
    Suspension,
    Verification,
)
from goodword.partners.rules import (
    AGREEMENT_VERSION,
    RATE_BP_MAX,
    RETURN_DAYS_MAX,
    RETURN_DAYS_MIN,
    check_between,
    check_role,
)


class SlugTaken(Refusal):
    """Another shop has this address word."""

    code = "partners.slug_taken"
    sentence = _("Another shop already uses the address %(slug)s. Choose another one.")


class OldAgreement(Refusal):
    """Only the version in force can be accepted."""

    code = "partners.old_agreement"
    sentence = _("This is not the agreement in force. Read and accept version %(version)s.")


class AlreadySuspended(Refusal):
    """The shop is suspended already; its reasons stand until they are lifted."""

    code = "partners.already_suspended"
    sentence = _("This shop is already suspended. Lift that suspension before you set another.")


class NotSuspended(Refusal):
    """There is nothing to lift."""

    code = "partners.not_suspended"
    sentence = _("This shop is not suspended, so there is nothing to lift.")


class ReasonMissing(Refusal):
    """Who restricts must say why (L1)."""

    status = 422
    code = "partners.reason_missing"
    sentence = _("Say why, so that the shop can act on it.")


class LastOwner(Refusal):
    """A shop without an owner could never be changed again."""

    code = "partners.last_owner"
    sentence = _("A shop needs an owner. Make somebody else an owner first.")


class TermsInThePast(Refusal):
    """Nothing is promised or cut backwards in time (row 107)."""

    status = 422
    code = "partners.terms_in_the_past"
    sentence = _("Commission terms cannot begin in the past. Choose now or a later moment.")


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
    delivery_fee: int = 0,
    free_delivery_from: int | None = None,
    return_days: int = RETURN_DAYS_MIN,
) -> UUID:
    """A merchant signs up as a partner; `owner_id` becomes its owner. It is not recommendable yet.

    Amounts are minor units of `currency`. Refuses a taken slug, an unknown currency and terms out of bounds.
    """
    decimals(currency)
    shop_id = new_id(now)
    _check_terms(delivery_fee, free_delivery_from, return_days)
    shop = Shop(
        id=shop_id,
        slug=slug,
        name=name,
        about=about,
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
    if not Shop.objects.filter(id=shop_id).exists():
        raise SlugTaken(slug=slug)
    Staff.objects.create(shop_id=shop_id, person_id=owner_id, role="owner", by=by, at=now)
    record(ShopOpened(shop_id=shop_id, owner_id=owner_id), by=by, now=now)
    return shop_id


def _check_terms(delivery_fee: int, free_delivery_from: int | None, return_days: int) -> None:
    check_between(_("The delivery fee"), delivery_fee, 0, PRICE_MAX)
    check_between(_("The amount for free delivery"), free_delivery_from or 0, 0, PRICE_MAX)
    check_between(_("The days for a return"), return_days, RETURN_DAYS_MIN, RETURN_DAYS_MAX)


CHANGEABLE = frozenset(
    {
        "name",
        "about",
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

    Orders already placed keep the terms they were placed under. Refuses an unknown shop and terms out of bounds.
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
    shop.save(update_fields=list(changes))
    record(ShopChanged(shop_id=shop_id), by=by, now=now)


def _settle_standing(shop_id: UUID) -> None:
    """Writes down whether the shop is recommendable, from the rows that decide it."""
    mine = Q(shop=OuterRef("id"))
    Shop.objects.filter(id=shop_id).update(
        recommendable=Q(
            Exists(Verification.objects.filter(mine)),
            Exists(AgreementAcceptance.objects.filter(mine)),
            ~Exists(Suspension.objects.filter(mine, lifted_at=None)),
        )
    )


@transaction.atomic
def verify_shop(shop_id: UUID, *, note: str, now: datetime, by: UUID | None) -> None:
    """An operator found the shop's papers in order; `note` says what was looked at. Doing it again changes nothing."""
    queries.lock_shop(shop_id)
    _row, new = Verification.objects.get_or_create(shop_id=shop_id, defaults={"note": note, "by": by, "at": now})
    if new:
        _settle_standing(shop_id)
        record(ShopVerified(shop_id=shop_id), by=by, now=now)


@transaction.atomic
def accept_agreement(shop_id: UUID, *, version: str, now: datetime, by: UUID | None) -> None:
    """The shop accepts the partner agreement in force. Doing it again changes nothing; refuses another version."""
    queries.lock_shop(shop_id)
    if version != AGREEMENT_VERSION:
        raise OldAgreement(version=AGREEMENT_VERSION)
    _row, new = AgreementAcceptance.objects.get_or_create(
        shop_id=shop_id, version=version, defaults={"by": by, "at": now}
    )
    if new:
        _settle_standing(shop_id)
        record(AgreementAccepted(shop_id=shop_id, version=version), by=by, now=now)


@transaction.atomic
def suspend_shop(shop_id: UUID, *, reason: str, now: datetime, by: UUID | None) -> None:
    """The shop may not be recommended or sell until it is lifted. Refuses without a reason, or a second one."""
    queries.lock_shop(shop_id)
    if not reason.strip():
        raise ReasonMissing
    if Suspension.objects.filter(shop_id=shop_id, lifted_at=None).exists():
        raise AlreadySuspended
    Suspension.objects.create(shop_id=shop_id, reason=reason, by=by, at=now)
    _settle_standing(shop_id)
    record(ShopSuspended(shop_id=shop_id, reason=reason), by=by, now=now)


@transaction.atomic
def lift_suspension(shop_id: UUID, *, now: datetime, by: UUID | None) -> None:
    """The shop's suspension ends. Refuses when there is none."""
    queries.lock_shop(shop_id)
    lifted = Suspension.objects.filter(shop_id=shop_id, lifted_at=None).update(lifted_at=now, lifted_by=by)
    if not lifted:
        raise NotSuspended
    _settle_standing(shop_id)
    record(SuspensionLifted(shop_id=shop_id), by=by, now=now)


@transaction.atomic
def add_staff(shop_id: UUID, person_id: UUID, *, role: str, now: datetime, by: UUID | None) -> None:
    """The person works for the shop in this role, instead of an earlier one. Refuses to lose the last owner."""
    check_role(role)
    queries.lock_shop(shop_id)
    if role != "owner":
        _keep_an_owner(shop_id, person_id)
    Staff.objects.update_or_create(shop_id=shop_id, person_id=person_id, defaults={"role": role, "by": by, "at": now})
    record(StaffAdded(shop_id=shop_id, person_id=person_id, role=role), by=by, now=now)


@transaction.atomic
def remove_staff(shop_id: UUID, person_id: UUID, *, now: datetime, by: UUID | None) -> None:
    """The person no longer works for the shop. Refuses to remove the last owner; nothing happens to a stranger."""
    queries.lock_shop(shop_id)
    _keep_an_owner(shop_id, person_id)
    if Staff.objects.filter(shop_id=shop_id, person_id=person_id).delete()[0]:
        record(StaffRemoved(shop_id=shop_id, person_id=person_id), by=by, now=now)


def _keep_an_owner(shop_id: UUID, leaving: UUID) -> None:
    owners = set(Staff.objects.filter(shop_id=shop_id, role="owner").values_list("person_id", flat=True))
    if owners == {leaving}:
        raise LastOwner


@transaction.atomic
def set_commission(
    shop_id: UUID,
    product_id: UUID | None,
    *,
    rate_bp: int,
    from_at: datetime,
    now: datetime,
    by: UUID | None,
) -> None:
    """The shop pays `rate_bp` basis points for a recommendation from `from_at` on: of one product, or of all others.

    Orders placed before keep their rate. Refuses a beginning in the past and more than half of the price.
    """
    check_between(_("The commission in basis points"), rate_bp, 0, RATE_BP_MAX)
    if from_at < now:
        raise TermsInThePast
    queries.lock_shop(shop_id)
    CommissionTerms.objects.create(
        shop_id=shop_id, product_id=product_id, rate_bp=rate_bp, from_at=from_at, by=by, at=now
    )
    record(
        CommissionSet(shop_id=shop_id, product_id=product_id, rate_bp=rate_bp, from_at=from_at),
        by=by,
        now=now,
    )
