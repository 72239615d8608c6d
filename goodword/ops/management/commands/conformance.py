"""`goodword conformance`"""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goodword.kit.refusals import Refusal
from goodword.payments.conformance import Breach, Finding, Outcome, run
from goodword.payments.providers import harness, names
from goodword.payments.providers.harness import Harness

ABILITIES = {"refunds": "refund-part", "payouts": "payout-paid"}  # declared, and the check that shows it


class Command(BaseCommand):
    """Says whether a payment adapter keeps the contract: its own, or anybody's."""

    help = "Runs the adapter contract against a provider's test environment; exit code 1 when a check fails."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which."""
        parser.add_argument("provider", help=f"{', '.join(names())}, or package.module:Harness")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints a line for each check as it ends, then what was declared and what was shown."""
        try:
            with harness(options["provider"]) as side:
                findings = [self._told(finding) for finding in run(side)]
                self._abilities(side, findings)
        except (Refusal, Breach) as refusal:
            raise CommandError(str(refusal)) from refusal
        except (ImportError, AttributeError) as error:
            raise CommandError(f"There is no harness {options['provider']}: {error}") from error
        count = Counter(finding.outcome for finding in findings)
        self.stdout.write(", ".join(f"{count[outcome]} {outcome.value}" for outcome in Outcome))
        if count[Outcome.FAILED]:
            raise CommandError(f"{options['provider']} does not keep the contract.")

    def _told(self, finding: Finding) -> Finding:
        style = {Outcome.PASSED: self.style.SUCCESS, Outcome.FAILED: self.style.ERROR}.get(finding.outcome, str)
        why = f": {finding.why}" if finding.why else ""
        self.stdout.write(f"{style(f'{finding.outcome.value:<7}')} {finding.check:<17} {finding.sentence}{why}")
        return finding

    def _abilities(self, side: Harness, findings: list[Finding]) -> None:
        passed = {finding.check for finding in findings if finding.outcome == Outcome.PASSED}
        declared = side.adapter().capabilities
        self.stdout.write(f"\n{'capability':<17} declared  shown")
        for ability, shown in ABILITIES.items():
            said = ["no", "yes"][getattr(declared, ability)], ["no", "yes"][shown in passed]
            self.stdout.write(f"{ability:<17} {said[0]:<9} {said[1]}")
