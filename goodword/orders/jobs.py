"""What orders does because time passed."""

from datetime import datetime, timedelta

from django.db import transaction

from goodword.kit.jobs import job
from goodword.kit.leases import lease
from goodword.orders import actions, queries


@job(every=timedelta(seconds=15))
def expire_unpaid(now: datetime, limit: int) -> int:
    """Nobody paid in time: what was held can be bought again."""
    with transaction.atomic():
        due = lease(queries.due_for_expiry(now), limit)
        return len(actions.expire_purchases([row.id for row in due], now=now, by=None))


@job(every=timedelta(minutes=1))
def receive_overdue(now: datetime, limit: int) -> int:
    """Nobody said that the parcel has not come: it counts as received."""
    with transaction.atomic():
        due = lease(queries.due_for_receipt(now), limit)
        return len(actions.receive_orders([row.id for row in due], now=now))


@job(every=timedelta(minutes=10))
def forget_the_departed(now: datetime, limit: int) -> int:
    """An address of somebody who left is needed no longer: it is emptied (I-35)."""
    with transaction.atomic():
        due = lease(queries.due_farewells(now), limit)
        if due:
            actions.say_farewell([row.person_id for row in due], now=now)
        return len(due)
