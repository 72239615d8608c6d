"""Adapters that each break one promise of the contract, by the name of the check that must see it."""

from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID, uuid4

from goodword.kit.money import ZERO_DECIMALS, Money
from goodword.payments.providers.interface import (
    Capabilities,
    Kind,
    Known,
    ProviderRefused,
    ProviderSilent,
    Report,
    Status,
)
from goodword.payments.providers.sandbox.adapter import Sandbox
from goodword.payments.rules import Mode

BROKEN: dict[str, type[Sandbox]] = {}


def breaks(check: str) -> Any:
    def register(adapter: type[Sandbox]) -> type[Sandbox]:
        BROKEN[check] = adapter
        return adapter

    return register


@breaks("capabilities")
class Modest(Sandbox):
    """Declares less than it does."""

    capabilities: ClassVar[Capabilities] = Capabilities(mode=Mode.TEST, refunds=True, payouts=False)


@breaks("intent-made")
class Nowhere(Sandbox):
    def create_intent(self, key: UUID, amount: Money, **terms: Any) -> Report:
        return replace(super().create_intent(key, amount, **terms), pay_url="")


@breaks("intent-money")
class Hundredfold(Sandbox):
    """Believes that every currency has two decimals."""

    def create_intent(self, key: UUID, amount: Money, **terms: Any) -> Report:
        asked = Money(amount.amount * 100, amount.currency) if amount.currency in ZERO_DECIMALS else amount
        return replace(super().create_intent(key, asked, **terms), amount=amount.amount)


@breaks("intent-unknown")
class Loud(Sandbox):
    def query_intent(self, intent: Known) -> Report:
        said = super().query_intent(intent)
        if said.status == Status.UNKNOWN:
            raise ProviderRefused("unknown")
        return said


class Repeating(Sandbox):
    """Sends the second of two equal calls under another key."""

    repeated = ""

    def __init__(self, *access: Any) -> None:
        super().__init__(*access)
        self.asked: set[object] = set()

    def _make(self, path: str, key: UUID, amount: Money, terms: dict[str, object]) -> Report:
        if path == self.repeated and (key, amount) in self.asked:
            return replace(super()._make(path, uuid4(), amount, terms), key=key)
        said = super()._make(path, key, amount, terms)
        self.asked.add((key, amount))
        return said


@breaks("intent-once")
class TwoIntents(Repeating):
    repeated = "intents"


@breaks("refund-once")
class TwoRefunds(Repeating):
    repeated = "refunds"


@breaks("payout-once")
class TwoPayouts(Repeating):
    repeated = "payouts"


@breaks("intent-terms")
class Yielding(Sandbox):
    """Makes a new intent when the key was used with other terms."""

    def create_intent(self, key: UUID, amount: Money, **terms: Any) -> Report:
        try:
            return super().create_intent(key, amount, **terms)
        except ProviderRefused:
            return super().create_intent(uuid4(), amount, **terms)


@breaks("intent-paid")
class Forgetful(Sandbox):
    def query_intent(self, intent: Known) -> Report:
        said = super().query_intent(intent)
        return replace(said, status=Status.PENDING) if said.status == Status.DONE else said


@breaks("intent-refused")
class Hopeful(Sandbox):
    def query_intent(self, intent: Known) -> Report:
        said = super().query_intent(intent)
        return replace(said, status=Status.DONE) if said.status == Status.FAILED else said


@breaks("intent-cancelled")
class Unheard(Sandbox):
    """Says that it has cancelled, and tells nobody."""

    def cancel_intent(self, intent: Known) -> Report:
        said = self.query_intent(intent)
        return replace(said, status=Status.CANCELLED) if said.status == Status.PENDING else said


@breaks("intent-kept")
class Stubborn(Sandbox):
    def cancel_intent(self, intent: Known) -> Report:
        return replace(super().cancel_intent(intent), status=Status.CANCELLED)


@breaks("silence-down")
class Hasty(Sandbox):
    def create_intent(self, key: UUID, amount: Money, **terms: Any) -> Report:
        try:
            return super().create_intent(key, amount, **terms)
        except ProviderSilent as silence:
            if "503" in str(silence):
                raise ProviderRefused("down") from silence
            raise


@breaks("silence-lost")
class Dependent(Sandbox):
    """Finds nothing without the provider's reference."""

    def query_intent(self, intent: Known) -> Report:
        if not intent.reference:
            return Report(Kind.INTENT, intent.key, Status.UNKNOWN, "", 0, "", "", Mode.TEST)
        return super().query_intent(intent)


@breaks("refund-part")
class Endless(Sandbox):
    """Has refunds that pass their end without a word, except the whole ones."""

    def query_refund(self, refund: Known, intent: Known) -> Report:
        said = super().query_refund(refund, intent)
        return replace(said, currency="EUR") if said.status == Status.DONE else said


class Swallowing(Sandbox):
    """Takes one refusal of a refund for a promise."""

    refusal = ""

    def refund(self, key: UUID, intent: Known, amount: Money) -> Report:
        try:
            return super().refund(key, intent, amount)
        except ProviderRefused as refused:
            if str(refused) != self.refusal:
                raise
            return Report(Kind.REFUND, key, Status.PENDING, "r", amount.amount, amount.currency, "goodword", Mode.TEST)


@breaks("refund-over")
class Generous(Swallowing):
    refusal = "more than was paid"


@breaks("refund-unpaid")
class Giving(Swallowing):
    refusal = "not paid in this currency"


@breaks("refund-unknown")
class LoudAboutRefunds(Sandbox):
    def query_refund(self, refund: Known, intent: Known) -> Report:
        said = super().query_refund(refund, intent)
        if said.status == Status.UNKNOWN and not refund.reference:
            raise ProviderRefused("unknown")
        return said


@breaks("refund-lost")
class RefundsDependent(Sandbox):
    def query_refund(self, refund: Known, intent: Known) -> Report:
        if not refund.reference:
            return Report(Kind.REFUND, refund.key, Status.UNKNOWN, "", 0, "", "", Mode.TEST)
        return super().query_refund(refund, intent)


@breaks("payout-paid")
class Endlessly(Sandbox):
    def query_payout(self, payout: Known) -> Report:
        said = super().query_payout(payout)
        return replace(said, status=Status.PENDING) if said.status == Status.DONE else said


@breaks("payout-closed")
class Trusting(Sandbox):
    def query_payout(self, payout: Known) -> Report:
        said = super().query_payout(payout)
        return replace(said, status=Status.DONE) if said.status == Status.FAILED else said


@breaks("payout-unknown")
class LoudAboutPayouts(Sandbox):
    def query_payout(self, payout: Known) -> Report:
        said = super().query_payout(payout)
        if said.status == Status.UNKNOWN:
            raise ProviderRefused("unknown")
        return said
