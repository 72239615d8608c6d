"""The books are verified: every invariant asked of the whole database, a little at a time, and the result kept."""

from datetime import datetime
from time import monotonic_ns
from uuid import UUID

import structlog
from django.db import transaction

from goodword.journal.actions import record
from goodword.kit import verification
from goodword.kit.ids import new_id
from goodword.kit.leases import claim
from goodword.ledger import queries
from goodword.ledger.events import BooksVerified
from goodword.ledger.models import VerificationRun

log = structlog.get_logger("goodword.ledger")
SHARE = 500  # milliseconds after which a turn begins no further check, so that a worker's other work goes on
ASKING = "ledger.verification"  # asked for by one at a time, so that there is one run
BREACHES = 100  # kept of one run; the first of them tell enough


@transaction.atomic
def ask_verification(*, now: datetime, by: UUID | None) -> UUID:
    """The books are to be verified; a worker does it. While a run is under way, asking again means that run."""
    claim(ASKING)
    under_way = queries.open_run()
    if under_way:
        return under_way.id
    run = VerificationRun.objects.create(id=new_id(now), by=by, asked_at=now, total=len(verification.registry))
    return run.id


def go_on_verifying(*, now: datetime) -> int:
    """Does the next checks of the run that is under way; says how many. Outside a transaction: a check only reads.

    Where two workers did the same checks at one moment, one result counts.
    """
    run = queries.open_run()
    if run is None:
        return 0
    names, begun, before = sorted(verification.registry), monotonic_ns(), run.done
    while run.done < min(run.total, len(names)):
        found = _breaches(verification.registry[names[run.done]])
        run.done, run.count = run.done + 1, run.count + len(found)
        run.breaches = [*run.breaches, *found][:BREACHES]
        if _since(begun) > SHARE:
            break
    _keep(run, before, _since(begun), ended=run.done >= min(run.total, len(names)), now=now)
    return run.done - before


@transaction.atomic
def _keep(run: VerificationRun, before: int, took: int, *, ended: bool, now: datetime) -> None:
    """Writes down how far the run has come, unless another worker was faster."""
    told = {
        "done": run.done,
        "count": run.count,
        "breaches": run.breaches,
        "milliseconds": run.milliseconds + took,
        "ended_at": now if ended else None,
    }
    if VerificationRun.objects.filter(id=run.id, done=before, ended_at=None).update(**told) and ended:
        record(BooksVerified(run_id=run.id, checks=run.done, breaches=run.count), by=run.by, now=now)


def _breaches(one: verification.Verification) -> list[str]:
    """What one check finds. A check that cannot be done has not held."""
    try:
        found = one.check()
        # A check may read twice while others write: what is broken is still broken when asked again.
        still = set(one.check()) if found else set()
    except Exception as error:  # whatever it is: one broken check must not keep the others from being asked
        log.exception("ledger.check_failed", invariant=one.invariant)
        return [f"{one.invariant}: the check could not be done ({type(error).__name__})"]
    return [f"{one.invariant}: {breach}" for breach in found if breach in still]


def _since(begun: int) -> int:
    return (monotonic_ns() - begun) // 1_000_000
