"""Goodword as real processes: web server, workers and sandbox provider, for journeys and for faults.

    with Running(tmp_path, planted=True) as house:
        house.get("/")
        house.kill("server")
        house.start("server")

The database is a SQLite file in the folder or, where DATABASE_URL is set, a new database in that cluster (homes.py).
"""

import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, Self

import psycopg

from goodword.payments.providers.sandbox.process import SandboxProcess
from tests.homes import ROOT, Home, address_of, command, forget, prepared, python

START_SECONDS = 60.0  # far above what it takes; this machine may be busy
STOP_SECONDS = 20.0
BUY = """
import json
from uuid import UUID
from goodword.ops.demo import buy_some
from django.conf import settings
names = json.loads((settings.DATA / "planted.json").read_text())
buy_some(
    {key: UUID(value) for key, value in names["products"].items()},
    {tuple(key.split("/")): UUID(value) for key, value in names["words"].items()},
)
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Answer(NamedTuple):
    """What the server answered; header names in lower case."""

    status: int
    text: str
    headers: dict[str, str]


class Running:
    """A house with `server`, `sandbox` and `worker` (then `worker-2`, ...), each to be killed and started by name.

    `mode` is demo or production; other settings can be given by their environment names, and a `home` that is ready.
    Refunds and payouts settle at the sandbox after `settle` seconds; its notices are sent again for two minutes.
    """

    def __init__(
        self,
        folder: Path,
        *,
        mode: str = "demo",
        planted: bool = False,
        workers: int = 1,
        settle: float = 0.05,
        home: Home | None = None,
        **settings: str,
    ) -> None:
        folder.mkdir(exist_ok=True)
        self.home = home or prepared(planted).copy_to(folder / "data")
        self.port = free_port()
        self.base_url = f"http://localhost:{self.port}"
        self.sandbox = SandboxProcess(store=folder / "sandbox.sqlite3", settle=settle, retries=[0.2] * 10 + [1.0] * 120)
        self.environment = self.home.environment() | {
            "GOODWORD_MODE": mode,
            "GOODWORD_BASE_URL": self.base_url,
            "GOODWORD_SANDBOX_URL": self.sandbox.url,
            "GOODWORD_SANDBOX_ALLOWED": "yes",
            "GOODWORD_SECRET_KEY": "for tests alone, and long enough: 0123456789 abcdefghijklmnopqrstuvwxyz",
            "GOODWORD_WORKERS": "1",
            **settings,
        }
        self.logs = folder / "logs"
        self.logs.mkdir()
        workers_named = ["worker", *(f"worker-{number}" for number in range(2, workers + 1))]
        self.names = ["sandbox", "server", *workers_named[:workers]]
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        try:
            for name in self.names:
                self.start(name, wait=False)
            for name in self.names:
                self.wait_for(name)
        except BaseException:
            self.stop_all()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.stop_all()

    def start(self, name: str, *, wait: bool = True) -> float:
        """Starts one process; says how many seconds it took until it worked."""
        begun = time.monotonic()
        if name == "sandbox":
            self.sandbox.start()
            return time.monotonic() - begun
        words = ["worker"] if name.startswith("worker") else ["serve", "--port", str(self.port)]
        with (self.logs / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", "goodword", *words],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        if wait:
            self.wait_for(name)
        return time.monotonic() - begun

    def wait_for(self, name: str) -> None:
        """Waits until a started process does its work: the server answers, the worker has been seen."""
        end = time.monotonic() + START_SECONDS
        while name != "sandbox" and not self._works(name):
            if time.monotonic() > end or self._running[name].poll() is not None:
                raise RuntimeError(f"The {name} did not start:\n{self.log(name)[-4000:]}")
            time.sleep(0.05)

    def _works(self, name: str) -> bool:
        try:
            if name == "server":
                return self.get("/").status < 500
            return bool(self.rows(f"SELECT 1 FROM journal_beat WHERE worker LIKE '%-{self._running[name].pid}'"))
        except (OSError, http.client.HTTPException, sqlite3.OperationalError, psycopg.Error):
            return False

    def kill(self, name: str) -> None:
        """Ends a process and those it started as a power cut would."""
        if name == "sandbox":
            self.sandbox.kill()
        elif process := self._running.pop(name, None):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(STOP_SECONDS)

    def stop(self, name: str) -> None:
        """Ends a process as an operator would."""
        if name == "sandbox":
            self.sandbox.stop()
        elif process := self._running.pop(name, None):
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(STOP_SECONDS)

    def stop_all(self) -> None:
        """Ends everything, and forgets the database."""
        for name in reversed(self.names):
            self.stop(name)
        self.sandbox.__exit__()
        forget(self.home)

    def log(self, name: str) -> str:
        """What a process has said so far."""
        return (self.logs / f"{name}.log").read_text()

    def get(self, path: str, **headers: str) -> Answer:
        """One page."""
        return self.request("GET", path, headers=headers)

    def request(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """One request to the server, on a connection of its own."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            wire.request(method, path, body or None, {"host": f"localhost:{self.port}", **(headers or {})})
            answer = wire.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, answer.read().decode(), named)
        finally:
            wire.close()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database says to a question, past all of Goodword's code."""
        if self.home.database:
            with psycopg.connect(address_of(self.home.database)) as wire:
                return wire.execute(sql.encode()).fetchall()
        with closing(sqlite3.connect(self.home.folder / "goodword.sqlite3", timeout=20)) as file:
            return file.execute(sql).fetchall()

    def until(self, sql: str, wanted: list[tuple[Any, ...]], seconds: float = 60) -> None:
        """Waits until the database answers so."""
        end = time.monotonic() + seconds
        while (found := self.rows(sql)) != wanted:
            if time.monotonic() > end:
                raise TimeoutError(f"{sql}\n  says {found}\n  and not {wanted}\n{self.last_words()}")
            time.sleep(0.1)

    def last_words(self) -> str:
        """The end of what each process has said, for whoever asks why something failed."""
        logs = sorted(self.logs.glob("*.log"))
        return "\n".join(f"-- {log.stem}\n{log.read_text()[-3000:]}" for log in logs)

    def command(self, *words: str) -> str:
        """Runs a goodword command in this house; what it printed."""
        return command(self.environment, *words)

    def python(self, code: str) -> str:
        """Runs code with Django set up in this house, in a process of its own; what it printed."""
        return python(self.environment, code)

    def planted(self) -> dict[str, dict[str, str]]:
        """Ids of what the demo planted, by kind (people, shops, products, words) and name."""
        names: dict[str, dict[str, str]] = json.loads((self.home.folder / "planted.json").read_text())
        return names

    def buy_some(self) -> None:
        """The demo's first purchases; server, worker and sandbox must be running."""
        self.python(BUY)
