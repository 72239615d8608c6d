"""Keeping a post for later (row 9)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog_queries
from goodword.journal.actions import record
from goodword.kit.limits import SAVES
from goodword.kit.refusals import Refusal
from goodword.people import queries as people_queries
from goodword.social.events import PostSaved, PostUnsaved
from goodword.social.models import Post, PostProduct, Save
from goodword.social.queries.posts import PostUnknown, lock_post


class SavesFull(Refusal):
    """A person keeps as many posts as one may."""

    status = 409
    code = "social.saves_full"
    sentence = _("You keep %(most)s words already. Take some off your list first.")


@transaction.atomic
def save_post(*, person_id: UUID, post_id: UUID, now: datetime, by: UUID | None) -> None:
    """A reader keeps a post, with what its first product costs now; keeping it twice is keeping it.

    Refuses a post that is not live, and more than `SAVES`.
    """
    people_queries.lock_persons([person_id])  # so that two at once do not go above the limit
    if not lock_post(post_id).live:
        raise PostUnknown
    mine = Save.objects.filter(person_id=person_id)
    if mine.filter(post_id=post_id).exists():
        return
    if mine.count() >= SAVES:
        raise SavesFull(most=SAVES)
    first = PostProduct.objects.filter(post_id=post_id).order_by("position").values_list("product_id", flat=True)[0]
    begins = catalog_queries.cheapest_offer(first)
    told = {"offer_id": begins.id, "price": begins.price} if begins else {}
    Save.objects.create(person_id=person_id, post_id=post_id, at=now, **told)
    Post.objects.filter(id=post_id).update(saves=F("saves") + 1)
    record(PostSaved(post_id, person_id), by=by, now=now)


@transaction.atomic
def unsave_post(*, person_id: UUID, post_id: UUID, now: datetime, by: UUID | None) -> None:
    """A reader no longer keeps a post; it may be withdrawn by now. Not having kept it changes nothing."""
    lock_post(post_id)
    if Save.objects.filter(person_id=person_id, post_id=post_id).delete()[0]:
        Post.objects.filter(id=post_id).update(saves=F("saves") - 1)
        record(PostUnsaved(post_id, person_id), by=by, now=now)
