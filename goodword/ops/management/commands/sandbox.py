"""`goodword sandbox`"""

import signal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from goodword.payments.providers.sandbox.delivery import RETRIES, Account
from goodword.payments.providers.sandbox.server import SETTLE_SECONDS, Server


class Command(BaseCommand):
    """The sandbox payment provider: a process and a store of its own, where no real money moves."""

    help = "Runs the sandbox payment provider. Refuses to run where GOODWORD_SANDBOX_ALLOWED forbids it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen and what to remember."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8020)
        parser.add_argument("--store", default=str(Path(settings.DATA) / "sandbox.sqlite3"), help="its SQLite file")
        parser.add_argument(
            "--account", action="append", metavar="KEY:MERCHANT:SECRET", help="instead of the settings'"
        )
        parser.add_argument("--settle", type=float, default=SETTLE_SECONDS, help="seconds a refund or payout takes")
        parser.add_argument("--retries", default=",".join(map(str, RETRIES)), help="seconds between tries of a notice")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serves until stopped."""
        if not settings.SANDBOX_ALLOWED:
            raise CommandError("The sandbox is switched off here: set GOODWORD_SANDBOX_ALLOWED=yes to allow it.")
        Path(options["store"]).parent.mkdir(parents=True, exist_ok=True)
        accounts = options["account"] or [f"{settings.SANDBOX_KEY}:goodword:{settings.SANDBOX_SECRETS[0]}"]
        try:
            server = Server(
                host=options["host"],
                port=options["port"],
                store=options["store"],
                accounts=[Account(*account.split(":", 2)) for account in accounts],
                settle=options["settle"],
                retries=[float(seconds) for seconds in options["retries"].split(",")],
            )
        except (ValueError, TypeError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"Port {options['port']} is taken. Stop what uses it, or choose another --port."
            ) from error
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        self.stdout.write(f"The sandbox payment provider listens on http://{options['host']}:{options['port']}.")
        try:
            server.run()
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
