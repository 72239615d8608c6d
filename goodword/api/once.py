"""Exactly once: what a program asks for twice under one key is done once and answered the same (I-18)."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from pydantic import BaseModel

from goodword.api.tokens import Asked
from goodword.api.wire import written
from goodword.checkout.actions import BadKey
from goodword.journal.actions import answer_once
from goodword.kit import clock

KEY = re.compile(r"[\x21-\x7e]{1,80}")
_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "The same key with the same body is done once and answered the same, for a week.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 80, "pattern": r"^[!-~]+$"},
}
REPEATABLE: dict[str, Any] = {"parameters": [_HEADER]}
KEY_NEEDED: dict[str, Any] = {"parameters": [{**_HEADER, "required": True}]}


def once(
    request: Asked, body: BaseModel | bytes | None, do: Callable[[datetime], object], status: int = 201
) -> HttpResponse:
    """Does `do` and answers what it says; with an Idempotency-Key, once for this person, route and key.

    Refuses BadKey, KeyReused with another `body`, and KeyInFlight. Without a key it is done each time.
    """
    now, key = clock.now(), request.headers.get("Idempotency-Key")
    if key is None:
        return _answer(status, written(do(now)))
    if not KEY.fullmatch(key):
        raise BadKey
    told = body if isinstance(body, bytes) else body.model_dump_json().encode() if body else b""
    route = hashlib.sha256(f"{request.method} {request.path}".encode()).hexdigest()[:32]
    kept = answer_once(f"api:{request.auth.id}:{route}", key, told, lambda: (status, written(do(now))), now=now)
    return _answer(*kept)


def _answer(status: int, body: bytes) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json")
