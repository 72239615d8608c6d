"""Django's cache, as allauth's limits use it, in the database: every process counts with the others (S-70)."""

import json
from datetime import timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.utils.crypto import salted_hmac

from goodword.kit import clock
from goodword.people import actions, queries

FOREVER = 10 * 365 * 24 * 3600  # seconds; nothing that counts attempts is kept without an end


class SharedCache(BaseCache):
    """Keeps JSON values, one row each; a miss costs one statement, and so does everything else."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keeps `value` unless there is one."""
        return actions.count_first(**self._row(key, value, timeout, version), now=clock.now())

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What is kept under `key`, or `default`."""
        found = queries.counted(self._digest(key, version), clock.now())
        return default if found is None else json.loads(found)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keeps `value`."""
        actions.count_anew(**self._row(key, value, timeout, version))

    def forget(self, key: str, version: int | None = None) -> bool:
        """Forgets what is kept under `key`; Django calls it delete."""
        return actions.uncount(key=self._digest(key, version))

    delete = forget

    def clear(self) -> None:
        """Forgets everything."""
        actions.uncount_all()

    def _digest(self, key: str, version: int | None) -> str:
        """What a key is kept as: keys name network addresses, and nobody is to read from here who was where (I-35)."""
        whole = self.make_and_validate_key(key, version=version)
        return salted_hmac("goodword.people.cache", whole, algorithm="sha256").hexdigest()

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> dict[str, Any]:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return {
            "key": self._digest(key, version),
            "value": json.dumps(value),
            "expires_at": clock.now() + timedelta(seconds=FOREVER if seconds is None else seconds),
        }
