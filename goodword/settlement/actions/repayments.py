"""What becomes of repayments: sent back at once, paid by the provider, or stuck."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record_all
from goodword.kit.ids import new_id
from goodword.kit.refusals import Refusal
from goodword.ledger import actions as ledger
from goodword.ledger.rules import NewTransfer
from goodword.settlement import accounts, queries
from goodword.settlement.actions.repaying import ask_provider, to_buyer
from goodword.settlement.events import RepaymentMade, RepaymentStuck
from goodword.settlement.models import Repayment
from goodword.settlement.rules import LateMoney


class NotStuck(Refusal):
    """Only a refund that the provider did not take can be tried again."""

    status = 409
    code = "settlement.not_stuck"
    sentence = _("This refund is under way or paid. There is nothing to try again.")


@transaction.atomic
def repay_late_money(*, late: Sequence[LateMoney], now: datetime, by: UUID | None) -> int:
    """Payments that came too late are taken in and go back in full; says how many were new."""
    known = queries.late_intents([each.intent_id for each in late])
    repayments, made = [], []
    for each in {each.intent_id: each for each in late if each.intent_id not in known}.values():
        refund_id = new_id(now)
        repayment = Repayment(
            id=refund_id,
            purchase_id=each.purchase_id,
            intent=each.intent_id,
            amount=each.amount,
            currency=each.currency,
            attempt=refund_id,
            at=now,
        )
        source, held = accounts.channel(each.currency), accounts.escrow(each.currency, each.purchase_id)
        repayments.append(repayment)
        made.append(NewTransfer(new_id(now), source, held, each.amount, "capture", each.purchase_id))
        made.append(to_buyer(held, repayment, each.amount, now))
    ledger.transfer(made, by=by, now=now)
    Repayment.objects.bulk_create(repayments)
    for repayment in repayments:
        ask_provider(repayment, now, by)
    return len(repayments)


@transaction.atomic
def end_repayments(*, attempts: Mapping[UUID, int], now: datetime, by: UUID | None) -> int:
    """The provider has given these refunds back (`attempts`: provider refund -> amount); says how many were new."""
    rows = queries.lock_repayments(attempts, states=("asked", "failed"))
    for row in rows:
        if row.amount != attempts[row.attempt]:
            raise ValueError(f"refund {row.attempt} is about {row.amount}, not {attempts[row.attempt]}")
    ledger.transfer(
        [
            NewTransfer(
                new_id(now),
                accounts.refunding(row.currency),
                accounts.channel(row.currency),
                row.amount,
                "refund.paid",
                row.id,
            )
            for row in rows
        ],
        by=by,
        now=now,
    )
    Repayment.objects.filter(id__in=[row.id for row in rows]).update(state="paid", why="", ended_at=now)
    facts = [RepaymentMade(row.purchase_id, row.id, row.amount, row.currency) for row in rows]
    record_all(facts, by=by, now=now)
    return len(rows)


@transaction.atomic
def stop_repayments(*, attempts: Mapping[UUID, str], now: datetime, by: UUID | None) -> int:
    """The provider did not take these refunds (`attempts`: provider refund -> why); says how many were new.

    The money stays the buyers', in the refunding account, until somebody tries again.
    """
    rows = queries.lock_repayments(attempts, states=("asked",))
    for row in rows:
        row.state, row.why, row.ended_at = "failed", attempts[row.attempt][:200], now
    Repayment.objects.bulk_update(rows, ["state", "why", "ended_at"])
    facts = [RepaymentStuck(row.purchase_id, row.id, row.amount, row.currency, row.why) for row in rows]
    record_all(facts, by=by, now=now)
    return len(rows)


@transaction.atomic
def retry_repayment(*, refund_id: UUID, now: datetime, by: UUID | None) -> None:
    """A refund that the provider did not take is asked for once more, as a new attempt. Refuses NotStuck."""
    repayment = Repayment.objects.select_for_update().filter(id=refund_id, state="failed").first()
    if repayment is None:
        raise NotStuck
    repayment.attempt, repayment.state, repayment.why, repayment.ended_at = new_id(now), "asked", "", None
    repayment.save(update_fields=["attempt", "state", "why", "ended_at"])
    ask_provider(repayment, now, by)
