"""`make test` and `make check`: every check in turn, each with its time; stops with 1 if any was red.

The suites on the two databases run side by side with the checks only where that does not disturb them: one after
the other, so that figures and races mean the same on every machine.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Step:
    """One command; `fast` ones make up `make check`."""

    name: str
    command: tuple[str, ...]
    fast: bool = True
    environment: dict[str, str] = field(default_factory=dict)


def suite(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "pytest", *arguments)


STEPS = [
    Step("style", (f"{BIN}/ruff", "check", ".")),
    Step("format", (f"{BIN}/ruff", "format", "--check", ".")),
    Step("architecture", (f"{BIN}/lint-imports",)),
    Step("types", (f"{BIN}/mypy", "goodword")),
    Step("tests on SQLite", suite("-n", "2", "-m", "not browser and not slow")),
    Step(
        "tests on PostgreSQL",
        suite("-n", "2", "-m", "not browser and not slow"),
        fast=False,
        environment={"GOODWORD_TEST_DATABASE": "postgresql"},
    ),
    Step("journeys on SQLite", suite("-m", "browser or slow"), fast=False),
    Step(
        "journeys on PostgreSQL",
        suite("-m", "browser or slow"),
        fast=False,
        environment={"GOODWORD_TEST_DATABASE": "postgresql"},
    ),
]


def main() -> int:
    """Runs the steps; the number of red ones is the exit code."""
    red: list[str] = []
    for step in STEPS:
        if "--fast" in sys.argv and not step.fast:
            continue
        begun = time.monotonic()
        sys.stdout.write(f"\n== {step.name}\n")
        sys.stdout.flush()
        code = subprocess.run(step.command, cwd=HOME, env=os.environ | step.environment, check=False).returncode
        sys.stdout.write(f"== {step.name}: {'red' if code else 'green'}, {time.monotonic() - begun:.0f} s\n")
        if code:
            red.append(step.name)
    sys.stdout.write(f"\nRed: {', '.join(red)}\n" if red else "\nAll green.\n")
    return len(red)


if __name__ == "__main__":
    sys.exit(main())
