"""A complete purchase over the API, measured against one hand-written statement in the same database."""

import subprocess
from pathlib import Path

from bench.buying import CLIENTS, Bought, buy, rates, warm
from bench.report import Scale, Table, median, times
from bench.stand import Stand

HERE = Path(__file__).resolve().parents[1]
MARKET = {"shops": 20, "products": 10, "posts": 100, "buyers": 256, "readers": 0}
GOAL = 0.12
CORES = 2


def measure(scale: Scale) -> Table:
    """The ceiling and the product in turn, as often as there are runs; the ratio's median counts."""
    stand = Stand()
    try:
        market = stand.inside("market.plant", **MARKET)
        _postgresql(stand, "psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(HERE / "ceiling_tables.sql"))
        ceilings: list[float] = []
        costs: list[float] = []
        runs: list[Bought] = []
        with stand.server(), stand.worker():
            warm(stand, market)
            for _run in range(scale.runs):
                spent = stand.spent()["database"]
                ceilings.append(_ceiling(stand, scale.seconds))
                costs.append((stand.spent()["database"] - spent) / ceilings[-1] / scale.seconds)
                runs.append(buy(stand, market, scale.purchases))
        return _table(ceilings, costs, runs, scale.purchases)
    finally:
        stand.remove()


def _table(ceilings: list[float], costs: list[float], runs: list[Bought], count: int) -> Table:
    table, whole = Table(), rates(runs, count, "whole")
    ratio = median([one / other for one, other in zip(whole, ceilings, strict=True)])
    quoted = median([count / (run.quoting + run.whole) / most for run, most in zip(runs, ceilings, strict=True)])
    table.add("pgbench: a purchase as one hand-written statement", f"{median(ceilings):.0f}/s")
    table.add("complete purchase: placed, confirmed, money in escrow", f"{median(whole):.0f}/s")
    table.add("complete purchase / pgbench", f"{ratio:.3f}", demanded=f"at least {GOAL}, aim 0.25", holds=ratio >= GOAL)
    table.add("the same with its quote made over the API", f"{quoted:.3f}")
    table.add("placed and confirmed, the worker still holding", f"{median(rates(runs, count, 'answering')):.0f}/s")
    for step in ("quote", "place", "notice"):
        taken = [each for run in runs for each in run.steps[step]]
        table.add(f"{step}: median / p99 at {CLIENTS} clients", times(taken))
    cost = {name: median([run.spent[name] / count * 1000 for run in runs]) for name in sorted(runs[0].spent)}
    shares = ", ".join(f"{name} {used:.1f}" for name, used in cost.items())
    table.add("processor time of a complete purchase", f"{sum(cost.values()):.1f} ms ({shares})")
    table.add("processor time of pgbench's purchase in the database", f"{median(costs) * 1000:.2f} ms")
    return table


def _ceiling(stand: Stand, seconds: int) -> float:
    """How many hand-written purchases a second the database does with prepared statements."""
    half = stand.ask("SELECT count(*) / 2 FROM ceiling.offer")[0][0]
    script = ["-n", "-M", "prepared", "-c", str(CLIENTS), "-j", str(CORES), "-T", str(seconds)]
    said = _postgresql(stand, "pgbench", *script, "-D", f"half={half}", "-f", str(HERE / "ceiling.sql"))
    return float(next(line for line in said.splitlines() if line.startswith("tps")).split()[2])


def _postgresql(stand: Stand, program: str, *arguments: str) -> str:
    assert stand.cluster is not None
    where = ["-h", str(stand.cluster.folder), "-p", str(stand.cluster.port), "-U", stand.cluster.user]
    command = [str(stand.cluster.binaries / program), *where, *arguments, "postgres"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout
