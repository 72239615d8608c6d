"""What orders does when something happened below. Delivered twice, everything stays as it was."""

from collections.abc import Sequence
from datetime import datetime

from goodword.journal.facts import Recorded, reacts_to
from goodword.orders import actions
from goodword.orders.rules import Capture
from goodword.payments.events import PaymentCaptured
from goodword.people.events import PersonErased


@reacts_to(PaymentCaptured)
def take_payments(facts: Sequence[Recorded[PaymentCaptured]], now: datetime) -> None:
    """The money came in: what it pays for is the buyer's, or it must go back."""
    captures = [
        Capture(each.fact.intent_id, each.fact.purpose, each.fact.amount, each.fact.currency, each.at) for each in facts
    ]
    actions.mark_paid(captures, now=now, by=None)


@reacts_to(PersonErased)
def forget_persons(facts: Sequence[Recorded[PersonErased]], now: datetime) -> None:
    """Who left is named in no finished purchase any more (I-35)."""
    actions.forget_persons([one.fact.person_id for one in facts], now=now)
