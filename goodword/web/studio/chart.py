"""A line over days as a drawing made here: no script, and the same figures as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT, TOP = 300, 90, 6  # units of the drawing; above the highest point some air
DAYS_MOST = 62


@dataclass(frozen=True, slots=True)
class Chart:
    """Amounts in minor units of `currency`, one a day. `line` and `area` are paths in a box of WIDTH by HEIGHT."""

    currency: str
    days: Sequence[tuple[date, int]]
    line: str
    area: str
    total: int

    @property
    def best(self) -> tuple[date, int]:
        """The first day with the highest amount."""
        return max(self.days, key=lambda one: one[1])

    @property
    def told(self) -> list[tuple[date, int]]:
        """The days on which there was something."""
        return [one for one in self.days if one[1]]


def chart(currency: str, sums: Mapping[date, int], first: date, last: date) -> Chart:
    """The days from `first` to `last` (at most DAYS_MOST of them); a day that is not in `sums` has nothing."""
    count = min((last - first).days + 1, DAYS_MOST)
    days = [(day, sums.get(day, 0)) for day in (first + timedelta(days=number) for number in range(count))]
    highest = max(1, *(amount for _day, amount in days), 1)
    steps = max(1, count - 1)
    points = [
        (WIDTH * place // steps, HEIGHT - (HEIGHT - TOP) * max(0, amount) // highest)
        for place, (_day, amount) in enumerate(days)
    ]
    if count == 1:
        points = [points[0], (WIDTH, points[0][1])]
    path = " ".join(f"{x} {y}" for x, y in points)
    total = sum(amount for _day, amount in days)
    return Chart(currency, days, line=f"M{path}", area=f"M{path}V{HEIGHT}H0z", total=total)
