"""What settlement does when orders and payments tell something. Delivered twice, everything stays as it was."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from goodword.journal.facts import Recorded, reacts_to
from goodword.orders.events import OrderReceived, PaidTooLate, PurchasePaid, RefundAgreed
from goodword.payments.events import PayoutFailed, PayoutPaid, RefundFailed, RefundPaid
from goodword.people.events import PersonErased
from goodword.settlement import actions, queries
from goodword.settlement.rules import LateMoney, PaidPurchase


@reacts_to(PurchasePaid)
def hold(facts: Sequence[Recorded[PurchasePaid]], now: datetime) -> None:
    """The money waits for the goods."""
    paid = [PaidPurchase(each.fact.purchase_id, each.fact.intent_id) for each in facts]
    actions.hold_purchases(paid=paid, platform_bp=settings.PLATFORM_BP, now=now, by=None)


@reacts_to(PaidTooLate)
def send_back(facts: Sequence[Recorded[PaidTooLate]], now: datetime) -> None:
    """Money that buys nothing goes back."""
    late = [
        LateMoney(each.fact.purchase_id, each.fact.intent_id, each.fact.amount, each.fact.currency) for each in facts
    ]
    actions.repay_late_money(late=late, now=now, by=None)


@reacts_to(OrderReceived)
def begin_window(facts: Sequence[Recorded[OrderReceived]], now: datetime) -> None:
    """The goods have arrived; from the end of the return window the money may be released."""
    actions.set_release_times(order_ids=[each.fact.order_id for each in facts], now=now, by=None)


@reacts_to(RefundAgreed)
def repay(facts: Sequence[Recorded[RefundAgreed]], now: datetime) -> None:
    """The buyer gets the agreed amount back; nobody earns on it."""
    by = {each.fact.refund_id: each.by for each in facts}
    for refund in queries.agreed_refunds(by):
        actions.repay(refund=refund, now=now, by=by[refund.refund_id])


@reacts_to(RefundPaid)
def end_repayments(facts: Sequence[Recorded[RefundPaid]], now: datetime) -> None:
    """The buyer has the money."""
    actions.end_repayments(attempts={each.fact.refund_id: each.fact.amount for each in facts}, now=now, by=None)


@reacts_to(RefundFailed)
def stop_repayments(facts: Sequence[Recorded[RefundFailed]], now: datetime) -> None:
    """The provider did not give the money back; it stays set aside."""
    actions.stop_repayments(attempts={each.fact.refund_id: each.fact.why for each in facts}, now=now, by=None)


@reacts_to(PayoutPaid)
def end_payouts(facts: Sequence[Recorded[PayoutPaid]], now: datetime) -> None:
    """The payee has the money."""
    actions.end_payouts(paid={each.fact.payout_id: each.fact.amount for each in facts}, now=now, by=None)


@reacts_to(PayoutFailed)
def return_payouts(facts: Sequence[Recorded[PayoutFailed]], now: datetime) -> None:
    """The money is the payee's again."""
    actions.return_payouts(failed={each.fact.payout_id: each.fact.why for each in facts}, now=now, by=None)


@reacts_to(PersonErased)
def forget_persons(facts: Sequence[Recorded[PersonErased]], now: datetime) -> None:
    """Of who left the sums stay, and no words (I-35)."""
    actions.forget_persons([each.fact.person_id for each in facts])
