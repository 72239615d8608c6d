"""What decides whether a shop may be recommended: its papers, the agreement, suspensions."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.refusals import Refusal
from goodword.partners import queries
from goodword.partners.events import AgreementAccepted, ShopSuspended, ShopVerified, SuspensionLifted
from goodword.partners.models import AgreementAcceptance, Shop, Suspension, Verification
from goodword.partners.rules import AGREEMENT_VERSION


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
