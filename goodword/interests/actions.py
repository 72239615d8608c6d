"""The only writers of signals."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.interests.models import Signal
from goodword.interests.rules import SIGNAL_KINDS, SIGNALS_AT_ONCE, SIGNALS_KEPT
from goodword.kit.refusals import Refusal
from goodword.kit.statements import read, tuples, uuid_of, write
from goodword.social import queries as social_queries

NEW_SIGNALS = """INSERT INTO interests_signal (person_id, post_id, kind, product_id, day, at) VALUES {rows}
                 ON CONFLICT DO NOTHING RETURNING post_id, kind"""
COUNT_SIGNALS = """INSERT INTO interests_tally (post_id, kind, month, count) VALUES {rows}
                   ON CONFLICT (post_id, kind, month) DO UPDATE SET count = interests_tally.count + excluded.count"""


class SignalUnknown(Refusal):
    """The kind of a signal is not one of ours."""

    status = 422
    code = "interests.signal_unknown"
    sentence = _("%(kind)s is not something a reader does here. Use seen, opened, saved, carted or bought.")


class TooManySignals(Refusal):
    """More signals at once than a page can have made."""

    status = 422
    code = "interests.too_many_signals"
    sentence = _("Send at most %(most)s signals at once.")


@dataclass(frozen=True, slots=True)
class NewSignal:
    """A reader saw, opened, saved, carted or bought (`kind`) through a post; `product_id` where it was about one."""

    kind: str
    post_id: UUID
    product_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PersonSignal:
    """A signal of one person."""

    person_id: UUID
    signal: NewSignal


def take_signals(*, person_id: UUID, signals: Sequence[NewSignal], now: datetime) -> None:
    """Keeps what a reader did, each (post, kind) once a day; posts that are not live are passed over.

    Three statements whatever their number. Refuses an unknown kind and more than `SIGNALS_AT_ONCE`.
    """
    if len(signals) > SIGNALS_AT_ONCE:
        raise TooManySignals(most=SIGNALS_AT_ONCE)
    for signal in signals:
        if signal.kind not in SIGNAL_KINDS:
            raise SignalUnknown(kind=signal.kind[:40])
    keep_signals([PersonSignal(person_id, signal) for signal in signals], now=now)


@transaction.atomic
def keep_signals(signals: Sequence[PersonSignal], *, now: datetime) -> None:
    """Keeps what several readers did, each (person, post, kind) once a day; posts that are not live are passed over.

    What is new is counted to its post and month in the same transaction.
    """
    live = social_queries.post_authors(one.signal.post_id for one in signals)
    known = [one for one in signals if one.signal.post_id in live]
    # In one order, so that two batches with the same rows wait for each other and do not deadlock.
    known.sort(key=lambda one: (one.person_id, one.signal.post_id, one.signal.kind))
    day = now.astimezone(UTC).date()
    on, month = day.isoformat(), day.replace(day=1).isoformat()
    fresh: Counter[tuple[UUID, str]] = Counter()
    for first in range(0, len(known), SIGNALS_AT_ONCE):
        batch = known[first : first + SIGNALS_AT_ONCE]
        values = [
            value
            for one in batch
            for value in (one.person_id, one.signal.post_id, one.signal.kind, one.signal.product_id, on, now)
        ]
        fresh.update((uuid_of(post), kind) for post, kind in read(NEW_SIGNALS, values, rows=tuples(len(batch), 6)))
    if fresh:  # in one order too
        counted = [value for (post, kind), n in sorted(fresh.items()) for value in (post, kind, month, n)]
        write(COUNT_SIGNALS, counted, rows=tuples(len(fresh), 4))


def forget_signals_of(person_ids: Sequence[UUID]) -> None:
    """Deletes everything these persons were seen to do (I-35)."""
    Signal.objects.filter(person_id__in=person_ids).delete()


def forget_signals(*, limit: int, now: datetime) -> int:
    """Deletes up to `limit` signals older than `SIGNALS_KEPT`, oldest first; says how many."""
    old = Signal.objects.filter(day__lt=(now - SIGNALS_KEPT).astimezone(UTC).date()).order_by("day", "id")
    ids = list(old.values_list("id", flat=True)[:limit])
    return Signal.objects.filter(id__in=ids).delete()[0] if ids else 0
