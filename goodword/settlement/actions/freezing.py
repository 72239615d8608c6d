"""An operator keeps a payee's payouts back, with a reason and an end (G7). Buyers' refunds are never touched."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.leases import claim
from goodword.kit.refusals import NotAllowed, Refusal
from goodword.partners import queries as partners
from goodword.people.rules import ERASED
from goodword.settlement import queries
from goodword.settlement.actions.paying_out import PAYING_OUT
from goodword.settlement.events import PayoutsFrozen, PayoutsUnfrozen
from goodword.settlement.models import Freeze
from goodword.settlement.rules import FREEZE_MOST, FREEZE_REASON


class FreezeReasonMissing(Refusal):
    """Money is neither kept back nor let go without a reason that can be read later."""

    status = 422
    code = "settlement.freeze_reason_missing"
    sentence = _("Write in up to %(most)s characters why; the payee reads it.")


class BadReview(Refusal):
    """A freeze ends soon: what is temporary has an end (row 97)."""

    status = 422
    code = "settlement.bad_review"
    sentence = _("Choose a day after today and at most %(days)s days ahead. It can be renewed then, with a new reason.")


class NotFrozen(Refusal):
    """Nothing keeps this payee's payouts back."""

    status = 409
    code = "settlement.not_frozen"
    sentence = _("These payouts are not frozen. Reload the page.")


class OwnPayouts(NotAllowed):
    """Nobody decides about their own money, nor about that of a shop they work for."""

    status = 403
    code = "settlement.own_payouts"
    sentence = _("You cannot decide about your own money. Ask another operator.")


@transaction.atomic
def freeze_payouts(*, payee: UUID, reason: str, review_at: datetime, now: datetime, by: UUID) -> UUID:
    """Nothing is paid out to this person or shop until `review_at`; then everything is, unless frozen anew.

    Payouts asked for before are on their way and arrive. Freezing again while frozen renews it, with its own reason.
    Waits while payouts are being asked for, so that none is made once this has returned. Answers the freeze's id.
    """
    _may(payee, reason, by)
    if not now < review_at <= now + FREEZE_MOST:
        raise BadReview(days=FREEZE_MOST.days)
    claim(PAYING_OUT)
    made = Freeze.objects.create(id=new_id(now), payee=payee, reason=reason.strip(), by=by, at=now, review_at=review_at)
    record(PayoutsFrozen(payee, made.id, review_at), by=by, now=now)
    return made.id


@transaction.atomic
def unfreeze_payouts(*, payee: UUID, reason: str, now: datetime, by: UUID) -> None:
    """This person or shop is paid out again with the next period, before the time of the freeze is over."""
    _may(payee, reason, by)
    lifted = queries.in_force(now).filter(payee=payee)
    if not lifted.update(lifted_at=now, lifted_by=by, lifted_reason=reason.strip()):
        raise NotFrozen
    record(PayoutsUnfrozen(payee), by=by, now=now)


@transaction.atomic
def forget_persons(person_ids: Sequence[UUID]) -> None:
    """Why these persons' payouts were kept back is not kept (I-35); that and when they were stays in the books."""
    frozen = Freeze.objects.filter(payee__in=list(person_ids))
    frozen.update(reason=ERASED)
    frozen.exclude(lifted_reason="").update(lifted_reason=ERASED)


def _may(payee: UUID, reason: str, by: UUID) -> None:
    if payee == by or partners.role_in(payee, by):
        raise OwnPayouts
    if "\0" in reason or not reason.strip() or len(reason.strip()) > FREEZE_REASON:
        raise FreezeReasonMissing(most=FREEZE_REASON)
