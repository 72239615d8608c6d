"""What the journal does because time passed."""

from datetime import datetime, timedelta

from goodword.journal import actions
from goodword.kit.jobs import job


@job(every=timedelta(hours=1))
def forget_answers(now: datetime, limit: int) -> int:
    """Kept answers have an end."""
    actions.forget_answers(now=now)
    return 0


@job(every=timedelta(minutes=1))
def seal(now: datetime, limit: int) -> int:
    """What was written down is sealed."""
    return limit if actions.seal(now=now) >= actions.SEALED_AT_ONCE else 0
