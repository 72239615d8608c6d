"""Reads of what is said below posts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goodword.kit.limits import PAGE_SIZE
from goodword.kit.paging import Page, decode_cursor, encode_cursor
from goodword.kit.refusals import NotFound
from goodword.people import queries as people_queries
from goodword.people.queries import PersonBrief
from goodword.social.models import Comment
from goodword.social.queries.posts import PostUnknown, visible_to
from goodword.social.rules import moment


class CommentUnknown(NotFound):
    """There is no such comment, or it was removed."""

    status = 404
    code = "social.comment_unknown"
    sentence = _("This comment is not here any more. Reload the page.")


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment; `answer` when it answers the comment `thread`. A removed one keeps its place and has no text."""

    id: UUID
    thread: UUID
    answer: bool
    author: PersonBrief
    text: str
    at: datetime
    removed: bool
    may_remove: bool


def comments(post_id: UUID, reader_id: UUID | None, cursor: str | None = None) -> Page[CommentView]:
    """What is said below a post: threads oldest first, each followed by its answers. Refuses a hidden post."""
    author = visible_to(reader_id).filter(id=post_id).values_list("author_id", flat=True).first()
    if author is None:
        raise PostUnknown
    rows = Comment.objects.filter(post_id=post_id)
    if cursor:
        thread, last = decode_cursor(cursor, UUID, UUID)
        rows = rows.filter(Q(thread__gt=thread) | Q(thread=thread, id__gt=last), thread__gte=thread)
    found = list(rows.order_by("thread", "id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    people = people_queries.briefs(row.author_id for row in shown)
    mark = encode_cursor(shown[-1].thread, shown[-1].id) if len(found) > PAGE_SIZE else None
    return Page([_view(row, people, author, reader_id) for row in shown], mark)


def lock_comment(comment_id: UUID) -> Comment:
    """The comment, locked until the transaction ends. Refuses an unknown or removed one."""
    found = Comment.objects.select_for_update(of=("self",)).select_related("post").filter(id=comment_id).first()
    if found is None or not found.live:
        raise CommentUnknown
    return found


def _view(row: Comment, people: dict[UUID, PersonBrief], post_author: UUID, reader_id: UUID | None) -> CommentView:
    return CommentView(
        id=row.id,
        thread=row.thread,
        answer=row.thread != row.id,
        author=people[row.author_id],
        text=row.text if row.live else "",
        at=moment(row.id),
        removed=not row.live,
        may_remove=row.live and reader_id is not None and reader_id in {row.author_id, post_author},
    )
