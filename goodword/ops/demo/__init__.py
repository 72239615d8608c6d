"""Demo content: made through the same actions as everything else, so the books balance by construction."""

from goodword.ops.demo.history import DAYS, live_through
from goodword.ops.demo.plant import PHRASE, Plan, is_planted, plant
from goodword.ops.demo.purchases import buy_some

__all__ = ["DAYS", "PHRASE", "Plan", "buy_some", "is_planted", "live_through", "plant"]
