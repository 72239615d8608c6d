"""Goodword's side of the sandbox provider."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from goodword.kit.egress import EgressFailed, fetch
from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.payments.providers.interface import (
    BadNotice,
    Capabilities,
    Kind,
    Known,
    NoticeNotSigned,
    ProviderRefused,
    ProviderSilent,
    Report,
    SignedNotice,
    Status,
    notice_path,
)
from goodword.payments.providers.sandbox.signing import is_signed
from goodword.payments.rules import Mode, is_fresh, key_fits

NAME = "sandbox"
NO_NUL = r"^[^\x00]*$"  # PostgreSQL keeps no NUL in a text


class SandboxForbidden(Refusal):
    """Real money may move here, so the sandbox is not to be used (S-23)."""

    status = 409
    code = "payments.sandbox_forbidden"
    sentence = _("The sandbox payment service is switched off here: GOODWORD_SANDBOX_ALLOWED is not set.")


class LiveKeyInSandbox(Refusal):
    """A key for real money must never reach the sandbox (S-23)."""

    status = 409
    code = "payments.live_key_in_sandbox"
    sentence = _("The sandbox takes only keys that begin with sandbox- or test-. Check GOODWORD_SANDBOX_KEY.")


class Word(BaseModel):
    """The sandbox's JSON about one intent, refund or payout. Fields we do not know are ignored (S-20)."""

    model_config = ConfigDict(strict=True, extra="ignore")

    kind: Kind
    key: UUID
    status: Status
    reference: str = Field(max_length=100, pattern=NO_NUL)
    amount: int = Field(ge=0, lt=2**63)
    currency: str = Field(max_length=3)
    merchant: str = Field(max_length=100, pattern=NO_NUL)
    mode: Mode
    why: str = Field(default="", max_length=200, pattern=NO_NUL)
    pay_url: str = Field(default="", max_length=500)

    def report(self) -> Report:
        """The same in the words of the interface."""
        return Report(**dict(self))


@dataclass(frozen=True, slots=True)
class Access:
    """Where the sandbox is, who we are there, and where it is to send its notices."""

    url: str
    key: str
    secrets: Sequence[str]
    notify_url: str


def own_access() -> Access:
    """As the settings have it."""
    notify_url = settings.BASE_URL + notice_path(NAME)
    return Access(settings.SANDBOX_URL, settings.SANDBOX_KEY, settings.SANDBOX_SECRETS, notify_url)


class Sandbox:
    """Speaks to the process at settings.SANDBOX_URL. Refuses to exist where real money moves (S-23)."""

    capabilities: ClassVar[Capabilities] = Capabilities(mode=Mode.TEST, refunds=True, payouts=True)

    def __init__(self, access: Access | None = None) -> None:
        self._access = access or own_access()
        if not settings.SANDBOX_ALLOWED:
            raise SandboxForbidden
        if not key_fits(Mode.TEST, self._access.key):
            raise LiveKeyInSandbox

    def create_intent(
        self, key: UUID, amount: Money, *, return_url: str, expires_at: datetime, payer_ip: str = ""
    ) -> Report:
        """Makes an intent; pay_url is the hosted page."""
        terms = {"return_url": return_url, "expires_at": int(expires_at.timestamp())}
        return self._make("intents", key, amount, terms)

    def query_intent(self, intent: Known) -> Report:
        """How far an intent is."""
        return self._query("intents", Kind.INTENT, intent.key)

    def cancel_intent(self, intent: Known) -> Report:
        """Closes an unpaid intent; a paid one is reported paid."""
        return self._call("POST", f"intents/{intent.key}/cancel", {})

    def refund(self, key: UUID, intent: Known, amount: Money) -> Report:
        """Gives back part of a captured intent."""
        return self._make("refunds", key, amount, {"intent": str(intent.key)})

    def query_refund(self, refund: Known, intent: Known) -> Report:
        """How far a refund is."""
        return self._query("refunds", Kind.REFUND, refund.key)

    def payout(self, key: UUID, destination: str, amount: Money) -> Report:
        """Sends money to an account."""
        return self._make("payouts", key, amount, {"destination": destination})

    def query_payout(self, payout: Known) -> Report:
        """How far a payout is."""
        return self._query("payouts", Kind.PAYOUT, payout.key)

    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedNotice:
        """Signature first, then age, then content: nothing unsigned is ever read."""
        notice_id, sent = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if not (0 < len(notice_id) <= 100 and notice_id.isascii() and notice_id.isprintable()):
            raise BadNotice(why="webhook-id")
        if not (0 < len(sent) <= 11 and sent.isascii() and sent.isdigit()):
            raise BadNotice(why="webhook-timestamp")
        signatures = headers.get("webhook-signature", "")
        if not is_signed(self._access.secrets, notice_path(NAME), notice_id, int(sent), body, signatures):
            raise NoticeNotSigned
        if not is_fresh(datetime.fromtimestamp(int(sent), UTC), now):
            raise BadNotice(why="webhook-timestamp")
        try:
            return SignedNotice(notice_id, Word.model_validate_json(body).report())
        except ValidationError as error:
            raise BadNotice(why="body") from error

    def _make(self, path: str, key: UUID, amount: Money, terms: dict[str, object]) -> Report:
        money = {"amount": amount.amount, "currency": amount.currency}
        return self._call("POST", path, {"key": str(key), "notify_url": self._access.notify_url, **money, **terms})

    def _query(self, path: str, kind: Kind, key: UUID) -> Report:
        try:
            return self._call("GET", f"{path}/{key}", None)
        except ProviderRefused as refused:
            if str(refused) == "unknown":
                return Report(kind, key, Status.UNKNOWN, "", 0, "", "", Mode.TEST)
            raise

    def _call(self, method: str, path: str, terms: dict[str, object] | None) -> Report:
        """One call. Only an answer that says `refused` is a refusal; anything else unexpected is silence."""
        headers = {"authorization": f"Bearer {self._access.key}", "content-type": "application/json"}
        try:
            answer = fetch(
                method,
                f"{self._access.url}/v1/{path}",
                headers=headers,
                body=b"" if terms is None else json.dumps(terms).encode(),
                content_types={"application/json"},
                own_service=True,
            )
            if answer.status in {404, 409, 422}:
                raise ProviderRefused(str(json.loads(answer.body)["refused"])[:200])
            if answer.status not in {200, 201}:
                raise ProviderSilent(f"answered {answer.status}")
            return Word.model_validate_json(answer.body).report()
        except (EgressFailed, ValueError, KeyError, TypeError) as error:
            raise ProviderSilent(str(error)[:200]) from error
