"""Money on its way back to buyers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record_all
from goodword.kit.ids import new_id
from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.ledger import actions as ledger
from goodword.ledger.rules import AccountRef, NewTransfer, Settle
from goodword.payments import actions as payments
from goodword.settlement import accounts, queries
from goodword.settlement.actions.holding import promise
from goodword.settlement.events import CommissionClawedBack
from goodword.settlement.models import Debt, Escrow, Holding, Reduction, Repayment, Share
from goodword.settlement.rules import PLATFORM, AgreedRefund, Split, reduce_split

Due = Mapping[tuple[str, UUID], int]


class OrderNotHeld(Refusal):
    """A refund was agreed for an order whose money is not in escrow: it is paid later, or never was."""

    status = 409
    code = "settlement.order_not_held"
    sentence = _("The money of this order has not arrived yet, so none can go back. Try again in a moment.")


@transaction.atomic
def repay(*, refund: AgreedRefund, now: datetime, by: UUID | None) -> bool:
    """An agreed refund goes back to the buyer; False when that was begun before.

    Nobody earns on returned goods: the amount is taken from the parts of expert, platform and shop in proportion
    (U10), delivery cost from the shop. Before the release their holdings shrink. After it the buyer is paid at once
    all the same: the payees owe their parts (I-12), the platform gives its own back. Refuses OrderNotHeld.
    """
    escrow = queries.lock_escrow(refund.order_id)
    if escrow is None:
        raise OrderNotHeld
    if Repayment.objects.filter(id=refund.refund_id).exists():
        return False
    after, delivery_left = escrow.state == "released", queries.delivery_left(escrow)
    if not 0 <= refund.delivery <= delivery_left:
        raise ValueError("a refund cannot exceed what is left of the delivery cost")
    reductions = _reductions(escrow, refund)
    due = _due(escrow, reductions, refund.delivery)
    repayment = Repayment.objects.create(
        id=refund.refund_id,
        purchase_id=escrow.purchase_id,
        escrow=escrow,
        intent=escrow.intent,
        amount=sum(due.values()),
        delivery=refund.delivery,
        currency=escrow.currency,
        after_release=after,
        attempt=refund.refund_id,
        at=now,
    )
    for reduction in reductions:
        reduction.repayment = repayment
    Reduction.objects.bulk_create(reductions)
    if after:
        _claw_back(escrow, repayment, due, now, by)
    else:
        _take_from_holdings(escrow, repayment, due, now, by)
    ask_provider(repayment, now, by)
    return True


def _reductions(escrow: Escrow, refund: AgreedRefund) -> list[Reduction]:
    """What the refund takes from each line's share, written into the shares."""
    found = {share.line_id: share for share in Share.objects.filter(escrow=escrow, line__in=list(refund.lines))}
    reductions = []
    for line_id, amount in sorted(refund.lines.items()):
        share = found[line_id]
        agreed = Split(share.expert_amount, share.platform_amount, share.shop_amount)
        part = reduce_split(agreed, Split(share.expert_reduced, share.platform_reduced, share.shop_reduced), amount)
        share.expert_reduced += part.expert
        share.platform_reduced += part.platform
        share.shop_reduced += part.shop
        reductions.append(Reduction(share=share, expert=part.expert, platform=part.platform, shop=part.shop))
    Share.objects.bulk_update(found.values(), ["expert_reduced", "platform_reduced", "shop_reduced"])
    return reductions


def _due(escrow: Escrow, reductions: Sequence[Reduction], delivery: int) -> Due:
    """What each payee gives up; payees who give up nothing are left out."""
    due: dict[tuple[str, UUID], int] = defaultdict(int)
    due["shop", escrow.shop] += delivery
    for reduction in reductions:
        due["shop", escrow.shop] += reduction.shop
        due["platform", PLATFORM] += reduction.platform
        if reduction.share.expert_id:
            due["expert", reduction.share.expert_id] += reduction.expert
    return {payee: amount for payee, amount in due.items() if amount}


def _take_from_holdings(escrow: Escrow, repayment: Repayment, due: Due, now: datetime, by: UUID | None) -> None:
    """Before the release: the pending transfers end, smaller ones take their place, the difference is the buyer's."""
    touched = [h for h in Holding.objects.filter(escrow=escrow) if (h.kind, h.payee) in due]
    ended = [Settle(h.transfer, new_id(now), 0) for h in touched if h.transfer]
    made = [to_buyer(accounts.escrow(escrow.currency, escrow.purchase_id), repayment, repayment.amount, now)]
    for holding in touched:
        holding.amount -= due[holding.kind, holding.payee]
        holding.transfer = None
        if holding.amount:
            pending = promise(
                holding.kind,
                holding.payee,
                holding.amount,
                escrow.currency,
                escrow.purchase_id,
                escrow.order_id,
                now,
            )
            holding.transfer = pending.id
            made.append(pending)
    ledger.carry_out(ended, made, by=by, now=now)
    Holding.objects.bulk_update(touched, ["amount", "transfer"])
    escrow.refunded += repayment.amount
    if escrow.refunded == escrow.captured:
        escrow.state = "returned"
    escrow.save(update_fields=["refunded", "state"])


def _claw_back(escrow: Escrow, repayment: Repayment, due: Due, now: datetime, by: UUID | None) -> None:
    """After the release: each payee owes its part from now on, and its next payouts pay it first (I-12)."""
    made, debts, facts = [], [], []
    for (kind, payee), amount in sorted(due.items()):
        if kind == "platform":
            source = accounts.payee(kind, payee, escrow.currency, escrow.purchase_id)
        else:
            source = accounts.debt(payee, escrow.currency)
            debts.append(
                Debt(repayment=repayment, kind=kind, payee=payee, currency=escrow.currency, amount=amount, at=now)
            )
        made.append(to_buyer(source, repayment, amount, now))
        if kind == "expert":
            facts.append(CommissionClawedBack(payee, escrow.order_id, repayment.id, amount, escrow.currency))
    ledger.transfer(made, by=by, now=now)
    Debt.objects.bulk_create(debts)
    escrow.clawed += repayment.amount
    escrow.save(update_fields=["clawed"])
    record_all(facts, by=by, now=now)


def to_buyer(source: AccountRef, repayment: Repayment, amount: int, now: datetime) -> NewTransfer:
    """Makes money the buyer's again; it stays in the house until the provider has given it back."""
    target = accounts.refunding(repayment.currency)
    return NewTransfer(new_id(now), source, target, amount, "refund", repayment.id)


def ask_provider(repayment: Repayment, now: datetime, by: UUID | None) -> None:
    """Has the provider give the money back, in this transaction's wake."""
    payments.ask_refund(
        refund_id=repayment.attempt,
        intent_id=repayment.intent,
        amount=Money(repayment.amount, repayment.currency),
        now=now,
        by=by,
    )
