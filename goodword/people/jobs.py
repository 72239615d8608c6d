"""What people does because time passed."""

from datetime import datetime, timedelta

from goodword.kit.jobs import job
from goodword.people import actions


@job(every=timedelta(hours=1))
def forget_what_ended(now: datetime, limit: int) -> int:
    """Sessions that ended and counts whose time is over are not kept."""
    return actions.forget_sessions(now=now, limit=limit) + actions.forget_counted(now=now, limit=limit)
