"""`goodword serve`"""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from goodword.journal import actions
from goodword.ops import ports


class Command(BaseCommand):
    """The web server: Granian with WSGI threads."""

    help = "Serves the pages and the API."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=settings.SERVER_WORKERS)
        parser.add_argument("--threads", type=int, default=settings.SERVER_THREADS)
        parser.add_argument("--reload", action="store_true", help="restart when code changes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Collects static files where they are served hashed, then serves until stopped."""
        ports.refuse_taken(options["host"], options["port"])
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        actions.settle_in()
        # The processes that serve are forked from this one: a connection they shared would give one person's answers
        # to another.
        connection.close()
        getattr(connection, "close_pool", lambda: None)()
        if settings.PRODUCTION:
            call_command("collectstatic", interactive=False, verbosity=0)
        if options["reload"] and find_spec("watchfiles") is None:
            raise CommandError("--reload needs the packages of requirements/test.txt: run make dev.")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodword.config.settings")
        Granian(
            "goodword.config.wsgi:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=options["threads"],
            backpressure=max(options["threads"] * 16, 64),
            log_level=LogLevels.warning,
            reload=options["reload"],
            websockets=False,
            respawn_failed_workers=True,
        ).serve()
