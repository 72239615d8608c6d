"""What keeps a Goodword safe and awake: `goodword doctor` and the desk examine it all, with hints."""

import shutil
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.journal import queries
from goodword.kit import clock
from goodword.kit.health import condition
from goodword.kit.health import registry as conditions
from goodword.ledger import queries as ledger
from goodword.payments import queries as payments
from goodword.payments.providers import lacks

WAL_IS_SAFE = (3, 51, 3)  # earlier SQLite can corrupt the write-ahead log with two connections (I-38)
BUSY_TIMEOUT = 5  # seconds
LIVELY = timedelta(minutes=1)
CLOCK_SLACK = timedelta(seconds=5)
PATIENCE = timedelta(minutes=5)  # what waits longer than this is stuck
DISK_LEAST = 1024**3  # bytes
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
        found.append(
            _error(
                "E001",
                _("SQLite %(version)s can lose data in %(mode)s mode.")
                % {"version": sqlite3.sqlite_version, "mode": mode},
                _("Use TRUNCATE."),
            )
        )
    if not in_memory and synchronous < 2:
        found.append(_error("E002", _("SQLite does not wait for the disk."), _("Set PRAGMA synchronous=FULL.")))
    options = connection.settings_dict["OPTIONS"]
    if options.get("transaction_mode") != "IMMEDIATE" or options.get("timeout", 0) < BUSY_TIMEOUT:
        hint = _("Set transaction_mode IMMEDIATE and timeout %(seconds)s or more.") % {"seconds": BUSY_TIMEOUT}
        found.append(_error("E003", _("SQLite writers do not queue."), hint))
    return found


@checks.register(checks.Tags.database)
def migrations_are_applied(databases: Sequence[str] | None = None, **kwargs: Any) -> Found:
    """The database has the tables this version needs."""
    if not databases:
        return []
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    said = _("%(missing)s migrations are not applied.") % {"missing": missing}
    return [checks.Warning(said, _("Run: goodword migrate"), id="goodword.W004")] if missing else []


@condition(gettext_lazy("The settings are safe, and the database is as this version needs it"))
def django_checks() -> Found:
    """Django's own checks, those for deployment, and those of the database."""
    return list(checks.run_checks(include_deployment_checks=settings.PRODUCTION, databases=["default"]))


@condition(gettext_lazy("The secret key is long enough, and this server answers to its own address"))
def secret_and_hosts() -> Found:
    """The key is long enough and the address is one that this server answers to."""
    found: Found = []
    if len(settings.SECRET_KEY) < 50:
        said = _("GOODWORD_SECRET_KEY is missing or short.")
        found.append(_error("E008", said, _("Set at least 50 random characters.")))
    host = urlsplit(settings.BASE_URL).hostname
    if host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        said = _("GOODWORD_HOSTS lacks %(host)s.") % {"host": host}
        found.append(_error("E009", said, _("Name the host of GOODWORD_BASE_URL.")))
    return found


@condition(gettext_lazy("Pictures can be kept"))
def media_is_writable() -> Found:
    """Pictures can be kept: those that everybody sees, and those that only whom they concern see."""
    found: Found = []
    for folder in (Path(storages[name].path("")) for name in ("default", "private")):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=folder):
                pass
        except OSError as error:
            said = _("Pictures cannot be written: %(error)s.") % {"error": error}
            found.append(_error("E007", said, _("Give this user the folder %(folder)s.") % {"folder": folder}))
    return found


@condition(gettext_lazy("The disk has room"))
def disk_has_room() -> Found:
    """Where data is kept, a gigabyte is free."""
    folder = Path(settings.DATA)
    while not folder.exists():  # it is made when something is kept in it: what counts is the disk it will be on
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free >= DISK_LEAST:
        return []
    said = _("Only %(megabytes)s MB are free in %(folder)s.") % {"megabytes": free // 1024**2, "folder": settings.DATA}
    return [_error("E010", said, _("Make room, or move the data to a larger disk."))]


@condition(gettext_lazy("This machine and the database agree on the time"))
def clock_is_right() -> Found:
    """This machine and the database agree on the time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        told = cursor.fetchone()[0]
    told = datetime.fromisoformat(told) if isinstance(told, str) else told
    apart = abs(clock.now() - (told if told.tzinfo else told.replace(tzinfo=UTC)))
    said = _("The database's clock is %(apart)s away.") % {"apart": apart}
    return [_error("E006", said, _("Set both clocks by NTP."))] if apart > CLOCK_SLACK else []


@condition(gettext_lazy("A worker is running"))
def worker_is_alive() -> Found:
    """Some worker was seen within a minute; without one, paid money is not booked and nobody is paid out."""
    last = queries.last_beat()
    if last is not None and clock.now() - last < LIVELY:
        return []
    said = _("No worker is running (never seen).")
    if last:
        said = _("No worker is running (last seen %(last)s UTC).") % {"last": f"{last:%Y-%m-%d %H:%M}"}
    return [_error("E005", said, _("Start one: goodword worker"))]


@condition(gettext_lazy("Every way to pay has its keys"))
def channels_have_keys() -> Found:
    """Each channel's provider is installed and set up; a closed one still has refunds and late notices to end."""
    found: Found = []
    for channel in payments.channel_terms():
        if why := lacks(channel.provider, channel.mode, channel.merchant):
            said = _("%(name)s (%(provider)s) cannot move money.") % {
                "name": channel.name,
                "provider": channel.provider,
            }
            kind, code = (checks.Error, "E014") if channel.open(clock.now()) else (checks.Warning, "W014")
            found.append(kind(said, why, id=f"goodword.{code}"))
    return found


@condition(gettext_lazy("What happened is taken up within minutes"))
def nothing_waits_long() -> Found:
    """No subscriber of the journal and no provider's answer has been waited for longer than PATIENCE."""
    waiting = {**queries.waiting_since(), "payments.providers": payments.overdue_since()}
    late = {name: since for name, since in waiting.items() if since and clock.now() - since > PATIENCE}
    hint = _("Look at the worker's log. More workers can run side by side.")
    return [
        checks.Warning(
            _("%(who)s has been behind since %(since)s UTC.") % {"who": name, "since": f"{since:%Y-%m-%d %H:%M}"},
            hint,
            id="goodword.W011",
        )
        for name, since in sorted(late.items())
    ]


@condition(gettext_lazy("Everything that happened was taken by whom it concerns"))
def no_dead_letters() -> Found:
    """No fact was given up."""
    if not queries.dead_letters().exists():
        return []
    hint = _("Read them under Dead letters, mend the cause, then run: goodword replay")
    return [checks.Warning(_("Some facts could not be taken."), hint, id="goodword.W012")]


@condition(gettext_lazy("The last verification of the books found nothing"))
def books_were_right() -> Found:
    """The last verification that was kept found no breach."""
    last = next((run for run in ledger.verification_runs().rows if run.ended_at), None)
    if last is None or not last.count:
        return []
    said = _("The last verification found %(count)s breaches.") % {"count": last.count}
    return [_error("E013", said, _("Stop payouts and look at the accounts it names."))]


def examine() -> Found:
    """Everything, in order; without its tables the database is asked nothing more."""
    found = django_checks()
    if any(message.id == "goodword.W004" for message in found):
        return found + secret_and_hosts() + media_is_writable() + disk_has_room()
    others = (each for each in conditions.values() if each.examine is not django_checks)
    return found + [one for each in others for one in each.examine()]


def _error(code: str, text: str, hint: str) -> checks.Error:
    return checks.Error(text, hint=hint, id=f"goodword.{code}")
