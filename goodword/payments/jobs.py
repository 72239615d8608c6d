"""What payments does because time passed. Every job may run twice at once: rows are claimed, calls carry keys."""

from datetime import datetime, timedelta

from goodword.kit.jobs import job
from goodword.payments import actions


@job(every=timedelta(seconds=5))
def check_intents(now: datetime, limit: int) -> int:
    """Open intents without news are asked about; those whose time is over are closed."""
    return actions.check_due_intents(now=now, limit=limit)


@job(every=timedelta(seconds=2))
def send_refunds(now: datetime, limit: int) -> int:
    """Refunds go to their providers."""
    return actions.send_due_refunds(now=now, limit=limit)


@job(every=timedelta(seconds=2))
def send_payouts(now: datetime, limit: int) -> int:
    """Payouts go to their providers."""
    return actions.send_due_payouts(now=now, limit=limit)
