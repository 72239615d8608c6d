"""`goodword verify_journal`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import track

from goodword.journal import queries


class Command(BaseCommand):
    """Looks at every seal of the journal (I-31)."""

    help = "Checks that nothing in the journal was changed since it was sealed; prints the last seal, to be kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """A seal that was kept somewhere else."""
        parser.add_argument("--kept", metavar="NUMBER:DIGEST", help="a seal this command printed before")

    def handle(self, *args: Any, **options: Any) -> None:
        """Looks at every seal with progress on standard error."""
        last = queries.last_seal()
        if last is None:
            self.stdout.write("Nothing is sealed yet.")
            return
        wrong = [] if options["kept"] is None else queries.not_as_kept(options["kept"])
        told = queries.broken_seals(queries.seals(), None)
        shown = track(told, "Verifying", total=last.number, console=Console(stderr=True), transient=True)
        wrong += [breach for breach in shown if breach]
        for breach in wrong:
            self.stdout.write(breach)
        if wrong:
            raise CommandError(f"Breaches: {len(wrong)}. Somebody wrote past Goodword: compare with a backup.")
        self.stdout.write(f"The journal is whole. Keep its last seal elsewhere: {last.number}:{last.digest}")
