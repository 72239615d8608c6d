"""What is measured, as lines of tables in the terminal and in README.md."""

import os
import platform
import re
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

README = Path(__file__).with_name("README.md")
SEED = 20260


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is done: `runs` are repeated and their median counts."""

    seconds: int
    purchases: int
    pages: int
    runs: int
    rows: Sequence[int]


FULL = Scale(seconds=8, purchases=2400, pages=2000, runs=3, rows=(1_000, 100_000, 1_000_000))
QUICK = Scale(seconds=3, purchases=200, pages=300, runs=1, rows=(1_000, 10_000))


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what was measured, how much it is (one value a column), and what is demanded of it, if anything."""

    name: str
    values: Sequence[str]
    demanded: str = ""
    holds: bool = True

    def cells(self) -> list[str]:
        """The line's cells."""
        verdict = ("holds" if self.holds else "**does not hold**") if self.demanded else ""
        return [self.name, *self.values, self.demanded, verdict]


@dataclass(slots=True)
class Table:
    """The figures measured together; `columns` name what the values are of."""

    columns: Sequence[str] = ("measured",)
    lines: list[Figure] = field(default_factory=list)

    def add(self, name: str, *values: str, demanded: str = "", holds: bool = True) -> None:
        """Adds a line."""
        self.lines.append(Figure(name, values, demanded, holds))

    def cells(self) -> list[list[str]]:
        """Head and lines."""
        return [["figure", *self.columns, "demanded", ""], *(line.cells() for line in self.lines)]


def circumstances(command: str) -> str:
    """Where, when and how figures were taken."""
    release = subprocess.run(["git", "rev-parse", "--short=10", "HEAD"], capture_output=True, text=True, check=True)
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"`{command}` on {datetime.now(UTC):%Y-%m-%d}, commit {release.stdout.strip()}, seed {SEED}; "
        f"{os.cpu_count()} cores {processor[1] if processor else platform.machine()}, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, load average before {os.getloadavg()[0]:.1f}."
    )


def write(name: str, about: str, table: Table) -> None:
    """Puts a table between its marks in README.md."""
    head, *lines = table.cells()
    rows = [head, ["---"] * len(head), *lines]
    drawn = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    text, count = marks.subn(lambda found: f"{found[1]}\n{drawn}\n\n{about}\n\n{found[2]}", README.read_text())
    if count != 1:
        raise RuntimeError(f"README.md has no place for {name}")
    README.write_text(text)


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def quantile(times: Sequence[float], percent: int) -> float:
    """The time within which so many percent of the replies came."""
    return sorted(times)[min(len(times) * percent // 100, len(times) - 1)]


def times(taken: Sequence[float]) -> str:
    """Median and 99th percentile of times in seconds, as milliseconds."""
    return f"{quantile(taken, 50) * 1000:.0f} ms / {quantile(taken, 99) * 1000:.0f} ms"
