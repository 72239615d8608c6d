"""What the sandbox does when asked, apart from HTTP.

API, all JSON, with `Authorization: Bearer <key>`; <kinds> is intents, refunds or payouts, <key> the caller's own id:
  POST /v1/<kinds>                {key, amount, currency, notify_url, script?} and for intents return_url and
                                  expires_at (seconds since 1970), for refunds intent, for payouts destination
  GET  /v1/<kinds>/<key>          how far it is
  POST /v1/intents/<key>/cancel   closes it unless it was paid
  PUT  /v1/<kinds>/<key>/script   {script}: how this one misbehaves
  PUT  /v1/script                 {script}: how everything new misbehaves
  GET  /v1/deliveries             what receivers answered to notices
A refusal is {"refused": reason} with 404, 409 or 422. The same key again gets the same answer; with other terms, 422.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from goodword.payments.providers.sandbox.delivery import Account, Delivery, seconds_now
from goodword.payments.providers.sandbox.script import BadScript, parse
from goodword.payments.providers.sandbox.server_store import Store, Thing

KINDS = {"intents": "intent", "refunds": "refund", "payouts": "payout"}
TERMS = {"intent": ("return_url", "expires_at"), "refund": ("intent",), "payout": ("destination",)}
AMOUNT_MAX = 2**62


class Refused(Exception):
    """The sandbox says no: an HTTP status and a reason."""

    def __init__(self, status: int, reason: str) -> None:
        self.status, self.reason = status, reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What to answer: after `wait` seconds."""

    status: int
    content: dict[str, Any]
    wait: float = 0.0


class Desk:
    """Takes requests of accounts and payers."""

    def __init__(
        self, store: Store, accounts: Mapping[str, Account], delivery: Delivery, base: str, settle: float
    ) -> None:
        self._store, self._accounts, self._delivery = store, accounts, delivery
        self._base, self._settle = base, settle

    def answer(self, method: str, path: str, authorization: str, content: dict[str, Any]) -> Spoken:
        """Answers one API request."""
        account = self._accounts.get(authorization.removeprefix("Bearer "))
        if account is None:
            raise Refused(401, "unknown API key")
        parts = path.removeprefix("/v1/").split("/")
        kind, merchant = KINDS.get(parts[0]), account.merchant
        match (method, parts, kind):
            case ("PUT", ["script"], None):
                return self._set_script(merchant, content, None)
            case ("GET", ["deliveries"], None):
                return Spoken(200, {"deliveries": self._store.deliveries(merchant)})
            case ("POST", [_], str()):
                return self._make(merchant, kind, content)
            case ("GET", [_, key], str()):
                return Spoken(200, self._find(merchant, kind, key).word(self._base))
            case ("PUT", [_, key, "script"], str()):
                return self._set_script(merchant, content, self._find(merchant, kind, key))
            case ("POST", ["intents", key, "cancel"], _):
                return self._cancel(self._find(merchant, "intent", key))
        raise Refused(404, "no such address")

    def payable(self, reference: str) -> Thing:
        """The intent behind a pay page."""
        thing = self._store.by_reference(reference)
        if thing is None or thing.kind != "intent":
            raise Refused(404, "unknown")
        return thing

    def decide(self, thing: Thing, pays: bool) -> None:
        """The payer pays or refuses; once, and not after the intent's time."""
        if self.is_over(thing):
            return
        done = pays and not parse(thing.script).has("fail")
        if self._store.end(thing.reference, "done" if done else "failed", "" if done else "the payer refused"):
            self._delivery.tell(self.payable(thing.reference))

    @staticmethod
    def is_over(thing: Thing) -> bool:
        """Whether nothing more can be decided."""
        return thing.status != "pending" or seconds_now() > thing.terms["expires_at"]

    def _find(self, merchant: str, kind: str, key: str) -> Thing:
        thing = self._store.find(merchant, kind, key)
        if thing is None:
            raise Refused(404, "unknown")
        return thing

    def _make(self, merchant: str, kind: str, content: dict[str, Any]) -> Spoken:
        key, amount, currency = (content.get(name) for name in ("key", "amount", "currency"))
        terms = {name: content.get(name) for name in (*TERMS[kind], "notify_url")}
        if not (isinstance(key, str) and type(amount) is int and 0 < amount < AMOUNT_MAX and isinstance(currency, str)):
            raise Refused(422, "key, amount or currency is missing")
        if None in terms.values() or (kind == "intent" and type(terms["expires_at"]) is not int):
            raise Refused(422, "terms are missing")
        text = content.get("script") or self._store.script_of(merchant)

        def make() -> Thing:
            known = self._store.find(merchant, kind, key)
            if known is None and kind == "refund":
                self._check_refund(merchant, str(terms["intent"]), amount, currency)
            thing, new = self._store.make(merchant, kind, key, amount, currency, terms, text)
            if (thing.amount, thing.currency, thing.terms) != (amount, currency, terms):
                raise Refused(422, "key was used with other terms")
            if new and kind != "intent":
                self._delivery.settle_later(thing, self._settle)
            return thing

        return self._misbehave(text, 201, make)

    def _check_refund(self, merchant: str, intent: str, amount: int, currency: str) -> None:
        paid = self._find(merchant, "intent", intent)
        if paid.status != "done" or paid.currency != currency:
            raise Refused(409, "not paid in this currency")
        if self._store.given_back(merchant, intent) + amount > paid.amount:
            raise Refused(409, "more than was paid")

    def _cancel(self, thing: Thing) -> Spoken:
        def cancel() -> Thing:
            if self._store.end(thing.reference, "cancelled", ""):
                self._delivery.tell(self.payable(thing.reference))
            return self.payable(thing.reference)

        return self._misbehave(thing.script, 200, cancel)

    def _misbehave(self, text: str, status: int, do: Callable[[], Thing]) -> Spoken:
        """Does it, or not, and says so, or not, as the script has it."""
        script = self._parsed(text)
        if script.has("down"):
            raise Refused(503, "down")
        if script.has("refuse"):
            raise Refused(409, "refused by script")
        word = do().word(self._base)
        if script.has("fail_after_doing"):
            return Spoken(500, {"error": "something broke"})
        return Spoken(status, word, wait=script.number("timeout", 0))

    def _set_script(self, merchant: str, content: dict[str, Any], thing: Thing | None) -> Spoken:
        text = str(content.get("script", ""))
        self._parsed(text)
        self._store.set_script(merchant, text, thing.reference if thing else None)
        return Spoken(200, {"script": text})

    @staticmethod
    def _parsed(text: str) -> Any:
        try:
            return parse(text)
        except ValueError as error:
            what = str(error) if isinstance(error, BadScript) else "not a number"
            raise Refused(422, f"script: {what}") from error
