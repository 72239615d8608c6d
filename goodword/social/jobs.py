"""What social does because time passed."""

from datetime import datetime, timedelta

from goodword.kit.jobs import job
from goodword.social import actions


@job(every=timedelta(minutes=5))
def mark_posts(now: datetime, limit: int) -> int:
    """Marks where new pages of the list of all posts begin."""
    return actions.mark_posts(limit=limit, now=now)
