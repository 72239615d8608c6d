"""Keeping a post for later (row 9)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from goodword.journal.actions import record
from goodword.social.events import PostSaved, PostUnsaved
from goodword.social.models import Post, Save
from goodword.social.queries.posts import PostUnknown, lock_post


@transaction.atomic
def save_post(*, person_id: UUID, post_id: UUID, now: datetime, by: UUID | None) -> None:
    """A reader keeps a post; keeping it twice is keeping it. Refuses a post that is not live."""
    if not lock_post(post_id).live:
        raise PostUnknown
    if Save.objects.filter(person_id=person_id, post_id=post_id).exists():
        return
    Save.objects.create(person_id=person_id, post_id=post_id, at=now)
    Post.objects.filter(id=post_id).update(saves=F("saves") + 1)
    record(PostSaved(post_id, person_id), by=by, now=now)


@transaction.atomic
def unsave_post(*, person_id: UUID, post_id: UUID, now: datetime, by: UUID | None) -> None:
    """A reader no longer keeps a post; it may be withdrawn by now. Not having kept it changes nothing."""
    lock_post(post_id)
    if Save.objects.filter(person_id=person_id, post_id=post_id).delete()[0]:
        Post.objects.filter(id=post_id).update(saves=F("saves") - 1)
        record(PostUnsaved(post_id, person_id), by=by, now=now)
