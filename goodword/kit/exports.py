"""What a person can take along: every module says which of its rows are about them, in words and as plain values."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

BATCH = 500  # rows read at once, so that a long life takes no more memory than a short one
Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Export:
    """One file of what a person takes along: its name, a sentence that says what it is, and its rows."""

    name: str
    about: object
    rows: Callable[[UUID], Rows]


registry: dict[str, Export] = {}


def exports(name: str, about: object) -> Callable[[Callable[[UUID], Rows]], Callable[[UUID], Rows]]:
    """Registers a function of a module's exports.py that is given a person's id and tells rows about that person only.

    `about` is a lazily translated sentence for whoever opens the file.
    """

    def register(rows: Callable[[UUID], Rows]) -> Callable[[UUID], Rows]:
        registry[name] = Export(name, about, rows)
        return rows

    return register


def told(rows: QuerySet[Any], *fields: str, **renamed: str) -> Iterator[dict[str, Any]]:
    """These columns of `rows` by name, in the order of the primary key and a batch at a time."""
    columns, last = {field: field for field in fields} | renamed, None
    while True:
        part = rows.order_by("pk") if last is None else rows.order_by("pk").filter(pk__gt=last)
        batch = list(part.values_list("pk", *columns.values())[:BATCH])
        for _key, *values in batch:
            yield dict(zip(columns, values, strict=True))
        if len(batch) < BATCH:
            return
        last = batch[-1][0]
