"""Plants the demo's content."""

from collections.abc import Callable

PHRASE = "look-around-42"


def is_planted() -> bool:
    """Whether the content is there."""
    return True


def plant(*, say: Callable[[str], object]) -> None:
    """Makes the content."""
    say("")
