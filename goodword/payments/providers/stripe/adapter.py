"""Goodword's side of Stripe."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import stripe
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.payments.providers.interface import (
    Capabilities,
    Kind,
    Known,
    ProviderRefused,
    ProviderSilent,
    Report,
    SignedNotice,
    Status,
)
from goodword.payments.providers.stripe import notices
from goodword.payments.providers.stripe.client import client
from goodword.payments.providers.stripe.money import NotAtStripe, to_stripe
from goodword.payments.providers.stripe.words import KEY, Refund, Session, Thing, Transfer, mode_of, report
from goodword.payments.rules import Mode

API = "https://api.stripe.com"
LONGER = timedelta(minutes=30)  # a Session lives at least that long after it was made; we close it in time ourselves
AROUND = timedelta(minutes=5)  # how far from our own beginning a Session is sought whose name we never heard
SOUGHT_MAX = 1000  # Sessions looked through; not finding one is harmless, because making it again finds it
T = TypeVar("T", bound=Thing)
H = TypeVar("H")


class StripeNotSet(Refusal):
    """A key is missing, or is not one."""

    status = 409
    code = "payments.stripe_not_set"
    sentence = _("Stripe is not set up here: %(setting)s is missing or is not of the right kind.")


class StripeKeyOfOtherMode(Refusal):
    """A live key where no real money may move, or a test key where it does (S-23)."""

    status = 409
    code = "payments.stripe_key_of_other_mode"
    sentence = _(
        "GOODWORD_STRIPE_KEY is a %(mode)s key. Live keys work in production mode only; test keys only outside of it, "
        "or with GOODWORD_SANDBOX_ALLOWED."
    )


@dataclass(frozen=True, slots=True)
class Access:
    """Our account at Stripe: its id, its API key, and the signing secrets of our endpoint."""

    account: str
    key: str
    secrets: Sequence[str]
    url: str = API

    @property
    def mode(self) -> Mode:
        """Whether the key moves real money."""
        return mode_of(self.key.startswith(("sk_live_", "rk_live_")))


def own_access() -> Access:
    """As the settings have it. Refuses StripeNotSet and StripeKeyOfOtherMode (S-23)."""
    access = Access(settings.STRIPE_ACCOUNT, settings.STRIPE_KEY, settings.STRIPE_SECRETS)
    wanted = {
        "GOODWORD_STRIPE_KEY": access.key.startswith(("sk_test_", "rk_test_", "sk_live_", "rk_live_")),
        "GOODWORD_STRIPE_ACCOUNT": access.account.startswith("acct_"),
        "GOODWORD_STRIPE_SECRET": bool(access.secrets) and all(one.startswith("whsec_") for one in access.secrets),
    }
    for setting, right in wanted.items():
        if not right:
            raise StripeNotSet(setting=setting)
    if not (settings.PRODUCTION if access.mode == Mode.LIVE else settings.SANDBOX_ALLOWED):
        raise StripeKeyOfOtherMode(mode=access.mode.value)
    return access


class Stripe:
    """Speaks to Stripe with the account of `access`, the settings' own unless told."""

    def __init__(self, access: Access | None = None) -> None:
        self._access = access or own_access()
        self._stripe = client(self._access.key, self._access.url)

    @property
    def capabilities(self) -> Capabilities:
        """Everything, in the mode of the key, for our own account."""
        return Capabilities(self._access.mode, refunds=True, payouts=True, merchant=self._access.account)

    def create_intent(
        self, key: UUID, amount: Money, *, return_url: str, expires_at: datetime, payer_ip: str = ""
    ) -> Report:
        """Makes a Checkout Session; pay_url is its page. The same key has the same terms, to the last letter."""
        units, currency = _written(amount)
        name = urlsplit(settings.BASE_URL).hostname or "Goodword"
        price = {"currency": currency, "unit_amount": units, "product_data": {"name": name}}
        mark = {KEY: str(key)}
        terms: Any = {
            "mode": "payment",
            "client_reference_id": str(key),
            "line_items": [{"price_data": price, "quantity": 1}],
            "success_url": return_url,
            "cancel_url": return_url,
            "expires_at": int((expires_at + LONGER).timestamp()),
            "adaptive_pricing": {"enabled": False},  # another currency would be another amount
            "metadata": mark,
            "payment_intent_data": {"metadata": mark, "transfer_group": str(key)},
        }
        sessions = self._stripe.v1.checkout.sessions
        return self._intent(key, self._ask(Session, lambda: sessions.create(terms, _once(Kind.INTENT, key))))

    def query_intent(self, intent: Known) -> Report:
        """How far a Session is."""
        session = self._session(intent)
        return self._intent(intent.key, session) if session else self._unknown(Kind.INTENT, intent.key)

    def cancel_intent(self, intent: Known) -> Report:
        """Expires an open Session; one that was paid meanwhile is reported paid."""
        session = self._session(intent)
        if session is None:
            return self._unknown(Kind.INTENT, intent.key)
        if session.status == "open":
            name = session.id
            try:
                session = self._ask(Session, lambda: self._stripe.v1.checkout.sessions.expire(name))
            except ProviderRefused:  # it is no longer open
                return self.query_intent(Known(intent.key, name))
        return self._intent(intent.key, session)

    def refund(self, key: UUID, intent: Known, amount: Money) -> Report:
        """Gives back part of the Session's payment."""
        units, _currency = _written(amount)
        session = self._session(intent)
        if session is None or session.state() != Status.DONE:
            raise ProviderRefused("not paid")
        if session.currency != amount.currency.lower():
            raise ProviderRefused("not paid in this currency")
        terms: Any = {
            "payment_intent": session.paid_by(),
            "amount": units,
            "metadata": {KEY: str(key)},
        }
        made = self._ask(Refund, lambda: self._stripe.v1.refunds.create(terms, _once(Kind.REFUND, key)))
        return report(Kind.REFUND, key, made, self._access.account, self._access.mode)

    def query_refund(self, refund: Known, intent: Known) -> Report:
        """How far a refund is, by its name or among those of its payment."""
        found: Refund | None = None
        if refund.reference:
            found = self._found(Refund, lambda: self._stripe.v1.refunds.retrieve(refund.reference))
        elif (session := self._session(intent)) and (payment := session.paid_by()):
            terms: Any = {"payment_intent": payment, "limit": 100}
            found = self._sought(Refund, refund.key, lambda: self._stripe.v1.refunds.list(terms))
        if found is None:
            return self._unknown(Kind.REFUND, refund.key)
        return report(Kind.REFUND, refund.key, found, self._access.account, self._access.mode)

    def payout(self, key: UUID, destination: str, amount: Money) -> Report:
        """Transfers money to a connected account."""
        units, currency = _written(amount)
        terms: Any = {
            "destination": destination,
            "amount": units,
            "currency": currency,
            "transfer_group": str(key),
            "metadata": {KEY: str(key)},
        }
        made = self._ask(Transfer, lambda: self._stripe.v1.transfers.create(terms, _once(Kind.PAYOUT, key)))
        return report(Kind.PAYOUT, key, made, self._access.account, mode_of(made.livemode))

    def query_payout(self, payout: Known) -> Report:
        """How far a transfer is, by its name or by its group, which is our id."""
        if payout.reference:
            found = self._found(Transfer, lambda: self._stripe.v1.transfers.retrieve(payout.reference))
        else:
            terms: Any = {"transfer_group": str(payout.key), "limit": 100}
            found = self._sought(Transfer, payout.key, lambda: self._stripe.v1.transfers.list(terms))
        if found is None:
            return self._unknown(Kind.PAYOUT, payout.key)
        return report(Kind.PAYOUT, payout.key, found, self._access.account, mode_of(found.livemode))

    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedNotice:
        """Signature first, then age, then content: nothing unsigned is ever read."""
        return notices.parse(headers, body, now, secrets=self._access.secrets, account=self._access.account)

    def _session(self, intent: Known) -> Session | None:
        """By its name; without it, among those made about when we first meant to."""
        sessions = self._stripe.v1.checkout.sessions
        if intent.reference:
            wanted: Any = {"expand": ["payment_intent"]}
            return self._found(Session, lambda: sessions.retrieve(intent.reference, wanted))
        began = datetime.fromtimestamp((intent.key.int >> 80) / 1000, UTC)  # our ids begin with their time
        times = {"gte": int((began - AROUND).timestamp()), "lte": int((began + AROUND).timestamp())}
        terms: Any = {"created": times, "limit": 100, "expand": ["data.payment_intent"]}
        return self._sought(Session, intent.key, lambda: sessions.list(terms))

    def _intent(self, key: UUID, session: Session) -> Report:
        return report(Kind.INTENT, key, session, self._access.account, mode_of(session.livemode))

    def _unknown(self, kind: Kind, key: UUID) -> Report:
        return Report(kind, key, Status.UNKNOWN, "", 0, "", "", self._access.mode)

    def _ask(self, model: type[T], call: Callable[[], Any]) -> T:
        return _heard(lambda: model.model_validate(call().to_dict()))

    def _found(self, model: type[T], call: Callable[[], Any]) -> T | None:
        """What a name belongs to; None when Stripe knows no such name."""
        try:
            return self._ask(model, call)
        except ProviderRefused as refused:
            if str(refused) == "resource_missing":
                return None
            raise

    def _sought(self, model: type[T], key: UUID, call: Callable[[], Any]) -> T | None:
        """The one of a list that bears our key."""

        def seek() -> T | None:
            listed = (one.to_dict() for one in islice(call().auto_paging_iter(), SOUGHT_MAX))
            ours = (one for one in listed if (one.get("metadata") or {}).get(KEY) == str(key))
            found = next(ours, None)
            return None if found is None else model.model_validate(found)

        return _heard(seek)


def _written(amount: Money) -> tuple[int, str]:
    try:
        return to_stripe(amount)
    except NotAtStripe as error:
        raise ProviderRefused(str(error)) from error


def _once(kind: Kind, key: UUID) -> Any:
    """Stripe does a call with the same idempotency key once; it remembers for a day, and we ask before repeating."""
    return {"idempotency_key": f"goodword-{kind}-{key}"}


def _heard(ask: Callable[[], H]) -> H:
    """An answer. Only what Stripe has understood and will not do is a refusal; all else is silence."""
    try:
        return ask()
    except (stripe.InvalidRequestError, stripe.CardError, stripe.IdempotencyError) as error:
        raise ProviderRefused((error.code or error.user_message or "refused")[:200]) from error
    except (stripe.StripeError, ValidationError) as error:
        raise ProviderSilent(str(error)[:200]) from error
