"""The worker does what is due and survives what fails."""

from datetime import datetime, timedelta

import pytest

from goodword.journal import queries
from goodword.kit import jobs
from goodword.ops.worker import Worker, work_until_idle


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, jobs.Job]:
    registry: dict[str, jobs.Job] = {}
    monkeypatch.setattr("goodword.ops.worker.registry", registry)
    return registry


@pytest.mark.django_db(transaction=True)
def test_a_failing_job_does_not_stop_the_others(registry: dict[str, jobs.Job]) -> None:
    done: list[datetime] = []

    def fail(now: datetime, limit: int) -> int:
        raise RuntimeError("on purpose")

    def work(now: datetime, limit: int) -> int:
        done.append(now)
        return 0

    registry["a"] = jobs.Job("a", timedelta(0), fail)
    registry["b"] = jobs.Job("b", timedelta(hours=1), work)
    worker = Worker()
    worker.turn()
    worker.turn()
    assert len(done) == 1, "an hourly job ran twice at once"
    assert queries.last_beat() is not None


@pytest.mark.django_db(transaction=True)
def test_a_job_with_more_to_do_runs_again_at_once(registry: dict[str, jobs.Job]) -> None:
    left = [250]

    def work(now: datetime, limit: int) -> int:
        done = min(left[0], limit)
        left[0] -= done
        return done

    registry["a"] = jobs.Job("a", timedelta(hours=1), work)
    work_until_idle()
    assert left == [0]
