"""How heavy the installation is: start-up, memory, dependencies."""

import time
from pathlib import Path

from bench import reading
from bench.buying import buy
from bench.processes import family, memory_of
from bench.report import Scale, Table, median
from bench.stand import HOME, Stand

MARKET = {"shops": 4, "products": 10, "posts": 40, "buyers": 16, "readers": 16}
PURCHASES = 100


def measure(scale: Scale) -> Table:
    """Start-up as often as there are runs; memory after work."""
    stand = Stand()
    try:
        market = stand.inside("market.plant", **MARKET)
        starts = [_start(stand, market) for _run in range(scale.runs)]
        with stand.server() as server, stand.worker() as worker:
            reading.pages(stand, market, scale.pages // 2)
            buy(stand, market, PURCHASES)
            workers = [memory_of(pid) for pid in family(server.pid)[1:]]
            table = Table()
            table.add("goodword serve, from start to the first page", f"{median(starts):.1f} s")
            table.add("a server worker after work (PSS)", f"{max(workers):.0f} MiB")
            table.add("goodword serve, all its processes", f"{sum(workers) + memory_of(server.pid):.0f} MiB")
            table.add("goodword worker after work (PSS)", f"{memory_of(worker.pid):.0f} MiB")
        direct, locked = _count("base.in"), _count("base.txt")
        table.add("dependencies: direct, with all of theirs", f"{direct}, {locked}")
        return table
    finally:
        stand.remove()


def _start(stand: Stand, market: dict[str, list[str]]) -> float:
    began = time.perf_counter()
    with stand.server():
        reading.pages(stand, market, 1)
        return time.perf_counter() - began


def _count(name: str) -> int:
    """Packages named in a requirements file."""
    lines = Path(HOME / "requirements" / name).read_text().splitlines()
    return sum(1 for line in lines if line and line[0].isalnum())
