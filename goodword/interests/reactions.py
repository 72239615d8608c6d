"""What interests does when something happened below."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from goodword.interests import actions
from goodword.interests.actions import NewSignal, PersonSignal
from goodword.journal.facts import Recorded, reacts_to
from goodword.people import queries as people_queries
from goodword.people.events import PersonErased
from goodword.social.events import PostSaved


@reacts_to(PostSaved)
@transaction.atomic
def keep_saves(facts: Sequence[Recorded[PostSaved]], now: datetime) -> None:
    """A save is a signal, from whatever surface it came; it counts on the day it happened. Not of one who left."""
    here = people_queries.lock_persons(one.fact.person_id for one in facts)
    for at in sorted({one.at.date() for one in facts}):
        day = [one for one in facts if one.at.date() == at and here.get(one.fact.person_id)]
        signals = [PersonSignal(one.fact.person_id, NewSignal("saved", one.fact.post_id)) for one in day]
        if day:
            actions.keep_signals(signals, now=day[0].at)


@reacts_to(PersonErased)
def forget_persons(facts: Sequence[Recorded[PersonErased]], now: datetime) -> None:
    """Who left leaves no trace of what they looked at (I-35)."""
    actions.forget_signals_of([one.fact.person_id for one in facts])
