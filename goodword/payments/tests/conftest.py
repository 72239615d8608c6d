"""What the tests of payments share."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from goodword.journal.facts import from_payload
from goodword.journal.models import Entry
from goodword.kit.money import Money
from goodword.payments import actions, events, providers
from goodword.payments.providers.interface import (
    Capabilities,
    Kind,
    Known,
    ProviderSilent,
    Report,
    SignedNotice,
    Status,
)
from goodword.payments.providers.sandbox.adapter import Sandbox
from goodword.payments.providers.sandbox.process import SandboxProcess
from goodword.payments.providers.sandbox.signing import headers_for
from goodword.payments.rules import Mode

PATH, SECRET = "/api/hooks/sandbox", "sandbox-notice-secret"
MINUTES = timedelta(minutes=30)


class Paper:
    """A provider that lives in this process: it remembers, and is silent, broken or forgetful when told."""

    capabilities = Capabilities(mode=Mode.TEST, refunds=True, payouts=True)

    def __init__(self) -> None:
        self.things: dict[UUID, Report] = {}
        self.calls: list[tuple[str, UUID]] = []
        self.before: Callable[[str], None] = lambda call: None
        self.after: Callable[[str], None] = lambda call: None

    def __call__(self) -> "Paper":
        return self

    def _make(self, call: str, kind: Kind, key: UUID, amount: Money) -> Report:
        self.calls.append((call, key))
        self.before(call)
        report = Report(
            kind, key, Status.PENDING, f"ref-{key.hex[-8:]}", amount.amount, amount.currency, "goodword", Mode.TEST
        )
        report = self.things.setdefault(key, Report(**{**_fields(report), "pay_url": "http://pay.test/x"}))
        self.after(call)
        return report

    def _ask(self, call: str, kind: Kind, key: UUID) -> Report:
        self.calls.append((call, key))
        self.before(call)
        return self.things.get(key) or Report(kind, key, Status.UNKNOWN, "", 0, "", "", Mode.TEST)

    def becomes(self, key: UUID, status: Status, **changed: object) -> Report:
        self.things[key] = Report(**{**_fields(self.things[key]), "status": status, **changed})
        return self.things[key]

    def create_intent(self, key: UUID, amount: Money, **terms: object) -> Report:
        return self._make("create", Kind.INTENT, key, amount)

    def query_intent(self, intent: Known) -> Report:
        return self._ask("query", Kind.INTENT, intent.key)

    def cancel_intent(self, intent: Known) -> Report:
        key = intent.key
        self.calls.append(("cancel", key))
        self.before("cancel")
        if self.things[key].status == Status.PENDING:
            self.becomes(key, Status.CANCELLED)
        return self.things[key]

    def refund(self, key: UUID, intent: Known, amount: Money) -> Report:
        return self._make("refund", Kind.REFUND, key, amount)

    def query_refund(self, refund: Known, intent: Known) -> Report:
        return self._ask("query", Kind.REFUND, refund.key)

    def payout(self, key: UUID, destination: str, amount: Money) -> Report:
        return self._make("payout", Kind.PAYOUT, key, amount)

    def query_payout(self, payout: Known) -> Report:
        return self._ask("query", Kind.PAYOUT, payout.key)

    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedNotice:
        return Sandbox().parse_notice(headers, body, now)


def _fields(report: Report) -> dict[str, object]:
    return {name: getattr(report, name) for name in Report.__dataclass_fields__}


def silent(*calls: str) -> Callable[[str], None]:
    """Makes a provider silent in these calls."""

    def check(call: str) -> None:
        if call in calls:
            raise ProviderSilent(call)

    return check


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Paper:
    """The provider "sandbox", on paper."""
    paper = Paper()
    monkeypatch.setitem(providers.PROVIDERS, "sandbox", paper)
    return paper


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[SandboxProcess]:
    with SandboxProcess() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(sandbox_process: SandboxProcess, settings: object) -> Iterator[SandboxProcess]:
    """The real sandbox in a process of its own, well behaved until a test says otherwise."""
    settings.SANDBOX_URL = sandbox_process.url
    sandbox_process.script("")
    yield sandbox_process
    sandbox_process.script("")


@pytest.fixture
def channel(now: datetime) -> str:
    """A channel of the sandbox for CNY and EUR, open since long ago."""
    return actions.open_channel(
        key="card",
        name="Card",
        provider="sandbox",
        merchant="goodword",
        mode=Mode.TEST,
        currencies=["CNY", "EUR"],
        note="",
        now=now - timedelta(days=365),
        by=None,
    )


def ask_for(amount: int, now: datetime, *, currency: str = "CNY", purpose: UUID | None = None) -> UUID:
    """A new intent."""
    return actions.open_intent(
        purpose=purpose or uuid4(),
        payer=None,
        amount=Money(amount, currency),
        channel="card",
        return_url="http://shop.test/back",
        expires_at=now + MINUTES,
        now=now,
        by=None,
    )


def word(intent: UUID, amount: int, status: str = "done", /, **changed: object) -> dict[str, object]:
    """What the sandbox says of an intent."""
    return {
        "kind": "intent",
        "key": str(intent),
        "status": status,
        "reference": f"ref-{intent.hex[-8:]}",
        "amount": amount,
        "currency": "CNY",
        "merchant": "goodword",
        "mode": "test",
        **changed,
    }


def tell(
    said: dict[str, object],
    now: datetime,
    *,
    notice: str = "msg_1",
    secret: str = SECRET,
    path: str = PATH,
    sent_at: datetime | None = None,
) -> None:
    """The sandbox's notice arrives."""
    body = json.dumps(said).encode()
    headers = headers_for(secret, path, notice, int((sent_at or now).timestamp()), body)
    actions.take_notice(provider="sandbox", headers=headers, body=body, now=now)


def paid(amount: int, now: datetime, **terms: object) -> UUID:
    """An intent whose money has come in."""
    intent = ask_for(amount, now, **terms)
    tell(word(intent, amount, currency=terms.get("currency", "CNY")), now, notice=f"msg_{intent}")
    return intent


def facts(*kinds: type) -> list[object]:
    """What was recorded, oldest first; only these kinds when any are given."""
    entries = Entry.objects.filter(name__startswith="payments.").order_by("id")
    told = [from_payload(getattr(events, entry.name.partition(".")[2]), entry.payload) for entry in entries]
    return [fact for fact in told if not kinds or isinstance(fact, kinds)]
