"""Time in the demo's past: what happens when, and the worker's work in between."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from django.db import transaction

from goodword.journal import actions as journal
from goodword.journal.facts import subscriptions
from goodword.kit.jobs import registry
from goodword.kit.limits import JOB_BATCH, JOURNAL_BATCH

HALF_DAY = timedelta(hours=12)
Deed = Callable[[datetime], None]
Tell = Callable[[float], None]


class Agenda:
    """Deeds by the time they are done at; those after `end` are never done."""

    def __init__(self, end: datetime) -> None:
        self.end = end
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._number = count()

    def put(self, at: datetime, deed: Deed) -> None:
        """`deed` is to be done `at` a time, of which it is told; of two at one time the first comes first."""
        if at < self.end:
            heapq.heappush(self._deeds, (at, next(self._number), deed))

    def live(self, start: datetime, end: datetime, *, tell: Tell) -> None:
        """Lives from `start` to `end` in half days; after each the worker's work of that time is done."""
        steps, moment = -(-(end - start) // HALF_DAY), start
        for step in range(1, steps + 1):
            moment = min(moment + HALF_DAY, end)
            with transaction.atomic():
                while self._deeds and self._deeds[0][0] < moment:
                    at, _number, deed = heapq.heappop(self._deeds)
                    deed(at)
            hand_over(moment)
            if step % 2 == 0 or step == steps:
                do_due(moment)
            tell(step / steps)


def hand_over(now: datetime) -> None:
    """Hands over the facts as the worker does. In this order everybody hears at once of what those before have done."""
    for subscriber in sorted(subscriptions):
        while journal.walk(subscriber, now=now) >= JOURNAL_BATCH:
            pass


def do_due(now: datetime) -> None:
    """Does what is due at that moment as the worker does, and hands over what follows from it."""
    for job in registry.values():
        while job.run(now, JOB_BATCH) >= JOB_BATCH:
            pass
    hand_over(now)
