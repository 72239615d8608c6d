"""`goodword grant_operator`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goodword.kit import clock
from goodword.kit.refusals import Refusal
from goodword.people import actions, queries


class Command(BaseCommand):
    """Opens the operator's desk to a person."""

    help = "Makes the person with this e-mail an operator."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grants the role, or says that nobody has this e-mail."""
        person = queries.by_email(options["email"])
        if person is None:
            raise CommandError(f"Nobody has signed up as {options['email']}. Sign up on the site first.")
        try:
            actions.grant_role(person_id=person.id, role="operator", now=clock.now(), by=None)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{options['email']} is an operator.")
