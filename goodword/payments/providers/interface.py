"""What a payment provider must be able to do, and the words it answers in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.payments.rules import Mode


class BadNotice(Refusal):
    """The notice lacks a part, is not well formed, or its time is more than 300 s from ours (S-20)."""

    status = 400
    code = "payments.bad_notice"
    sentence = _("This notice cannot be read: %(why)s.")


class NoticeNotSigned(Refusal):
    """The notice is not signed by our account at the provider for this address (S-20, S-21)."""

    status = 401
    code = "payments.notice_not_signed"
    sentence = _("This notice does not bear a valid signature for this address.")


class ProviderSilent(Exception):
    """No usable answer: what was asked may or may not have been done. Ask by key before repeating it."""


class ProviderRefused(Exception):
    """The provider has understood and said no, for good; `str()` is its reason."""


class Kind(StrEnum):
    """What a report is about."""

    INTENT = "intent"
    REFUND = "refund"
    PAYOUT = "payout"


class Status(StrEnum):
    """How far the provider says it is."""

    UNKNOWN = "unknown"  # it has never heard of the key
    PENDING = "pending"
    DONE = "done"  # captured, paid back, paid out
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Report:
    """The provider's word on one intent, refund or payout; everything in it is compared before it is believed."""

    kind: Kind
    key: UUID  # our id
    status: Status
    reference: str  # the provider's name for it
    amount: int  # minor units
    currency: str
    merchant: str  # the account that is paid, or pays
    mode: Mode
    why: str = ""
    pay_url: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """One intent, refund or payout as it is asked about: by our id, and by the provider's name for it once we know it.

    A provider that can be asked by our id needs no `reference`; it is "" when the answer with it was lost.
    """

    key: UUID
    reference: str = ""


@dataclass(frozen=True, slots=True)
class SignedNotice:
    """A notice whose signature and age are right, with the sender's id for it, the same at every repetition.

    `report` is None when it is about nothing that Goodword keeps, such as a payment made at the provider's own desk.
    `kept` is what our books keep of it: the body without what it says about the payer. "" keeps the body as it came.
    """

    notice_id: str
    report: Report | None
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a provider can do, so that nobody has to ask for its name.

    `merchant` is the account its keys belong to, where the settings say; "" where only its answers do.
    """

    mode: Mode
    refunds: bool
    payouts: bool
    merchant: str = ""
    pay_url_lasts: bool = True  # False: an address to pay at is good for minutes, and is asked for anew each time


def notice_path(name: str) -> str:
    """Where provider `name` sends its notices; notices are signed for this path and no other (S-21)."""
    return f"/api/hooks/{name}"


class Provider(Protocol):
    """One payment provider. Every call carries our id as idempotency key, so repeating it does nothing twice.

    Calls raise ProviderSilent or ProviderRefused. They are made outside transactions, and each request of theirs takes
    at most 10 s. What an adapter must do beyond these words is what `goodword conformance` checks.
    """

    @property
    def capabilities(self) -> Capabilities:
        """What it can do, with the keys it was given."""
        ...

    def create_intent(
        self, key: UUID, amount: Money, *, return_url: str, expires_at: datetime, payer_ip: str = ""
    ) -> Report:
        """Makes an intent that the payer can pay at the report's pay_url.

        `payer_ip` is the payer's address where a provider must be told it; it is kept nowhere and is no part of the
        terms, because the same payer may come back from another one.
        """
        ...

    def query_intent(self, intent: Known) -> Report:
        """How far an intent is; Status.UNKNOWN when the provider has none.

        Where only the making says where to pay, pay_url is ""; it is then made again with the same key and terms.
        """
        ...

    def cancel_intent(self, intent: Known) -> Report:
        """Closes an unpaid intent. A paid one stays paid and is reported so."""
        ...

    def refund(self, key: UUID, intent: Known, amount: Money) -> Report:
        """Gives back part of a captured intent, never more than came in."""
        ...

    def query_refund(self, refund: Known, intent: Known) -> Report:
        """How far a refund is; Status.UNKNOWN when the provider has none."""
        ...

    def payout(self, key: UUID, destination: str, amount: Money) -> Report:
        """Sends money to an account."""
        ...

    def query_payout(self, payout: Known) -> Report:
        """How far a payout is; Status.UNKNOWN when the provider has none."""
        ...

    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedNotice:
        """Checks signature and age of the raw body, then reads it. Header names are lower case.

        Refuses BadNotice and NoticeNotSigned.
        """
        ...
