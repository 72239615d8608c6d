"""The sandbox provider while the demo's past is lived through: in this process, and everything is done at once.

It keeps what it was asked in the sandbox's own store, so that the sandbox knows it when it is started afterwards, and
a purchase of the past can still be given back.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from goodword.payments import actions as payments
from goodword.payments.providers import PROVIDERS
from goodword.payments.providers.interface import ProviderRefused, notice_path
from goodword.payments.providers.sandbox.adapter import Sandbox, Word
from goodword.payments.providers.sandbox.server_store import Store
from goodword.payments.providers.sandbox.signing import headers_for

MERCHANT = "goodword"
KINDS = {"intents": "intent", "refunds": "refund", "payouts": "payout"}


class Till:
    """What the provider knows, and the payers at its counter."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def answer(self, method: str, path: str, terms: dict[str, Any]) -> Word:
        """Answers the adapter's calls; money that is sent arrives at once."""
        kinds, _slash, key = path.removesuffix("/cancel").partition("/")
        kind = KINDS[kinds]
        if method == "POST" and not key:
            key = terms["key"]
            self._made(kind, key, terms)
        elif path.endswith("/cancel") and (known := self._store.find(MERCHANT, kind, key)):
            self._store.end(known.reference, "cancelled", "")
        return self._word(kind, key)

    def take(self, intent_id: UUID, amount: int, currency: str, *, now: datetime) -> None:
        """The payer pays; Goodword is told by a signed notice."""
        path = notice_path("sandbox")
        terms = {"amount": amount, "currency": currency, "notify_url": settings.BASE_URL + path}
        self._made("intent", str(intent_id), terms | {"return_url": settings.BASE_URL, "expires_at": 0})
        word = self._word("intent", str(intent_id))
        body = word.model_dump_json().encode()
        notice_id, secret = f"msg_{word.reference}_done_1", settings.SANDBOX_SECRETS[0]
        headers = headers_for(secret, path, notice_id, int(now.timestamp()), body)
        payments.take_notice(provider="sandbox", headers=headers, body=body, now=now)

    def _made(self, kind: str, key: str, terms: dict[str, Any]) -> None:
        thing, _new = self._store.make(MERCHANT, kind, key, terms["amount"], terms["currency"], terms, "")
        self._store.end(thing.reference, "done", "")

    def _word(self, kind: str, key: str) -> Word:
        thing = self._store.find(MERCHANT, kind, key)
        if thing is None:
            raise ProviderRefused("unknown")
        return Word.model_validate_json(json.dumps(thing.word(settings.SANDBOX_URL)))


@contextmanager
def open_till(path: str) -> Iterator[Till]:
    """The till with its store at `path`; meanwhile it stands in this process for the sandbox."""
    store = Store(path)
    till = Till(store)

    class AtTheTill(Sandbox):
        """The sandbox's adapter, which asks the till and nobody else."""

        def _call(self, method: str, path: str, terms: dict[str, object] | None) -> Any:
            return till.answer(method, path, dict(terms or {})).report()

    PROVIDERS["sandbox"] = AtTheTill
    try:
        yield till
    finally:
        PROVIDERS["sandbox"] = Sandbox
        store.close()
