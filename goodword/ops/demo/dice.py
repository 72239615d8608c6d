"""Chance that falls the same way whenever it begins with the same seed."""

from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate
from typing import TypeVar

Thing = TypeVar("Thing")


class Dice:
    """Throws that follow from `seed` alone."""

    def __init__(self, seed: int) -> None:
        self._seed, self._thrown = seed, 0

    def below(self, most: int) -> int:
        """A whole number from 0 to `most` - 1."""
        self._thrown += 1
        thrown = blake2b(f"{self._seed}:{self._thrown}".encode(), digest_size=8).digest()
        return int.from_bytes(thrown) % most

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + self.below(most - least + 1)

    def happens(self, percent: int) -> bool:
        """True so many times of a hundred."""
        return self.below(100) < percent

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of them, all as likely."""
        return things[self.below(len(things))]

    def some(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """Up to `count` of them, each once."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _n in range(min(count, len(left)))]

    def weigh(self, things: Sequence[Thing], weights: Sequence[int]) -> Thing:
        """One of them, as likely as its weight."""
        point = self.below(sum(weights))
        return next(thing for thing, reach in zip(things, accumulate(weights), strict=True) if point < reach)
