"""How entries of the journal are sealed (I-31)."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

FIRST = "0" * 64  # the digest before the first seal
Sealed = tuple[int, UUID, str, UUID, dict[str, Any], UUID | None, datetime]


def digest_of(before: str, entries: Iterable[Sealed]) -> str:
    """The SHA-256 of the digest before and of entries (id, uid, name, subject, payload, by, at), in their order.

    Whoever changes, removes, adds or reorders one has to change every later digest too. 64 hexadecimal digits.
    """
    found = hashlib.sha256(before.encode())
    for number, uid, name, subject, payload, by, at in entries:
        told = [number, str(uid), name, str(subject), payload, by and str(by), at.astimezone(UTC).isoformat()]
        found.update(json.dumps(told, sort_keys=True, separators=(",", ":")).encode() + b"\n")
    return found.hexdigest()
