"""What social does because time passed."""

from datetime import datetime, timedelta

from goodword.kit.jobs import job
from goodword.social import actions


@job(every=timedelta(seconds=20))
def publish_due(now: datetime, limit: int) -> int:
    """Words that were set for a time are published when it has come, each once."""
    return actions.publish_due(limit=limit, now=now)


@job(every=timedelta(minutes=5))
def mark_posts(now: datetime, limit: int) -> int:
    """Marks where new pages of the list of all posts begin."""
    return actions.mark_posts(limit=limit, now=now)
