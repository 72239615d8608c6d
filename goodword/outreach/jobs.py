"""What outreach does because time passed."""

from datetime import datetime, timedelta

from goodword.kit.jobs import job
from goodword.outreach import actions


@job(every=timedelta(minutes=5))
def forget_old_notices(now: datetime, limit: int) -> int:
    """Notices have an end; a bounded number goes at a time."""
    return actions.forget_old_notices(limit=limit, now=now)
