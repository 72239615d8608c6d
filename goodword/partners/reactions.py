"""What partners does when something happened below. Delivered twice, everything stays as it was."""

from collections.abc import Sequence
from datetime import datetime

from goodword.journal.facts import Recorded, reacts_to
from goodword.partners import actions
from goodword.people.events import PersonErased


@reacts_to(PersonErased)
def forget_persons(facts: Sequence[Recorded[PersonErased]], now: datetime) -> None:
    """Who left works for no shop; a shop that nobody owns any more sells nothing more (I-35)."""
    actions.forget_persons([one.fact.person_id for one in facts], now=now)
