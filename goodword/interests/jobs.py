"""What interests does because time passed."""

from datetime import datetime, timedelta

from goodword.interests import actions
from goodword.kit.jobs import job


@job(every=timedelta(minutes=5))
def forget_signals(now: datetime, limit: int) -> int:
    """Signals have an end; a bounded number goes at a time."""
    return actions.forget_signals(limit=limit, now=now)
