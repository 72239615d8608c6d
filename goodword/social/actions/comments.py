"""Saying something below a post."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.refusals import NotAllowed, Refusal
from goodword.people import queries as people_queries
from goodword.social.actions.editing import WhyMissing
from goodword.social.events import Commented, CommentRemoved
from goodword.social.models import Comment, CommentRemoval, Post
from goodword.social.queries.comments import CommentUnknown, lock_comment
from goodword.social.queries.posts import PostUnknown, lock_post
from goodword.social.rules import COMMENT_MAX, WHY_MAX, is_text


class BadComment(Refusal):
    """The comment is empty or too long."""

    status = 422
    code = "social.bad_comment"
    sentence = _("Write 1 to %(most)s characters.")


class NotRemovable(NotAllowed):
    """Only its author, the post's author or an operator removes a comment."""

    status = 403
    code = "social.not_removable"
    sentence = _("Only who wrote this comment or the post can remove it. Report it if something is wrong with it.")


@transaction.atomic
def comment(
    *, post_id: UUID, author_id: UUID, text: str, answer_to: UUID | None, now: datetime, by: UUID | None
) -> UUID:
    """A person says something below a live post; the comment's id.

    `answer_to` is the comment answered: the answer joins its thread, so threads are one level deep. Refuses empty or
    too long words, a post that is not live, and an answer to a comment that is removed or below another post.
    """
    if not is_text(text, COMMENT_MAX):
        raise BadComment(most=COMMENT_MAX)
    if not lock_post(post_id).live:
        raise PostUnknown
    comment_id = new_id(now)
    thread = comment_id
    if answer_to is not None:
        answered = Comment.objects.filter(id=answer_to, post_id=post_id, live=True).first()
        if answered is None:
            raise CommentUnknown
        thread = answered.thread
    Comment.objects.create(id=comment_id, post_id=post_id, thread=thread, author_id=author_id, text=text.strip())
    Post.objects.filter(id=post_id).update(comments=F("comments") + 1)
    record(Commented(comment_id, post_id, author_id, thread), by=by, now=now)
    return comment_id


@transaction.atomic
def remove_comment(*, comment_id: UUID, reason: str, now: datetime, by: UUID | None) -> None:
    """A comment is removed by its author, the post's author or an operator; its place stays, its words are not shown.

    Refuses others, a missing reason, and a comment that is gone already.
    """
    found = lock_comment(comment_id)
    if by is None or (
        by not in {found.author_id, found.post.author_id} and not people_queries.has_role(by, "operator")
    ):
        raise NotRemovable
    if not is_text(reason, WHY_MAX):
        raise WhyMissing(most=WHY_MAX)
    CommentRemoval.objects.create(comment=found, reason=reason.strip(), by=by, at=now)
    Comment.objects.filter(id=comment_id).update(live=False)
    Post.objects.filter(id=found.post_id).update(comments=F("comments") - 1)
    record(CommentRemoved(comment_id, found.post_id), by=by, now=now)
