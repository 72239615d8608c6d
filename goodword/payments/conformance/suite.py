"""How checks are named, run and told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from goodword.kit import clock
from goodword.kit.ids import new_id
from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.payments.actions.reports import disagreement
from goodword.payments.models import Channel, Intent
from goodword.payments.providers.harness import Harness, RawNotice
from goodword.payments.providers.interface import (
    Known,
    Provider,
    ProviderRefused,
    Report,
    Status,
)
from goodword.payments.rules import Mode

AMOUNT = 12800  # minor units of what is paid unless a check says otherwise
LIFETIME = timedelta(minutes=30)
RETURN_URL = "https://shop.test/back"
PAYER_IP = "198.51.100.7"


class Breach(Exception):
    """The adapter does not keep the contract; `str()` says how."""


class Inapplicable(Exception):
    """The provider cannot be asked this; `str()` says why."""


class Outcome(StrEnum):
    """What came of a check."""

    PASSED = "passed"
    FAILED = "failed"
    INAPPLICABLE = "n/a"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table."""

    check: str
    sentence: str
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One provider under test: its adapter, its other side, and the steps that many checks begin with."""

    harness: Harness
    provider: Provider

    def money(self, amount: int = AMOUNT) -> Money:
        """Money of the first currency."""
        return Money(amount, self.harness.currencies[0])

    def opened(self, money: Money | None = None, key: UUID | None = None) -> Report:
        """An intent with this key, a new one unless told."""
        key, money = key or new_id(clock.now()), money or self.money()
        began = datetime.fromtimestamp((key.int >> 80) / 1000, UTC)  # the same key has the same terms
        return self.provider.create_intent(
            key, money, return_url=RETURN_URL, expires_at=began + LIFETIME, payer_ip=PAYER_IP
        )

    def paid(self) -> Report:
        """A new intent that was paid since it was reported."""
        opened = self.opened()
        self.harness.pay(opened.key)
        self.harness.settle()
        return opened

    def told(self, key: UUID) -> RawNotice:
        """The notice that says that this is done."""
        for notice in reversed(self.harness.sent(key)):
            said = self.read(notice)
            if said and (said.key, said.status) == (key, Status.DONE):
                return notice
        raise Breach("no notice says that it is done")

    def read(self, notice: RawNotice, at: datetime | None = None) -> Report | None:
        """What a notice says, read `at` a time or now."""
        return self.provider.parse_notice(notice.headers, notice.body, at or clock.now()).report

    def differs(self, said: Report, opened: Report) -> str:
        """In what a report is not what our books have after `opened`, by the very rule that guards them (S-20)."""
        name = self.harness.name
        channel = Channel(provider=name, merchant=opened.merchant, mode=self.provider.capabilities.mode)
        row = Intent(amount=opened.amount, currency=opened.currency, reference=opened.reference)
        return disagreement(said, name, row, channel)


def known(report: Report) -> Known:
    """What a report is about, as it is asked about later."""
    return Known(report.key, report.reference)


def must(holds: bool, why: str) -> None:
    """A breach unless it holds."""
    if not holds:
        raise Breach(why)


def is_refused(ask: Callable[[], object]) -> bool:
    """Whether the provider, or the adapter, says no for good."""
    try:
        ask()
    except (ProviderRefused, Refusal):
        return True
    return False


Check = Callable[[Case], None]
C = TypeVar("C", bound=Check)
CHECKS: dict[str, tuple[str, Check]] = {}


def check(name: str, sentence: str) -> Callable[[C], C]:
    """Registers a check by its name; `sentence` says what holds when it passes."""

    def register(one: C) -> C:
        CHECKS[name] = (sentence, one)
        return one

    return register


def run(harness: Harness) -> Iterator[Finding]:
    """Every check in turn, each with an adapter of its own. `harness` has been entered.

    Raises Breach for a provider in live mode, before anything is asked of it.
    """
    if harness.adapter().capabilities.mode != Mode.TEST:
        raise Breach("Its keys move real money; the suite runs with test keys only.")
    for name, (sentence, one) in CHECKS.items():
        yield Finding(name, sentence, *_outcome(one, Case(harness, harness.adapter())))


def _outcome(one: Check, case: Case) -> tuple[Outcome, str]:
    try:
        one(case)
    except Inapplicable as why:
        return Outcome.INAPPLICABLE, str(why)
    except Breach as why:
        return Outcome.FAILED, str(why)
    except Exception as error:  # whatever an adapter raises is its author's to read, and the other checks go on
        return Outcome.FAILED, f"{type(error).__name__}: {error}"
    return Outcome.PASSED, ""
