"""`goodword replay`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goodword.journal import actions
from goodword.journal.facts import subscriptions
from goodword.kit import clock


class Command(BaseCommand):
    """Hands a subscriber facts again."""

    help = "Hands a subscriber its dead letters again, or all facts with --from-start. Nothing happens twice."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which subscriber, and from where."""
        parser.add_argument("subscriber")
        parser.add_argument("--from-start", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replays and says how much."""
        subscriber = options["subscriber"]
        if subscriber not in subscriptions:
            raise CommandError(f"Nobody called {subscriber} reacts to facts. There are: {', '.join(subscriptions)}.")
        cleared = actions.replay(subscriber, from_start=options["from_start"], now=clock.now())
        self.stdout.write(f"{cleared} dead letters taken.")
        if options["from_start"]:
            self.stdout.write("The worker hands over everything from the start.")
