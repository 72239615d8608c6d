"""`goodword doctor`"""

from typing import Any

from django.core import checks
from django.core.management.base import BaseCommand, CommandError

from goodword.ops.health import examine


class Command(BaseCommand):
    """Says what is not well with this installation, and what to do."""

    help = "Examines settings, database, worker, clock and folders; exit code 1 when something is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints each finding with its hint."""
        found = examine()
        for message in found:
            style = self.style.ERROR if message.level >= checks.ERROR else self.style.WARNING
            self.stdout.write(style(f"{message.msg}") + (f"\n    {message.hint}" if message.hint else ""))
        if any(message.level >= checks.ERROR for message in found):
            raise CommandError("Not well. Each line above says what to do.")
        self.stdout.write("All is well." if not found else "Well, with the remarks above.")
