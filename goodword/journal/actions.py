"""The only writers of the journal."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from goodword.journal import queries
from goodword.journal.facts import Fact, Recorded, Subscription, from_payload, subscriptions, to_payload
from goodword.journal.models import Answer, Beat, Bookmark, DeadLetter, Entry, Seal
from goodword.journal.rules import FIRST, digest_of
from goodword.kit.acts import act
from goodword.kit.ids import new_id
from goodword.kit.leases import claim, lease, try_claim
from goodword.kit.limits import JOURNAL_BATCH
from goodword.kit.refusals import Refusal
from goodword.kit.statements import insert, read

log = structlog.get_logger(__name__)
TRIES = 5  # a reaction is tried this often before its entry becomes a dead letter
FIRST_WAIT = timedelta(seconds=1)  # doubles with every failure
ANSWER = "SELECT fingerprint, status, body FROM journal_answer WHERE scope = %s AND key = %s"
SEALED_AT_ONCE = 1000  # entries under one seal at most
ANSWERS_KEPT = timedelta(days=7)  # longer than any client retries


class KeyReused(Refusal):
    """The idempotency key was used before for a different request (draft-ietf-httpapi-idempotency-key-header)."""

    status = 422
    code = "journal.key_reused"
    sentence = _("This idempotency key was used for a different request. Use a new key for a new request.")


class KeyInFlight(Refusal):
    """The first request with this idempotency key is still being worked on."""

    status = 409
    code = "journal.key_in_flight"
    sentence = _("The same request is still being worked on. Try again in a moment.")


def record(fact: Fact, *, by: UUID | None, now: datetime) -> None:
    """Writes down that `fact` happened, in the caller's transaction."""
    record_all([fact], by=by, now=now)


def record_all(facts: Iterable[Fact], *, by: UUID | None, now: datetime) -> None:
    """Writes down several facts, in order, with one statement, in the caller's transaction."""
    insert(
        Entry,
        (
            {
                "uid": new_id(now),
                "name": fact.name(),
                "subject": getattr(fact, fact.subject),
                "payload": to_payload(fact),
                "by": by,
                "at": now,
            }
            for fact in facts
        ),
    )


def walk(subscriber: str, *, now: datetime, limit: int = JOURNAL_BATCH) -> int:
    """Hands `subscriber` the next facts it reacts to; says how far it came. 0 when it is up to date.

    The bookmark is locked, so only one worker walks for a subscriber at a time. The reactions and the move of the
    bookmark are one transaction. When a batch fails, it is handed over again fact by fact, so that one bad fact
    does not hold up those before it; the bad one is retried later and, after `TRIES`, becomes a dead letter.
    """
    Bookmark.objects.get_or_create(subscriber=subscriber)
    with transaction.atomic():
        leased = lease(Bookmark.objects.filter(subscriber=subscriber), 1)
        if not leased or (leased[0].retry_at and leased[0].retry_at > now):
            return 0
        bookmark, wanted = leased[0], subscriptions.get(subscriber, {})
        bookmark.retry_at = None
        entries = queries.readable_after(bookmark.transaction, bookmark.entry, names=list(wanted), limit=limit)
        taken = 0
        for run in queries.runs(entries):
            subscription = wanted.get(run[0].name)
            done = _hand_over(bookmark, subscription, run, now) if subscription else _pass_by(bookmark, run)
            taken += done
            if done < len(run):
                break
        if entries:
            bookmark.save()
        return taken


def _hand_over(bookmark: Bookmark, subscription: Subscription, run: list[Entry], now: datetime) -> int:
    """Hands over one run of entries of one kind; moves the bookmark; says how many were taken."""
    try:
        _react(subscription, run, now)
    except Exception as error:
        if len(run) == 1:
            return _fail(bookmark, run[0], error, now)
        return sum(1 for entry in run if not bookmark.retry_at and _hand_over(bookmark, subscription, [entry], now))
    _move(bookmark, run[-1])
    return len(run)


def _pass_by(bookmark: Bookmark, run: list[Entry]) -> int:
    """Moves the bookmark past entries that the subscriber does not react to."""
    _move(bookmark, run[-1])
    return len(run)


def _react(subscription: Subscription, run: list[Entry], now: datetime) -> None:
    facts = [Recorded(e.uid, from_payload(subscription.fact, e.payload), e.at, e.by) for e in run]
    with transaction.atomic():
        subscription.react(facts, now)


