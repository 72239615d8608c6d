"""`goodword channel`"""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.payments import actions, queries
from goodword.payments.providers import lacks, names
from goodword.payments.rules import Mode


class Command(BaseCommand):
    """Ways to pay: what there is, a new contract with a provider, the end of one."""

    help = "Lists, opens and closes ways to pay. Closing ends new payments only; refunds and notices still end."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        todo = parser.add_subparsers(dest="todo")
        todo.add_parser("list", help="what there is, and what each lacks")
        opening = todo.add_parser("open", help="begins a contract, or changes its terms")
        opening.add_argument("key", help="short and lasting, such as card")
        opening.add_argument("--name", required=True, help="what payers read")
        opening.add_argument("--provider", required=True, help=", ".join(names()))
        opening.add_argument("--merchant", required=True, help="your account there, which every notice must name")
        opening.add_argument("--mode", required=True, choices=[mode.value for mode in Mode])
        opening.add_argument("--currency", required=True, action="append", help="may be given several times")
        opening.add_argument("--note", default="", help="what payers read beside it")
        closing = todo.add_parser("close", help="ends a contract at a time, or now")
        closing.add_argument("key")
        closing.add_argument("--at", type=_moment, help="such as 2026-02-13 or 2026-02-13T18:00, UTC")
        closing.add_argument("--note", default="", help="why, for payers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Does it, then lists what there is."""
        now = clock.now()
        try:
            if options["todo"] == "open":
                self._open(options, now)
            elif options["todo"] == "close":
                at = options["at"] or now
                actions.close_channel(key=options["key"], closes_at=at, note=options["note"], now=now, by=None)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for channel in queries.channel_terms():
            state = "open" if channel.open(now) else "closed"
            when = "until" if channel.open(now) else "since"
            until = f" {when} {channel.closes_at:%Y-%m-%d %H:%M} UTC" if channel.closes_at else ""
            said = f"{channel.key}: {channel.name}, {channel.provider}, {channel.mode}, {' '.join(channel.currencies)}"
            self.stdout.write(f"{said}, {state}{until}")
            if why := lacks(channel.provider, channel.mode, channel.merchant):
                self.stdout.write(self.style.WARNING(f"    {why}"))

    def _open(self, options: dict[str, Any], now: datetime) -> None:
        actions.open_channel(
            key=options["key"],
            name=options["name"],
            provider=options["provider"],
            merchant=options["merchant"],
            mode=Mode(options["mode"]),
            currencies=options["currency"],
            note=options["note"],
            now=now,
            by=None,
        )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
