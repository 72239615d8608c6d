"""Identifiers that people may see."""

import secrets
from datetime import datetime
from uuid import UUID


def new_id(now: datetime) -> UUID:
    """A UUIDv7 (RFC 9562, 5.7): 48 bits of `now` in milliseconds, then 74 random bits.

    Sorted by time, so it is a good primary key; never derivable from another id. Written out here because
    the packages that make these ids read the clock themselves.
    """
    milliseconds = int(now.timestamp() * 1000) & (1 << 48) - 1
    chance = secrets.randbits(74)
    return UUID(int=milliseconds << 80 | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & (1 << 62) - 1)


def first_id(moment: datetime) -> UUID:
    """The smallest id that `new_id` can make at `moment`: where a time begins in rows that are sorted by id."""
    milliseconds = int(moment.timestamp() * 1000) & (1 << 48) - 1
    return UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62)
