"""The adapter contract as a suite that anybody can run against their own adapter: `goodword conformance <provider>`.

Each check has a name and a sentence, asks one thing, and is known to fail for an adapter that breaks just that. It
speaks to the provider through the adapter alone; the harness beside it plays the payer, the provider and the line. It
needs no database, and real money is refused.
"""

from goodword.payments.conformance import intents, notices, payouts, refunds
from goodword.payments.conformance.suite import CHECKS, Breach, Finding, Outcome, run

__all__ = ["CHECKS", "Breach", "Finding", "Outcome", "intents", "notices", "payouts", "refunds", "run"]
