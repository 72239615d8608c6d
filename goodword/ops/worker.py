"""The worker: hands facts to those who react to them and does what has come due."""

import os
import signal
import socket
import threading
import time
from datetime import timedelta

import structlog
from django.db import close_old_connections

from goodword.journal import actions
from goodword.journal.facts import subscriptions
from goodword.kit import clock
from goodword.kit.jobs import Job, registry
from goodword.kit.limits import JOB_BATCH

log = structlog.get_logger("goodword.worker")
IDLE = 0.2  # seconds of sleep when nothing was found to do
BEAT = timedelta(seconds=10)


class Worker:
    """One process that works until it is told to stop. Any number may run side by side."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}-{os.getpid()}"
        self.stopping = threading.Event()
        self._next: dict[str, float] = {}

    def stop_on_signals(self) -> None:
        """Ends after the piece of work in hand when the process is asked to end."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stopping.set())

    def run(self) -> None:
        """Works until stopped."""
        while not self.stopping.is_set():
            try:
                done = self.turn()
            except Exception:
                log.exception("worker.turn_failed")
                close_old_connections()
                done = 0
            if not done:
                self.stopping.wait(IDLE)

    def turn(self) -> int:
        """One round over everything; how much was done."""
        self._beat()
        walked = sum(actions.walk(subscriber, now=clock.now()) for subscriber in list(subscriptions))
        return walked + sum(self._run(job) for job in registry.values() if self._is_due(job))

    def _is_due(self, job: Job) -> bool:
        return time.monotonic() >= self._next.get(job.name, 0)

    def _run(self, job: Job) -> int:
        self._next[job.name] = time.monotonic() + job.every.total_seconds()
        try:
            done = job.run(clock.now(), JOB_BATCH)
        except Exception:
            log.exception("worker.job_failed", job=job.name)
            close_old_connections()
            return 0
        if done >= JOB_BATCH:
            self._next[job.name] = 0
        return done

    def _beat(self) -> None:
        if time.monotonic() >= self._next.get("beat", 0):
            self._next["beat"] = time.monotonic() + BEAT.total_seconds()
            actions.beat(self.name, now=clock.now())


def work_until_idle(turns: int = 50) -> None:
    """Works until nothing is left to do: for tests, the demo's content and maintenance."""
    worker = Worker()
    for _turn in range(turns):
        if not worker.turn():
            return
