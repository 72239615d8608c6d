"""What outreach does because time passed."""

from datetime import datetime, timedelta

from goodword.kit.jobs import job
from goodword.outreach import actions


@job(every=timedelta(minutes=5))
def forget_old_notices(now: datetime, limit: int) -> int:
    """Notices have an end; a bounded number goes at a time."""
    return actions.forget_old_notices(limit=limit, now=now)


@job(every=timedelta(minutes=1))
def tell_of_lower_prices(now: datetime, limit: int) -> int:
    """Those who saved what became cheaper are told, a bounded number at a time."""
    done = 0
    while done < limit and (looked_at := actions.tell_of_drop(limit=limit - done, now=now)):
        done += looked_at
    return done