def _fail(bookmark: Bookmark, entry: Entry, error: Exception, now: datetime) -> int:
    told = {"subscriber": bookmark.subscriber, "fact": entry.name, "entry": entry.id, "tries": bookmark.failures + 1}
    log.warning("journal.fact_not_taken", exc_info=error, **told)
    if bookmark.failures + 1 < TRIES:
        bookmark.retry_at = now + FIRST_WAIT * 2**bookmark.failures
        bookmark.failures += 1
        return 0
    DeadLetter.objects.get_or_create(
        subscriber=bookmark.subscriber,
        entry=entry,
        defaults={"error": f"{type(error).__name__}: {error}", "at": now},
    )
    _move(bookmark, entry)
    return 1


def _move(bookmark: Bookmark, entry: Entry) -> None:
    bookmark.transaction, bookmark.entry = entry.transaction, entry.id
    bookmark.failures, bookmark.retry_at = 0, None


def replay(subscriber: str, *, from_start: bool, now: datetime) -> int:
    """Hands `subscriber` again its dead letters, or everything when `from_start`; says how many letters were cleared.

    Reactions are idempotent, so nothing happens twice.
    """
    with transaction.atomic():
        if from_start:
            Bookmark.objects.update_or_create(
                subscriber=subscriber,
                defaults={"transaction": 0, "entry": 0, "failures": 0, "retry_at": None},
            )
        letters = lease(DeadLetter.objects.filter(subscriber=subscriber).select_related("entry").order_by("id"), 1000)
        for letter in letters:
            _react(subscriptions[subscriber][letter.entry.name], [letter.entry], now)
            letter.delete()
        return len(letters)


@transaction.atomic
def seal(*, now: datetime, limit: int = SEALED_AT_ONCE) -> int:
    """Seals the next entries under a hash that goes on from the seal before (I-31); says how many."""
    if not try_claim("journal:seal"):
        return 0
    last = queries.last_seal()
    entries = queries.to_seal(last, limit)
    if entries:
        Seal.objects.create(
            number=last.number + 1 if last else 1,
            transaction=entries[-1].transaction,
            entry=entries[-1].id,
            count=len(entries),
            digest=digest_of(last.digest if last else FIRST, map(queries.sealed, entries)),
            at=now,
        )
    return len(entries)


@transaction.atomic
def settle_in() -> bool:
    """Makes the journal of another server this server's; says whether it was one. To be called before anything writes.

    A new server counts its transactions from the start. What it records would stand before all that was restored
    into it, where no subscriber looks any more. So the restored entries step back behind this server's beginning,
    in their order, and with them the bookmarks and seals.
    """
    claim("journal:settle_in")
    if not queries.is_restored():
        return False
    back = Entry.objects.aggregate(last=Max("transaction"))["last"]
    for rows in (Entry.objects.all(), Bookmark.objects.all(), Seal.objects.all()):
        rows.update(transaction=F("transaction") - back)
    log.warning("journal.settled_in", back=back)
    return True


@act
def answer_once(
    scope: str, key: str, request: bytes, do: Callable[[], tuple[int, bytes]], *, now: datetime
) -> tuple[int, bytes]:
    """Does `do` and keeps its answer (status, body) under (`scope`, `key`); a repetition gets the kept answer (I-18).

    One transaction with the effect of `do`: both are there or neither. Refuses the key for another `request` and
    while the first is under way. When `do` refuses, nothing is kept and the key may be used again.
    """
    fingerprint = hashlib.sha256(request).hexdigest()
    if not try_claim(f"answer:{scope}:{key}"):
        raise KeyInFlight
    for kept, status, body in read(ANSWER, [scope, key]):
        if kept != fingerprint:
            raise KeyReused
        return status, bytes(body)
    status, body = do()
    kept_row = {"scope": scope, "key": key, "fingerprint": fingerprint, "status": status, "body": body, "at": now}
    insert(Answer, [kept_row])
    return status, body


def forget_answers(*, now: datetime) -> int:
    """Removes answers that no client can still ask for; says how many."""
    return Answer.objects.filter(at__lt=now - ANSWERS_KEPT).delete()[0]


def forget_answers_to(person_id: UUID) -> None:
    """Removes what a person's programs were told; whoever repeats a request after that does it anew."""
    Answer.objects.filter(scope__startswith=f"api:{person_id}:").delete()


def beat(worker: str, *, now: datetime) -> None:
    """Notes that `worker` is alive."""
    Beat.objects.update_or_create(worker=worker, defaults={"at": now})
