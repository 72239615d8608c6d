"""What the worker does between two steps of a test's story, within the test's own transaction."""

from collections.abc import Sequence
from datetime import datetime

from goodword.journal.facts import Recorded, from_payload, subscriptions
from goodword.journal.models import Entry


def hear(now: datetime, subscribers: Sequence[str] = ("orders", "settlement")) -> None:
    """What happened so far is told to each subscriber in turn; hearing a thing again does nothing.

    Not by the worker's walk: on PostgreSQL that waits for the commit, and a test's transaction never commits.
    """
    for subscriber in subscribers:
        wanted = subscriptions[subscriber]
        for entry in Entry.objects.filter(name__in=wanted).order_by("id"):
            subscription = wanted[entry.name]
            fact = from_payload(subscription.fact, entry.payload)
            subscription.react([Recorded(entry.uid, fact, entry.at, entry.by)], now)
