"""What payments does when something happened below. Delivered twice, everything stays as it was."""

from collections.abc import Sequence
from datetime import datetime

from goodword.journal.facts import Recorded, reacts_to
from goodword.payments import actions
from goodword.people.events import PersonErased


@reacts_to(PersonErased)
def forget_persons(facts: Sequence[Recorded[PersonErased]], now: datetime) -> None:
    """Nobody is paid out there any more, and where it was is not kept (I-35)."""
    actions.forget_persons([one.fact.person_id for one in facts], now=now)
