"""What happens to notices when somebody leaves."""

from collections.abc import Sequence
from datetime import datetime

from goodword.journal.facts import Recorded, reacts_to
from goodword.outreach import actions
from goodword.people.events import PersonErased


@reacts_to(PersonErased)
def forget_persons(facts: Sequence[Recorded[PersonErased]], now: datetime) -> None:
    """Who left is told nothing more, and what they were told is not kept (I-35)."""
    for one in facts:
        actions.forget_person(one.fact.person_id)
