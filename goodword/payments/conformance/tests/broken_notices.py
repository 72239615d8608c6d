"""Adapters that each break one promise about notices."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from goodword.kit.money import Money
from goodword.payments.conformance.tests.broken import breaks
from goodword.payments.providers.interface import Kind, Report, SignedNotice, Status
from goodword.payments.providers.sandbox.adapter import Sandbox
from goodword.payments.providers.sandbox.harness import STRANGER
from goodword.payments.rules import Mode


class Rereading(Sandbox):
    """An adapter that changes what notices say."""

    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedNotice:
        signed = super().parse_notice(headers, body, now)
        return replace(signed, report=self.reread(signed.report))

    def reread(self, report: Report) -> Report:
        return report


@breaks("notice-true")
class Renaming(Rereading):
    def reread(self, report: Report) -> Report:
        return replace(report, pay_url="", reference="another") if not report.why else report


@breaks("notice-altered")
class Tidying(Sandbox):
    """Verifies a body it has tidied up, not the bytes that came."""

    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedNotice:
        return super().parse_notice(headers, body.strip(), now)


@breaks("notice-unsigned")
class Polite(Sandbox):
    """Believes what bears no signature at all."""

    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedNotice:
        if headers.get("webhook-signature"):
            return super().parse_notice(headers, body, now)
        said = json.loads(body)
        report = Report(Kind.INTENT, UUID(said["key"]), Status.DONE, "r", 1, "CNY", "m", Mode.TEST)
        return SignedNotice("msg", report)


@breaks("notice-stranger")
class Sociable(Sandbox):
    def __init__(self, access: Any) -> None:
        super().__init__(replace(access, secrets=[*access.secrets, STRANGER.secret]))


@breaks("notice-old")
class Timeless(Sandbox):
    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedNotice:
        sent = headers.get("webhook-timestamp", "")
        at = datetime.fromtimestamp(int(sent), UTC) if sent.isdigit() else now
        return super().parse_notice(headers, body, at)


@breaks("notice-again")
class Renumbering(Sandbox):
    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedNotice:
        sent = headers.get("webhook-timestamp", "")
        signed = super().parse_notice(headers, body, now)
        return replace(signed, notice_id=f"{signed.notice_id}-{sent}")


@breaks("notice-order")
class Stuck(Rereading):
    """The first word about an intent is the last it hears."""

    def __init__(self, *access: Any) -> None:
        super().__init__(*access)
        self.first: dict[UUID, Status] = {}

    def reread(self, report: Report) -> Report:
        return replace(report, status=self.first.setdefault(report.key, report.status))


@breaks("notice-late")
class Exclusive(Rereading):
    """Knows only the intents that it has opened itself, and heard the answer of."""

    opened: ClassVar[set[UUID]] = set()

    def _make(self, path: str, key: UUID, amount: Money, terms: dict[str, object]) -> Report:
        said = super()._make(path, key, amount, terms)
        self.opened.add(key)
        return said

    def reread(self, report: Report) -> Report:
        return report if report.key in self.opened else replace(report, status=Status.PENDING)


@breaks("notice-amount")
class FixedAmount(Rereading):
    """Says what is usually paid, whatever came in."""

    def reread(self, report: Report) -> Report:
        return replace(report, amount=12800) if report.kind == Kind.INTENT else report


@breaks("notice-currency")
class FixedCurrency(Rereading):
    def reread(self, report: Report) -> Report:
        return replace(report, currency="CNY")


@breaks("notice-payee")
class FixedPayee(Rereading):
    def reread(self, report: Report) -> Report:
        return replace(report, merchant="goodword")


@breaks("notice-mode")
class FixedMode(Rereading):
    def reread(self, report: Report) -> Report:
        return replace(report, mode=Mode.TEST)


@breaks("notice-refund")
class RefundsAreIntents(Rereading):
    def reread(self, report: Report) -> Report:
        return replace(report, kind=Kind.INTENT) if report.kind == Kind.REFUND else report


@breaks("notice-payout")
class PayoutsAreIntents(Rereading):
    def reread(self, report: Report) -> Report:
        return replace(report, kind=Kind.INTENT) if report.kind == Kind.PAYOUT else report


@breaks("notice-unrelated")
class Offended(Sandbox):
    """Cannot bear what it did not ask for."""
