"""`goodword worker`"""

from typing import Any

from django.core.management.base import BaseCommand

from goodword.journal import actions
from goodword.ops.worker import Worker


class Command(BaseCommand):
    """Runs a worker until it is told to stop."""

    help = "Reacts to facts and does due work until stopped. Run as many as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        """Starts working."""
        actions.settle_in()
        worker = Worker()
        worker.stop_on_signals()
        worker.run()
