"""What checkout does because time passed."""

from datetime import datetime, timedelta

from goodword.checkout import actions
from goodword.kit.jobs import job


@job(every=timedelta(hours=1))
def forget_the_abandoned(now: datetime, limit: int) -> int:
    """Carts and quotes that nobody comes back to have an end."""
    return actions.forget_guest_carts(now=now, limit=limit) + actions.forget_quotes(now=now, limit=limit)
