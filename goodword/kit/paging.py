"""Keyset paging: a page starts after the last row seen, so its cost does not grow with its number."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from goodword.kit.limits import PAGE_SIZE, SEARCH_WINDOW
from goodword.kit.refusals import Refusal

Row = TypeVar("Row")
Key = tuple[str | int, ...]


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


def encode_cursor(*key: str | int) -> str:
    """An opaque, URL-safe mark of the last row's sort key. It carries no rights."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *types: type[str] | type[int]) -> Key:
    """The sort key inside a mark, checked to have exactly the given types; refuses anything else."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
    if not isinstance(key, list) or [type(part) for part in key] != list(types):
        raise BadCursor
    return tuple(key)


def sift(seen: Sequence[Row], fits: Callable[[Row], bool]) -> tuple[list[Row], Row | None]:
    """A page of those rows that fit, and the row after which to go on looking, None when all have been looked at.

    `seen` are the next SEARCH_WINDOW rows by an index. A search by what no index knows thus costs the same every time:
    where few rows fit, a page is short and the next one looks further.
    """
    found = [row for row in seen if fits(row)]
    if len(found) > PAGE_SIZE:
        return found[:PAGE_SIZE], found[PAGE_SIZE - 1]
    return found, seen[-1] if len(seen) >= SEARCH_WINDOW else None
