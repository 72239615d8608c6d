"""What settlement does because time passed."""

from datetime import datetime, timedelta

from django.conf import settings

from goodword.kit.jobs import job
from goodword.settlement import actions
from goodword.settlement.rules import period_of


@job(every=timedelta(minutes=1))
def release_orders(now: datetime, limit: int) -> int:
    """Orders whose return window is over are paid to their payees."""
    return actions.release_due(now=now, by=None, limit=limit)


@job(every=timedelta(minutes=10))
def pay_out(now: datetime, limit: int) -> int:
    """Once a period, payees get what was released to them before it began."""
    period = period_of(now, settings.PAYOUT_WEEKDAY)
    return actions.ask_payouts(period=period, now=now, by=None, limit=limit)
