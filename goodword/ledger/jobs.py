"""What the ledger does because time passed."""

from datetime import datetime, timedelta

from goodword.kit.jobs import job
from goodword.ledger import actions


@job(every=timedelta(seconds=1))
def verify_books(now: datetime, limit: int) -> int:
    """A verification that was asked for goes on, a little at a time, so that other work is not held up."""
    return actions.go_on_verifying(now=now)
