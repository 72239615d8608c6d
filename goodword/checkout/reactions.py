"""What checkout does when something happened below. Delivered twice, everything stays as it was."""

from collections.abc import Sequence
from datetime import datetime

from goodword.checkout import actions
from goodword.journal.facts import Recorded, reacts_to
from goodword.people.events import PersonErased


@reacts_to(PersonErased)
def forget_persons(facts: Sequence[Recorded[PersonErased]], now: datetime) -> None:
    """Who left leaves no cart, no address and no quote (I-35)."""
    actions.forget_persons([one.fact.person_id for one in facts], now=now)
