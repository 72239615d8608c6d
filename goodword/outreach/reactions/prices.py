"""What is done when prices change."""

from collections.abc import Sequence
from datetime import datetime

from goodword.catalog.events import PriceChanged
from goodword.journal.facts import Recorded, reacts_to
from goodword.outreach import actions


@reacts_to(PriceChanged)
def watch_prices(facts: Sequence[Recorded[PriceChanged]], now: datetime) -> None:
    """Who saved it may be told: a job does it, for there may be very many."""
    actions.watch_prices([(one.uid, one.fact.offer_id, one.fact.price, one.at) for one in facts], now=now)
