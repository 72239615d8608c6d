"""What Goodword does because time passed. The worker runs every registered job."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Run = Callable[[datetime, int], int]


@dataclass(frozen=True, slots=True)
class Job:
    """A named piece of due work: `run(now, limit)` does at most `limit` due rows and says how many it did."""

    name: str
    every: timedelta
    run: Run


registry: dict[str, Job] = {}


def job(*, every: timedelta) -> Callable[[Run], Run]:
    """Registers a function of a module's jobs.py. Running it twice must do no harm."""

    def register(run: Run) -> Run:
        name = f"{run.__module__.split('.')[1]}.{run.__name__}"
        registry[name] = Job(name=name, every=every, run=run)
        return run

    return register
