"""The one place where the time of day is read."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC. Surfaces, jobs and commands call it; actions are told the time."""
    return datetime.now(UTC)
