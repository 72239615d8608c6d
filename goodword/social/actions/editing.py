"""Changing and taking back a word."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.refusals import NotAllowed, Refusal
from goodword.people import queries as people_queries
from goodword.social.actions.posts import check_words
from goodword.social.events import PostEdited, PostWithdrawn
from goodword.social.models import Post, PostEdit, PostProduct, PostWithdrawal
from goodword.social.queries.posts import PostUnknown, lock_post
from goodword.social.rules import WHY_MAX, is_text


class NotYourPost(NotAllowed):
    """Only the author changes a post; only the author or an operator takes it back."""

    status = 403
    code = "social.not_your_post"
    sentence = _("These are somebody else's words. Report them if something is wrong with them.")


class AlreadyWithdrawn(Refusal):
    """The post was taken back before."""

    status = 409
    code = "social.already_withdrawn"
    sentence = _("These words were taken back already.")


class SampleStays(Refusal):
    """That something was given for free cannot be unsaid (L7)."""

    status = 409
    code = "social.sample_stays"
    sentence = _("You said that you were given a sample. That stays; the words may change.")


class WhyMissing(Refusal):
    """What is taken back is taken back for a reason that is kept."""

    status = 422
    code = "social.why_missing"
    sentence = _("Say in up to %(most)s characters why; it is kept with the decision.")


@transaction.atomic
def edit_post(
    *, post_id: UUID, reason: str, reason_type: str, evidence: str, free_sample: bool, now: datetime, by: UUID | None
) -> None:
    """The author changes the words of a post; what stood there is kept. The same words again change nothing.

    The products cannot be changed: readers and attribution rely on them (S-64). Refuses others' posts, withdrawn
    ones, words that cannot stand in a post, and taking back that a sample was given.
    """
    post = lock_post(post_id)
    if by is None or post.author_id != by:
        raise NotYourPost if post.live else PostUnknown
    if not post.live:
        raise AlreadyWithdrawn
    check_words(reason, reason_type, evidence)
    if post.free_sample and not free_sample:
        raise SampleStays
    before = (post.reason, post.reason_type, post.evidence, post.free_sample)
    if before == (reason.strip(), reason_type, evidence.strip(), free_sample):
        return
    PostEdit.objects.create(
        post=post,
        reason=post.reason,
        reason_type=post.reason_type,
        evidence=post.evidence,
        free_sample=post.free_sample,
        by=by,
        at=now,
    )
    Post.objects.filter(id=post_id).update(
        reason=reason.strip(),
        reason_type=reason_type,
        evidence=evidence.strip(),
        free_sample=free_sample,
        edited_at=now,
    )
    record(PostEdited(post_id, post.author_id), by=by, now=now)


@transaction.atomic
def withdraw_post(*, post_id: UUID, reason: str, now: datetime, by: UUID | None) -> None:
    """The author or an operator takes a post back; it leaves every wall and shelf at once and does not come back.

    Refuses others, a missing reason and a second time. Purchases made through it before keep their attribution.
    """
    post = lock_post(post_id)
    if by is None or (post.author_id != by and not people_queries.has_role(by, "operator")):
        raise NotYourPost if post.live else PostUnknown
    if not post.live:
        raise AlreadyWithdrawn
    if not is_text(reason, WHY_MAX):
        raise WhyMissing(most=WHY_MAX)
    PostWithdrawal.objects.create(post=post, reason=reason.strip(), by=by, at=now)
    Post.objects.filter(id=post_id).update(live=False)
    PostProduct.objects.filter(post_id=post_id).update(live=False)
    record(PostWithdrawn(post_id, post.author_id), by=by, now=now)
