"""Reads of notices; what they tell is read in sources.py."""

from goodword.outreach.queries.inbox import (
    NoSuchNotice,
    NoticeView,
    choices_of,
    lock_notices,
    notice_of,
    notices_of,
    silent,
    told_beside,
    unread_of,
    visible_to,
)

__all__ = [
    "NoSuchNotice",
    "NoticeView",
    "choices_of",
    "lock_notices",
    "notice_of",
    "notices_of",
    "silent",
    "told_beside",
    "unread_of",
    "visible_to",
]
