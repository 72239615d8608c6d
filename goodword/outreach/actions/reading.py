"""A person reads their notices."""

from datetime import datetime
from uuid import UUID

from goodword.outreach import queries
from goodword.outreach.actions.counting import counted_again


def mark_read(notice_id: UUID, *, now: datetime, by: UUID) -> queries.NoticeView:
    """One has read a notice of one's own; the notice. Refuses anybody else's. Reading it again changes nothing."""
    notice = queries.notice_of(by, notice_id)
    if not notice.read:
        with counted_again({by}):
            queries.visible_to(by).filter(id=notice_id, read_at=None).update(read_at=now)
    return notice


def mark_all_read(*, now: datetime, by: UUID) -> int:
    """One has read all of one's notices; how many were unread."""
    with counted_again({by}):
        return queries.visible_to(by).filter(read_at=None).update(read_at=now)
