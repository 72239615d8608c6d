"""`goodword verify_books`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from goodword.kit.verification import registry


class Command(BaseCommand):
    """Checks over the whole database every invariant that SQL can check."""

    help = "Checks every invariant of money and stock; exit code 1 and one line per breach when one does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs every check with progress on standard error."""
        breaches: list[str] = []
        for item in track(list(registry.values()), "Verifying", console=Console(stderr=True), transient=True):
            breaches += [f"{item.invariant}: {breach}" for breach in item.check()]
        for breach in breaches:
            self.stdout.write(breach)
        if breaches:
            raise CommandError(f"{len(breaches)} breaches. Stop payouts and look at the accounts named above.")
        self.stdout.write(f"The books are right: {len(registry)} checks, no breach.")
