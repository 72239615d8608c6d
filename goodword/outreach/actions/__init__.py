"""The only writers of notices."""

from goodword.outreach.actions.choosing import choose_notices
from goodword.outreach.actions.forgetting import forget_old_notices, forget_person
from goodword.outreach.actions.lowering import tell_of_drop, watch_prices
from goodword.outreach.actions.reading import mark_all_read, mark_read
from goodword.outreach.actions.telling import tell

__all__ = [
    "choose_notices",
    "forget_old_notices",
    "forget_person",
    "mark_all_read",
    "mark_read",
    "tell",
    "tell_of_drop",
    "watch_prices",
]
