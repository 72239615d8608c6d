"""Taking due rows and claims so that two workers never hold the same one (one of two vendor-aware places)."""

from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def lease(rows: QuerySet[Row], limit: int) -> list[Row]:
    """Locks up to `limit` of `rows` until the transaction ends, stepping over rows another worker holds.

    Where the database has a single writer (SQLite) the running transaction is itself the lease.
    """
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return list(rows[:limit])


def claim(name: str) -> None:
    """Claims `name` until the transaction ends; waits while another transaction holds it."""
    if connection.features.has_select_for_update:  # elsewhere there is one writer: whoever runs holds everything
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def try_claim(name: str) -> bool:
    """Claims `name` until the transaction ends; False when another transaction holds it now."""
    if not connection.features.has_select_for_update:
        return True  # one writer: whoever runs holds everything
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])
