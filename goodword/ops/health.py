"""Django system checks of what keeps a Goodword safe and awake. `goodword doctor` runs them all, with hints."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from goodword.journal import queries
from goodword.kit import clock

WAL_IS_SAFE = (3, 51, 3)  # earlier SQLite can corrupt the write-ahead log with two connections (I-38)
BUSY_TIMEOUT = 5  # seconds
LIVELY = timedelta(minutes=1)
CLOCK_SLACK = timedelta(seconds=5)
Found = list[checks.CheckMessage]


def journal_mode_is_safe(version: tuple[int, ...], mode: str) -> bool:
    """Whether this SQLite may run in this journal mode (I-38): the rollback journal always, WAL from 3.51.3 on."""
    return mode in {"truncate", "delete", "persist"} or (mode == "wal" and version >= WAL_IS_SAFE)


@checks.register(checks.Tags.database)
def sqlite_is_safe(databases: Sequence[str] | None = None, **kwargs: Any) -> Found:
    """SQLite's journal mode fits its version, writers begin IMMEDIATE and wait for each other (I-38)."""
    if not databases or connection.features.has_select_for_update:
        return []
    found: Found = []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0]).lower()
        cursor.execute("PRAGMA synchronous")
        synchronous = int(cursor.fetchone()[0])
    in_memory = mode == "memory"
    if not in_memory and not journal_mode_is_safe(sqlite3.sqlite_version_info, mode):
        found.append(_error("E001", f"SQLite {sqlite3.sqlite_version} can lose data in {mode} mode.", "Use TRUNCATE."))
    if not in_memory and synchronous < 2:
        found.append(_error("E002", "SQLite does not wait for the disk.", "Set PRAGMA synchronous=FULL."))
    options = connection.settings_dict["OPTIONS"]
    if options.get("transaction_mode") != "IMMEDIATE" or options.get("timeout", 0) < BUSY_TIMEOUT:
        hint = f"Set transaction_mode IMMEDIATE and timeout {BUSY_TIMEOUT} or more."
        found.append(_error("E003", "SQLite writers do not queue.", hint))
    return found


@checks.register(checks.Tags.database)
def migrations_are_applied(databases: Sequence[str] | None = None, **kwargs: Any) -> Found:
    """The database has the tables this version needs."""
    if not databases:
        return []
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    hint = "Run: goodword migrate"
    return [checks.Warning(f"{missing} migrations are not applied.", hint, id="goodword.W004")] if missing else []


def worker_is_alive() -> Found:
    """Some worker was seen within a minute; without one, paid money is not booked and nobody is paid out."""
    last = queries.last_beat()
    if last is not None and clock.now() - last < LIVELY:
        return []
    seen = f"last seen {last:%Y-%m-%d %H:%M} UTC" if last else "never seen"
    return [_error("E005", f"No worker is running ({seen}).", "Start one: goodword worker")]


def clock_is_right() -> Found:
    """This machine and the database agree on the time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        told = cursor.fetchone()[0]
    told = datetime.fromisoformat(told) if isinstance(told, str) else told
    apart = abs(clock.now() - (told if told.tzinfo else told.replace(tzinfo=UTC)))
    hint = "Set both clocks by NTP."
    return [_error("E006", f"The database's clock is {apart} away.", hint)] if apart > CLOCK_SLACK else []


def media_is_writable() -> Found:
    """Pictures can be kept."""
    probe = Path(settings.MEDIA_ROOT) / ".probe"
    try:
        probe.parent.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        return [_error("E007", f"Pictures cannot be written: {error}.", f"Give this user the folder {probe.parent}.")]
    return []


def secret_and_hosts() -> Found:
    """The key is long enough and the address is one that this server answers to."""
    found: Found = []
    if len(settings.SECRET_KEY) < 50:
        found.append(_error("E008", "GOODWORD_SECRET_KEY is missing or short.", "Set at least 50 random characters."))
    host = urlsplit(settings.BASE_URL).hostname
    if host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        found.append(_error("E009", f"GOODWORD_HOSTS lacks {host}.", "Name the host of GOODWORD_BASE_URL."))
    return found


LIVE = [secret_and_hosts, media_is_writable, clock_is_right, worker_is_alive]


def examine() -> Found:
    """Everything: Django's own checks, those for deployment, the database's and the live ones."""
    found = list(checks.run_checks(include_deployment_checks=settings.PRODUCTION, databases=["default"]))
    if any(message.id == "goodword.W004" for message in found):
        return found + secret_and_hosts() + media_is_writable()
    return found + [message for check in LIVE for message in check()]


def _error(code: str, text: str, hint: str) -> checks.Error:
    return checks.Error(text, hint=hint, id=f"goodword.{code}")
