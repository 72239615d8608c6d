"""The key that signs sessions and links."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from goodword.config import env


def secret_key(production: bool, data: Path) -> str:
    """The operator's key; outside production one made on first use and kept in the data folder.

    In production an empty key stays empty: Django then refuses to start, and `goodword doctor` says what to do.
    Refuses a data folder that cannot be written to.
    """
    given = env.SECRET_KEY.text()
    if given or production:
        return given
    kept = data / "secret_key"
    try:
        if not kept.exists():
            data.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(64))
        return kept.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{data} cannot be written to ({error}). Set GOODWORD_DATA to a folder of yours."
        ) from error
