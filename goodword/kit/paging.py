"""Keyset paging: a page starts after the last row seen, so its cost does not grow with its number."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit.limits import PAGE_SIZE, SEARCH_WINDOW
from goodword.kit.refusals import Refusal

Row = TypeVar("Row")
Part = str | int | UUID | datetime
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
BIGINT = 2**63


class BadCursor(Refusal):
    """The page mark was cut or altered."""

    status = 400
    code = "kit.bad_cursor"
    sentence = _("This page mark is not one of ours. Start again from the first page.")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows and the mark where the next page begins, or None when there is no more."""

    rows: Sequence[Row]
    next: str | None


def encode_cursor(*key: Part) -> str:
    """An opaque, URL-safe mark of the last row's sort key. It carries no rights. Moments go in as microseconds."""
    return base64.urlsafe_b64encode(json.dumps([_told(part) for part in key]).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *types: type[Part]) -> tuple[Any, ...]:
    """The sort key inside a mark: exactly parts of these types that a column can hold. Refuses anything else."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(key, list) and len(key) == len(types):
            return tuple(_part(part, kind) for part, kind in zip(key, types, strict=True))
    except (binascii.Error, ValueError, OverflowError, RecursionError) as error:
        raise BadCursor from error
    raise BadCursor


def decode_id(cursor: str) -> UUID:
    """The id inside a mark that holds nothing else; refuses anything else."""
    (found,) = decode_cursor(cursor, UUID)
    return UUID(int=found.int)


def _told(part: Part) -> str | int:
    if isinstance(part, datetime):
        return (part - EPOCH) // MICROSECOND
    return str(part) if isinstance(part, UUID) else part


def _part(part: object, kind: type[Part]) -> Part:
    """One part of a key as its type, or ValueError."""
    if type(part) is str and kind is UUID:
        return UUID(part)
    if type(part) is str and kind is str and part.isprintable():
        return part
    if type(part) is int and kind in (int, datetime) and abs(part) < BIGINT:
        return part if kind is int else EPOCH + part * MICROSECOND
    raise ValueError


def sift(seen: Sequence[Row], fits: Callable[[Row], bool]) -> tuple[list[Row], Row | None]:
    """A page of those rows that fit, and the row after which to go on looking, None when all have been looked at.

    `seen` are the next SEARCH_WINDOW rows by an index. A search by what no index knows thus costs the same every time:
    where few rows fit, a page is short and the next one looks further.
    """
    found = [row for row in seen if fits(row)]
    if len(found) > PAGE_SIZE:
        return found[:PAGE_SIZE], found[PAGE_SIZE - 1]
    return found, seen[-1] if len(seen) >= SEARCH_WINDOW else None
