"""Demo content: made through the same actions as everything else, so the books balance by construction."""

from goodword.ops.demo.plant import PHRASE, is_planted, plant

__all__ = ["PHRASE", "is_planted", "plant"]
