"""How the figures change when posts and purchases become many. Nothing on a request path may grow with a table."""

from dataclasses import dataclass
from typing import Any

from bench import reading
from bench.buying import WARMED, Bought, buy, rates, warm
from bench.copies import Copies
from bench.report import Scale, Table, median, quantile
from bench.stand import Stand

ORIGINALS = 100
MARKET = {"shops": 20, "products": 10, "posts": ORIGINALS, "buyers": 256, "readers": 16}
# Entries of indexes and rows of whole tables that were read, the small account table's apart.
READ = """SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE schemaname = 'public')
               + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = 'public')"""
SIZE = "SELECT pg_database_size(current_database()) / 1048576"
SLOWER, MORE = 0.85, 1.15


@dataclass(slots=True)
class Size:
    """What was measured with so many posts and purchases."""

    rows: int
    megabytes: int
    bought: list[Bought]
    pages: list[float]
    slowest: list[float]
    answers: list[float]
    read_by_purchase: float
    read_by_page: float


def measure(scale: Scale) -> Table:
    """The same load at each size."""
    stand = Stand()
    try:
        market = stand.inside("market.plant", **MARKET)
        with stand.server(), stand.worker():
            buy(stand, market, ORIGINALS, shops=1)
        copies, sizes = Copies(stand), []
        for rows in scale.rows:
            copies.make(rows // ORIGINALS)
            sizes.append(_size(stand, market, rows, scale))
        return _table(sizes, scale.purchases // 2)
    finally:
        stand.remove()


def _size(stand: Stand, market: dict[str, Any], rows: int, scale: Scale) -> Size:
    purchases, pages = scale.purchases // 2, scale.pages // 2
    before = _read(stand)
    with stand.server(), stand.worker():
        warm(stand, market)
        bought = [buy(stand, market, purchases) for _run in range(scale.runs)]
    between = _read(stand)
    with stand.server():
        warmed = reading.warm(stand, market)
        read = [reading.pages(stand, market, pages) for _run in range(scale.runs)]
        answers = [reading.answers(stand, market, pages) for _run in range(scale.runs)]
    after = _read(stand)
    return Size(
        rows=rows,
        megabytes=stand.ask(SIZE)[0][0],
        bought=bought,
        pages=[one.rate for one in read],
        slowest=[quantile(one.times, 99) for one in read],
        answers=[one.rate for one in answers],
        read_by_purchase=(between - before) / (WARMED + purchases * scale.runs),
        read_by_page=(after - between) / 2 / (warmed + pages * scale.runs),
    )


def _read(stand: Stand) -> float:
    """Entries read until now; connections that are closed have told all they did."""
    return float(stand.ask(READ)[0][0])


def _table(sizes: list[Size], purchases: int) -> Table:
    table = Table(columns=[f"{size.rows:,}" for size in sizes])
    first, last = sizes[0], sizes[-1]
    bought = [median(rates(size.bought, purchases, "whole")) for size in sizes]
    table.add("database", *(f"{size.megabytes:,} MB" for size in sizes))
    table.add(
        "complete purchases",
        *(f"{one:.0f}/s" for one in bought),
        demanded="does not fall with the rows",
        holds=bought[-1] >= bought[0] * SLOWER,
    )
    for step in ("quote", "place", "notice"):
        times = [[taken for run in size.bought for taken in run.steps[step]] for size in sizes]
        table.add(f"{step}: median", *(f"{quantile(taken, 50) * 1000:.0f} ms" for taken in times))
    table.add(
        "index entries and rows read by a purchase, the worker's part with it",
        *(f"{size.read_by_purchase:,.0f}" for size in sizes),
        demanded="does not grow",
        holds=last.read_by_purchase <= first.read_by_purchase * MORE,
    )
    table.add(
        "For you pages",
        *(f"{median(size.pages):.0f}/s" for size in sizes),
        demanded="does not fall with the rows",
        holds=median(last.pages) >= median(first.pages) * SLOWER,
    )
    table.add("their p99", *(f"{median(size.slowest) * 1000:.0f} ms" for size in sizes))
    table.add("For you as JSON", *(f"{median(size.answers):.0f}/s" for size in sizes))
    table.add(
        "index entries and rows read by a page or its JSON",
        *(f"{size.read_by_page:,.0f}" for size in sizes),
        demanded="does not grow",
        holds=last.read_by_page <= first.read_by_page * MORE,
    )
    return table
