"""Statements written by hand, for paths that are gone so often that composing SQL anew each time costs too much.

Values reach the database only as parameters. What is said here is the same on every database; `{lock}` in a statement
becomes its words for locking the rows read, or nothing where there is a single writer.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import AutoField, Model

LOCK = "FOR NO KEY UPDATE"
MOST = 30_000  # values in one statement; PostgreSQL's protocol counts them in 16 bits, SQLite takes 32,766
INSERT = "INSERT INTO {table} ({columns}) VALUES {rows}"
FEW = 8  # rows; more are told as one array a column where the database takes arrays, so that the statement stays short
INSERT_ARRAYS = "INSERT INTO {table} ({columns}) SELECT * FROM unnest({arrays})"


def tell(values: Iterable[Any]) -> list[Any]:
    """Values as this database's driver takes them: ids, times and JSON (lists, dicts) have forms of their own."""
    native, moment = connection.features.has_native_uuid_field, connection.ops.adapt_datetimefield_value
    said: list[Any] = []
    for value in values:
        if isinstance(value, UUID):
            said.append(value if native else value.hex)
        elif isinstance(value, datetime):
            said.append(moment(value))
        else:
            said.append(json.dumps(value) if isinstance(value, dict | list) else value)
    return said


def uuid_of(value: UUID | str) -> UUID:
    """An id as it came from this database's driver."""
    return value if isinstance(value, UUID) else UUID(value)


def places(values: Sequence[object]) -> str:
    """A place for each value, as they stand between the brackets of IN (...)."""
    return ", ".join(["%s"] * len(values))


def tuples(count: int, width: int = 2) -> str:
    """Places for so many rows of values, as they stand behind VALUES."""
    return ", ".join([f"({', '.join(['%s'] * width)})"] * count)


def read(sql: str, values: Sequence[object] | Mapping[str, object], **parts: str) -> list[tuple[Any, ...]]:
    """What the statement answers, with values for its %s places in their order, or for its %(name)s places by name.

    `parts` are pieces of SQL of ours for its {named} places.
    """
    said = dict(zip(values, tell(values.values()), strict=True)) if isinstance(values, Mapping) else tell(values)
    with connection.cursor() as cursor:
        cursor.execute(woven(sql, **parts), said)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def write(sql: str, values: Sequence[object], **parts: str) -> int:
    """How many rows the statement changed."""
    with connection.cursor() as cursor:
        cursor.execute(woven(sql, **parts), tell(values))
        changed: int = cursor.rowcount
        return changed


def insert(model: type[Model], rows: Iterable[Mapping[str, object]]) -> None:
    """Writes rows without making instances; all have the same names in the same order, every column among them.

    One statement, or several where there are more values than this database takes in one.
    """
    waiting = list(rows)
    if len(waiting) > FEW and connection.vendor == "postgresql":
        names = tuple(waiting[0])
        with connection.cursor() as cursor:
            cursor.execute(_inserting_arrays(model, names), [tell(row[name] for row in waiting) for name in names])
        return
    while waiting:
        names = tuple(waiting[0])
        batch, waiting = waiting[: MOST // len(names)], waiting[MOST // len(names) :]
        values = tell(value for row in batch for value in row.values())
        with connection.cursor() as cursor:
            cursor.execute(_inserting(model, names, len(batch)), values)


def insert_new(instances: Iterable[Model]) -> None:
    """Writes new instances of one model as `insert` does: bulk_create without composing the statement anew."""
    waiting = list(instances)
    if waiting:
        model = type(waiting[0])
        insert(model, [{name: getattr(one, key) for name, key in _written(model)} for one in waiting])


@contextmanager
def together() -> Iterator[None]:
    """What is inserted in here goes to the database in one message and is answered in one, where its driver can do
    that (libpq's pipeline mode); elsewhere one by one. Nothing may be read in here, and errors come at the end.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def woven(sql: str, **parts: str) -> str:
    """The statement with its {named} pieces put in, {lock} among them."""
    lock = LOCK if connection.features.has_select_for_update else ""
    return sql.format(lock=lock, **parts) if "{" in sql else sql


@lru_cache(maxsize=256)
def _inserting(model: type[Model], names: tuple[str, ...], count: int) -> str:
    rows = tuples(count, len(names))
    return INSERT.format(table=_table(model), columns=_columns(model, names), rows=rows)


@lru_cache(maxsize=256)
def _inserting_arrays(model: type[Model], names: tuple[str, ...]) -> str:
    # Without the length of a type: a cast to varchar(80) would cut what is longer instead of refusing it.
    types = {field.name: str(field.db_type(connection)).split("(")[0] for field in model._meta.concrete_fields}
    arrays = ", ".join(f"%s::{types[name]}[]" for name in names)
    return INSERT_ARRAYS.format(table=_table(model), columns=_columns(model, names), arrays=arrays)


@cache
def _written(model: type[Model]) -> list[tuple[str, str]]:
    """Name and attribute of every field that is written; keys that the database counts are not."""
    return [(one.name, one.attname) for one in model._meta.concrete_fields if not isinstance(one, AutoField)]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _columns(model: type[Model], names: tuple[str, ...]) -> str:
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    return ", ".join(connection.ops.quote_name(columns[name]) for name in names)
