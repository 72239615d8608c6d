"""Keyset paging: a page starts after the last row seen, so its cost does not grow with its number."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import gettext_lazy as _

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
