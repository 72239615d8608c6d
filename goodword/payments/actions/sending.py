"""Calling a provider about due rows: claimed in one transaction, called in none, noted in another."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import structlog
from django.db import transaction
from django.db.models import F, QuerySet

from goodword.kit.leases import lease
from goodword.payments.actions.reports import believe, fail_intent, fail_payout, fail_refund
from goodword.payments.models import Intent, Payout, Refund
from goodword.payments.providers import provider as adapter_of
from goodword.payments.providers.interface import Provider, ProviderRefused, ProviderSilent, Report, Status
from goodword.payments.rules import CALL_LEASE, wait_after

Row = TypeVar("Row", Intent, Refund, Payout)
log = structlog.get_logger(__name__)


def claim_due(rows: QuerySet[Row], *, now: datetime, limit: int) -> list[Row]:
    """Takes up to `limit` due rows for CALL_LEASE, so that a crash in the call only delays them.

    Refuses to run inside a transaction, because a provider call follows (durable).
    """
    with transaction.atomic(durable=True):
        taken = lease(rows.filter(due_at__lte=now).order_by("due_at", "id"), limit)
        rows.model._default_manager.filter(id__in=[row.id for row in taken]).update(
            due_at=now + CALL_LEASE, tries=F("tries") + 1
        )
    return taken


def send_due(
    rows: QuerySet[Row],
    provider_of: Callable[[Row], str],
    send: Callable[[Provider, Row], Report],
    *,
    again: Callable[[Row], datetime],
    now: datetime,
    limit: int,
) -> int:
    """Calls `send` for each due row and believes its report; what has not ended is due again at `again`.

    A provider that is silent is left alone for the rest of this run. Says how many rows were claimed.
    """
    silent: set[str] = set()
    taken = claim_due(rows, now=now, limit=limit)
    for row in taken:
        name = provider_of(row)
        if name not in silent and not _send_one(row, name, send, now):
            silent.add(name)
        rows.model._default_manager.filter(id=row.id, due_at=now + CALL_LEASE).update(due_at=again(row))
    return len(taken)


def later(now: datetime) -> Callable[[Refund | Payout], datetime]:
    """The next time to ask about a row: twice as long away after each try."""
    return lambda row: now + wait_after(row.tries)


def _send_one(row: Row, name: str, send: Callable[[Provider, Row], Report], now: datetime) -> bool:
    """Whether the provider answered."""
    try:
        report = send(adapter_of(name), row)
    except ProviderSilent as silence:
        log.warning("provider silent", provider=name, row=str(row.id), why=str(silence))
        return False
    except ProviderRefused as refused:
        _fail(row, str(refused), now)
        return True
    if report.status != Status.UNKNOWN:
        outcome, why = believe(report, provider=name, now=now)
        if why:
            log.error("provider disagrees with our books", provider=name, row=str(row.id), outcome=outcome, why=why)
    return True


def _fail(row: Intent | Refund | Payout, why: str, now: datetime) -> None:
    if isinstance(row, Intent):
        fail_intent(row.id, why, now=now)
    elif isinstance(row, Refund):
        fail_refund(row, why, now=now)
    else:
        fail_payout(row, why, now=now)
