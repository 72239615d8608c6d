"""`goodword demo`"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from rich.console import Console
from rich.progress import Progress

from goodword.ops import ports
from goodword.ops.demo import DAYS, PHRASE, Plan, buy_some, is_planted, live_through, plant
from goodword.people import queries as people_queries

HOST = "127.0.0.1"
STORE = "sandbox.sqlite3"  # what the sandbox provider keeps
HALF = "planting"  # there while the past is being lived through
SIGN_INS = ("shopper", "expert", "shop", "operator")


class Command(BaseCommand):
    """Everything in one terminal: web server, worker and sandbox payment provider, with demo content."""

    help = "Runs the whole of Goodword with demo content until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reload", action="store_true", help="restart the web server when code changes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepares the database and the content, starts three processes, waits, stops them cleanly."""
        port = options["port"]
        self._demand_demo_mode(port)
        ports.refuse_taken(HOST, port)
        ports.refuse_taken(HOST, port + 20)
        planted = self.prepare()
        running = self._start(port, options["reload"])
        try:
            self._wait(port, planted)
            self._announce()
            self._watch(running)
        except KeyboardInterrupt:
            self.stdout.write("\nStopping.")
        finally:
            self._stop(running)

    def _demand_demo_mode(self, port: int) -> None:
        """Starts itself again in demo mode, with the addresses that fit the port."""
        if settings.DEMO:
            return
        wanted = {
            "GOODWORD_MODE": "demo",
            "GOODWORD_BASE_URL": f"http://localhost:{port}",
            "GOODWORD_SANDBOX_URL": f"http://{HOST}:{port + 20}",
        }
        os.execve(sys.executable, [sys.executable, "-m", "goodword", *sys.argv[1:]], os.environ | wanted)

    def prepare(self) -> Plan | None:
        """Database and content, made where they are missing or half made; what was planted, if anything was."""
        data = Path(settings.DATA)
        try:
            data.mkdir(parents=True, exist_ok=True)
            (data / ".probe").touch()
        except OSError as error:
            raise CommandError(
                f"{data} cannot be written to ({error}). Set GOODWORD_DATA to a folder of yours."
            ) from error
        stamp, wanted = data / "migrated", _tables_wanted()
        if stamp.exists() and stamp.read_text() == wanted:
            return None
        self._clear_half_lived(data)
        call_command("migrate", interactive=False, verbosity=0)
        planted = None if is_planted() else self._plant(data)
        stamp.write_text(wanted)
        return planted

    def _clear_half_lived(self, data: Path) -> None:
        """Empties what a start left that was interrupted while it lived through the past."""
        if not (data / HALF).exists():
            return
        self.stdout.write("The first start was interrupted: beginning anew")
        file = Path(str(connection.settings_dict["NAME"]))
        if file.is_absolute():  # SQLite's books cannot be emptied row by row (I-03)
            connection.close()
            file.unlink(missing_ok=True)
        else:
            call_command("flush", interactive=False, verbosity=0)
        (data / STORE).unlink(missing_ok=True)
        (data / HALF).unlink()

    def _plant(self, data: Path) -> Plan:
        """Plants the content and lives through its past, which takes half a minute and is shown."""
        if people_queries.is_anybody_there():
            raise CommandError("This database holds people who are not the demo's. Set GOODWORD_DATA to a new folder.")
        (data / HALF).touch()
        planted = plant(say=self.stdout.write)
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task(f"Living through {DAYS} days", total=1.0)
            bought = live_through(
                planted, store=str(data / STORE), tell=lambda done: progress.update(task, completed=done)
            )
        (data / HALF).unlink()
        self.stdout.write(f"Lived through {DAYS} days and {bought} purchases")
        return planted

    def _start(self, port: int, reload: bool) -> dict[str, "subprocess.Popen[bytes]"]:
        server = ["serve", "--port", str(port), "--workers", "1", *(["--reload"] if reload else [])]
        store = str(Path(settings.DATA) / STORE)
        commands = {
            "payment provider": ["sandbox", "--port", str(port + 20), "--store", store],
            "worker": ["worker"],
            "web server": server,
        }
        start = [sys.executable, "-m", "goodword"]
        return {
            name: subprocess.Popen([*start, *command], start_new_session=True) for name, command in commands.items()
        }

    def _wait(self, port: int, planted: Plan | None) -> None:
        if not ports.wait_until_open(HOST, port, 30):
            raise CommandError("The web server did not start; its last words are above.")
        if planted:
            buy_some(planted.products, planted.words)

    def _announce(self) -> None:
        people = "\n".join(f"    {name}@demo.goodword" for name in SIGN_INS)
        self.stdout.write(
            f"\nGoodword is running: {settings.BASE_URL}\n\nSign in with one tap on its sign-in page, or as\n"
            f"{people}\nwith the pass phrase {PHRASE}\n\nCtrl-C stops everything."
        )

    def _watch(self, running: dict[str, "subprocess.Popen[bytes]"]) -> None:
        signal.signal(signal.SIGTERM, _interrupt)
        while True:
            for name, process in running.items():
                if process.poll() is not None:
                    raise CommandError(f"The {name} stopped with code {process.returncode}; its last words are above.")
            time.sleep(0.5)

    @staticmethod
    def _stop(running: dict[str, "subprocess.Popen[bytes]"]) -> None:
        for process in reversed(running.values()):
            process.terminate()
        for process in running.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def _tables_wanted() -> str:
    """What the database was made by: with the same migrations and packages there is nothing to look for."""
    parts = sorted(Path(settings.HOME).glob("goodword/*/migrations/*.py"))
    parts.append(Path(settings.HOME) / "requirements" / "base.txt")
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
