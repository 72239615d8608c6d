"""Demo content."""

from collections.abc import Callable

PHRASE = "look-around-42"


def is_planted() -> bool:
    return True


def plant(*, say: Callable[[str], object]) -> None:
    say("")
