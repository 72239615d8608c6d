"""The For you page of a signed-in reader, and the same over the API."""

from bench import reading
from bench.load import Outcome
from bench.report import Scale, Table, median, quantile, times
from bench.stand import Stand

MARKET = {"shops": 20, "products": 10, "posts": 300, "buyers": 16, "readers": 16}
RATE, P99, JSON_RATE = 200, 0.150, 400


def measure(scale: Scale) -> Table:
    """Pages and answers in turn."""
    stand = Stand()
    try:
        market = stand.inside("market.plant", **MARKET)
        pages: list[Outcome] = []
        answers: list[Outcome] = []
        costs: list[float] = []
        with stand.server():
            reading.warm(stand, market)
            for _run in range(scale.runs):
                spent = sum(stand.spent().values())
                pages.append(reading.pages(stand, market, scale.pages))
                costs.append((sum(stand.spent().values()) - spent) / scale.pages)
                answers.append(reading.answers(stand, market, scale.pages))
        return _table(pages, answers, costs)
    finally:
        stand.remove()


def _table(pages: list[Outcome], answers: list[Outcome], costs: list[float]) -> Table:
    table = Table()
    rate = median([one.rate for one in pages])
    slowest = median([quantile(one.times, 99) for one in pages])
    json = median([one.rate for one in answers])
    ratio = median([other.rate / one.rate for one, other in zip(pages, answers, strict=True)])
    table.add("For you, 20 cards, signed in, HTML", f"{rate:.0f}/s", demanded=f"at least {RATE}/s", holds=rate >= RATE)
    table.add("its p99 at 16 clients", f"{slowest * 1000:.0f} ms", demanded="under 150 ms", holds=slowest < P99)
    table.add("its median / p99 over all runs", times([taken for one in pages for taken in one.times]))
    table.add("processor time of a page, all processes", f"{median(costs) * 1000:.1f} ms")
    table.add("the same 20 cards as JSON", f"{json:.0f}/s", demanded=f"at least {JSON_RATE}/s", holds=json >= JSON_RATE)
    table.add("JSON / HTML", f"{ratio:.2f}")
    table.add("JSON: median / p99", times([taken for one in answers for taken in one.times]))
    return table
