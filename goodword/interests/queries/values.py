"""Values on their way to and from SQL written by hand, on either database."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection


def told(value: Any) -> Any:
    """A value as this database's driver takes it."""
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def uuid_of(value: UUID | str) -> UUID:
    """An id as it came from this database's driver."""
    return value if isinstance(value, UUID) else UUID(value)


@cache
def knows_lateral() -> bool:
    """Whether this database can join to each row what a subquery finds for it (SQL:1999, LATERAL). Asked once."""
    try:
        rows("SELECT 1 FROM (SELECT 1 AS one) a CROSS JOIN LATERAL (SELECT a.one) b", {})
    except DatabaseError:
        return False
    return True


def woven(sql: str, **parts: str) -> str:
    """The statement with its {named} parts put in: parts are pieces of SQL of ours, never a value from outside."""
    return sql.format(**parts)


def rows(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What a statement with %(name)s places answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {name: told(value) for name, value in values.items()})
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
