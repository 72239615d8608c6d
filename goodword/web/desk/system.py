"""The readiness of the system: every condition of `goodword doctor`, and what runs here."""

import platform
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from uuid import UUID

import django
from django.conf import settings
from django.core.checks import WARNING, CheckMessage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodword.journal import queries as journal
from goodword.kit import health
from goodword.ledger import queries as ledger
from goodword.payments import queries as payments
from goodword.web.desk.doors import operator

GIGABYTE = 1024**3
VERIFIED = "goodword.ops.health.books_were_right"  # the condition that nobody can judge before the first verification


@dataclass(frozen=True, slots=True)
class Examined:
    """One condition and what was found: nothing when it is met. `untried`: nobody knows yet whether it is."""

    name: object
    found: Sequence[CheckMessage]
    untried: bool = False

    @property
    def well(self) -> bool:
        """Whether nothing has to be done about it."""
        return not self.found


@dataclass(frozen=True, slots=True)
class System:
    """How this installation is."""

    conditions: Sequence[Examined]
    versions: Sequence[tuple[str, str]]
    waiting: Sequence[tuple[str, datetime | None]]
    workers: Sequence[tuple[str, datetime]]
    letters: bool
    last: ledger.RunView | None

    @property
    def unwell(self) -> int:
        """How many conditions are not met."""
        return sum(1 for one in self.conditions if not one.well)


@require_safe
@operator
def system(request: HttpRequest, person: UUID) -> HttpResponse:
    """Examines everything anew, every time it is looked at."""
    return render(request, "desk/system.html", {"it": examined()})


def examined() -> System:
    """What is found now."""
    runs = ledger.verification_runs().rows
    never = not any(run.ended_at for run in runs)
    conditions = [
        Examined(one.name, _graver(one.examine()), untried=never and key == VERIFIED)
        for key, one in health.registry.items()
    ]
    waiting = [*sorted(journal.waiting_since().items()), (_("providers of payments"), payments.overdue_since())]
    return System(
        conditions=sorted(conditions, key=lambda one: one.well),
        versions=_versions(),
        waiting=waiting,
        workers=[(beat.worker, beat.at) for beat in journal.beats()],
        letters=journal.dead_letters().exists(),
        last=next(iter(runs), None),
    )


def _graver(found: Sequence[CheckMessage]) -> list[CheckMessage]:
    return [message for message in found if message.level >= WARNING]


def _versions() -> list[tuple[str, str]]:
    disk = shutil.disk_usage(settings.DATA)
    database = ".".join(str(part) for part in connection.get_database_version())
    return [
        ("Goodword", version("goodword")),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (str(connection.display_name), database),
        (_("Mode"), settings.MODE),
        (
            _("Disk"),
            _("%(free)s GB free of %(whole)s GB") % {"free": disk.free // GIGABYTE, "whole": disk.total // GIGABYTE},
        ),
    ]
