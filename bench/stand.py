"""Goodword as it runs in production, on this machine: database, two server workers, one worker."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from bench.processes import seconds_of
from tests.cluster import Cluster

HOME = Path(__file__).resolve().parents[1]
SECRET = "bench-notice-secret"
# Durable as by default. The two others are what PostgreSQL's manual advises for solid-state disks and bulk loads.
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
TUNED = {"random_page_cost": "1.1", "max_wal_size": "8GB"}
PYTHON = [sys.executable, "-m"]
Process = subprocess.Popen[bytes]


class Stand:
    """One installation. `address` is where the server listens, `provider` where the load acts as the provider."""

    def __init__(self, database: str = "postgresql") -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="goodword-bench-"))
        self.cluster = Cluster(**DURABLE, **TUNED) if database == "postgresql" else None
        self.port, self.provider_port = _free_port(), _free_port()
        self.settings = {
            "GOODWORD_MODE": "production",
            "GOODWORD_DATA": str(self.folder),
            "GOODWORD_SECRET_KEY": "bench-" * 20,
            "GOODWORD_BASE_URL": f"http://127.0.0.1:{self.port}",
            "GOODWORD_SANDBOX_URL": f"http://127.0.0.1:{self.provider_port}",
            "GOODWORD_SANDBOX_SECRET": SECRET,
            "GOODWORD_SANDBOX_ALLOWED": "yes",
            "GOODWORD_LOG_LEVEL": "ERROR",
            "DATABASE_URL": self.cluster.url if self.cluster else "",
        }
        self.environment = os.environ | self.settings
        self.processes: dict[str, Process] = {}
        self._run("goodword", "migrate", "--verbosity", "0", "--skip-checks")
        self._run("goodword", "collectstatic", "--no-input", "--skip-checks")

    def inside(self, name: str, **values: Any) -> Any:
        """What the function `name` of bench.inside answers in a process with this stand's settings."""
        done = self._run("bench.inside", name, json.dumps(values), stdout=subprocess.PIPE)
        return json.loads(done.stdout.splitlines()[-1])

    @contextmanager
    def server(self, workers: int = 2) -> Iterator[Process]:
        """The web server, from when it answers until it has stopped."""
        with self._process("serve", "--port", str(self.port), "--workers", str(workers)) as process:
            wait_until_open(self.port, process)
            yield process

    @contextmanager
    def worker(self) -> Iterator[Process]:
        """The worker."""
        with self._process("worker") as process:
            yield process

    def ask(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What the database answers."""
        if self.cluster:
            with psycopg.connect(self.cluster.url, autocommit=True) as connection:
                found = connection.execute(sql.replace("?", "%s"), values)
                return found.fetchall() if found.description else []
        with closing(sqlite3.connect(self.folder / "goodword.sqlite3", timeout=30)) as file:
            return file.execute(sql, values).fetchall()

    def spent(self) -> dict[str, float]:
        """Processor seconds used so far, by what runs here; the load is this process."""
        used = {"load": time.process_time()}
        if self.cluster:
            postmaster = int((self.cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
            used["database"] = seconds_of(postmaster)
        return used | {name: seconds_of(process.pid) for name, process in self.processes.items()}

    def remove(self) -> None:
        """Stops the database and deletes everything."""
        if self.cluster:
            self.cluster.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(
        self, module: str, *arguments: str, stdout: int = subprocess.DEVNULL
    ) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run([*PYTHON, module, *arguments], check=True, cwd=HOME, env=self.environment, stdout=stdout)

    @contextmanager
    def _process(self, *command: str) -> Iterator[Process]:
        with (self.folder / f"{command[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [*PYTHON, "goodword", *command], cwd=HOME, env=self.environment, stdout=log, stderr=log
            )
        self.processes[command[0]] = process
        try:
            yield process
        finally:
            del self.processes[command[0]]
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_open(port: int, process: Process, seconds: float = 60) -> float:
    """Waits until something listens at the port; says how long it took."""
    began = time.perf_counter()
    while time.perf_counter() - began < seconds and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return time.perf_counter() - began
        time.sleep(0.02)
    raise RuntimeError("the server did not start")
