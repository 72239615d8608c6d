"""Measures Goodword, prints the figures and writes them into bench/README.md."""

import argparse
import time
from collections.abc import Callable

from rich import table as rich
from rich.console import Console

from bench.figures import flash, growth, purchase, wall, weight
from bench.report import FULL, QUICK, Scale, Table, circumstances, write

FIGURES: dict[str, Callable[[Scale], Table]] = {
    "purchase": purchase.measure,
    "wall": wall.measure,
    "flash": flash.measure,
    "weight": weight.measure,
    "growth": growth.measure,
}


def main() -> None:
    """Measures what was asked for, each on a stand of its own."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small, once, and not written down: does everything work?")
    parser.add_argument("--only", choices=FIGURES, help="one table")
    options = parser.parse_args()
    console = Console()
    for name in [options.only] if options.only else FIGURES:
        about, began = circumstances(f"python -m bench --only {name}"), time.monotonic()
        with console.status(f"{name}: measuring"):
            table = FIGURES[name](QUICK if options.quick else FULL)
        console.print(_drawn(name, table), f"{about} {time.monotonic() - began:.0f} s.\n")
        if not options.quick:
            write(name, about, table)


def _drawn(name: str, table: Table) -> rich.Table:
    head, *lines = table.cells()
    drawn = rich.Table(*head, title=name, title_justify="left")
    for cells in lines:
        drawn.add_row(*(cell.replace("**", "") for cell in cells))
    return drawn


main()
