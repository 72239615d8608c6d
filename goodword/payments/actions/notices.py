"""What providers tell us unasked."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from goodword.journal.actions import record
from goodword.kit.acts import act
from goodword.kit.ids import new_id
from goodword.payments.actions.reports import believe
from goodword.payments.events import NoticeSuspected
from goodword.payments.models import Notice
from goodword.payments.providers import provider as adapter_of
from goodword.payments.providers.interface import Report
from goodword.payments.rules import Outcome

KEEP_NOTICE = """
    INSERT INTO payments_notice (id, provider, notice_id, body, outcome, why, at)
    VALUES (%s, %s, %s, %s, 'taken', '', %s) ON CONFLICT (provider, notice_id) DO NOTHING
"""


def take_notice(*, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """A provider says that something happened; it takes effect once, however often it says so (S-20, S-21).

    `headers` have lower-case names. When this returns, everything is committed. A signed notice that does not agree
    with our books changes nothing, is kept as suspicious and told as NoticeSuspected; one that is about nothing we
    keep leaves no trace. Three statements: keep the notice, change what it is about, record the fact. Refuses
    NoSuchProvider, BadNotice, NoticeNotSigned.
    """
    signed = adapter_of(provider).parse_notice(headers, body, now)
    if signed.report is not None:
        _take(provider, signed.notice_id, signed.report, signed.kept or body.decode(), now)


@act
def _take(provider: str, notice_id: str, report: Report, body: str, now: datetime) -> None:
    kept = _keep(new_id(now), provider, notice_id, body, now)
    if kept is None:
        return
    outcome, why = believe(report, provider=provider, now=now)
    if outcome != Outcome.TAKEN:
        Notice.objects.filter(id=kept).update(outcome=outcome, why=why)
    if outcome == Outcome.SUSPICIOUS:
        record(NoticeSuspected(kept, provider, report.key, why), by=None, now=now)


def _keep(row: UUID, provider: str, notice_id: str, body: str, now: datetime) -> UUID | None:
    """Keeps the notice; None when this notice id was kept before."""
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(KEEP_NOTICE, [row.hex, provider, notice_id, body, moment])
        return row if cursor.rowcount else None
