"""`goodword import_catalogue`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from goodword.catalog import actions, queries
from goodword.catalog.importers import forms
from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.partners.queries import by_slug


class Command(BaseCommand):
    """Reads a shop's catalogue file here and now."""

    help = "Reads a catalogue file into a shop; --dry-run only reports. The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to read, and for whom."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--shop", required=True, help="the shop's name in its address")
        parser.add_argument("--form", required=True, choices=sorted(forms))
        parser.add_argument("--topic")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads with progress and prints the report."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        now = clock.now()
        try:
            shop = by_slug(options["shop"])
            asked = actions.ask_import(
                shop.id,
                form=options["form"],
                path=path,
                name=path.name,
                dry_run=options["dry_run"],
                topic=options["topic"],
                now=now,
                by=None,
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        actions.take_waiting_import(now=now)
        with Progress(console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("Keeping", total=None)
            actions.run_import(asked, now=now, tell=lambda done, of: progress.update(bar, completed=done, total=of))
        view, lines = queries.import_of(shop.id, asked)
        for line in lines:
            self.stdout.write(f"line {line.line}: {line.sku or line.handle}: {line.sentence}")
        if view.state == "failed":
            raise CommandError(view.error)
        self.stdout.write(
            f"{view.lines} products: {view.created} new, {view.changed} changed, {view.unchanged} as they were, "
            f"{view.refused} left out" + (" (dry run: nothing was kept)" if view.dry_run else "")
        )
