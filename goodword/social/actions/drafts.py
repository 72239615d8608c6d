"""Words that are begun: keeping, setting a time, publishing, throwing away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from goodword.catalog import actions as catalog_actions
from goodword.catalog import queries as catalog_queries
from goodword.catalog.cropping import Crop
from goodword.journal.actions import record
from goodword.kit.leases import lease
from goodword.kit.limits import DRAFTS, POST_PRODUCTS, TEXT_LONG
from goodword.kit.refusals import Refusal
from goodword.people import queries as people_queries
from goodword.social.actions.posts import (
    BadEvidence,
    BadReason,
    NotCertified,
    ReasonTypeUnknown,
    WrongProducts,
    check_pictures,
    check_post,
    publish_post,
)
from goodword.social.events import PostScheduled, ScheduleEnded
from goodword.social.models import Draft, DraftPicture, DraftProduct
from goodword.social.queries.drafts import DraftUnknown, carried, due_drafts, kept_cuts, lock_draft
from goodword.social.rules import EVIDENCE_MAX, REASON_TYPES, SCHEDULE_MOST, TOPIC_LENGTH, Words, is_text

REFUSED_LENGTH = 600


class DraftsFull(Refusal):
    """A person has as many drafts as one may have."""

    status = 409
    code = "social.drafts_full"
    sentence = _("You have %(most)s drafts already. Publish one or throw one away first.")


class BadTime(Refusal):
    """The time a word is set for is past, too far ahead, or none."""

    status = 422
    code = "social.bad_time"
    sentence = _("Choose a time from now on, at most a year ahead.")


@dataclass(frozen=True, slots=True)
class NewPicture:
    """An own picture for a draft: the picture handed in, how to cut it, and words for those who do not see it."""

    original_id: UUID
    crop: Crop
    alt: str


def keep_draft(
    *,
    draft_id: UUID,
    words: Words,
    product_ids: Sequence[UUID],
    pictures: Sequence[NewPicture],
    now: datetime,
    by: UUID,
) -> None:
    """Keeps what an author has typed so far under the id its form named; keeping it again replaces what was kept.

    Pictures are cut as asked; what did not change is not cut again. Words need not be ready to be published. Refuses
    what no word could ever hold, others' pictures and drafts, a published draft, and more drafts than one may have.
    """
    _check_room(words, product_ids)
    check_pictures(by, [one.original_id for one in pictures])
    for one in pictures:
        one.crop.check()
    _check_place(draft_id, by)  # before pictures are cut, and again when nobody else of this name can take the place
    cuts = _cut(draft_id, by, pictures, now)
    with transaction.atomic():
        people_queries.lock_persons([by])
        _check_place(draft_id, by)
        fresh = Draft(id=draft_id, author_id=by, reason_type="used", free_sample=False, changed_at=now)
        Draft.objects.bulk_create([fresh], ignore_conflicts=True)
        lock_draft(draft_id, by)
        Draft.objects.filter(id=draft_id).update(
            topic=words.topic,
            reason=words.reason.strip(),
            reason_type=words.reason_type,
            evidence=words.evidence.strip(),
            free_sample=words.free_sample,
            changed_at=now,
            refused="",
        )
        _empty(draft_id)
        DraftProduct.objects.bulk_create(
            DraftProduct(draft_id=draft_id, product_id=product_id, position=place)
            for place, product_id in enumerate(product_ids)
        )
        DraftPicture.objects.bulk_create(cuts)


def _open(draft_id: UUID, by: UUID, now: datetime) -> None:
    """Locks the author's draft; begins it where there is none and room for one more, in turn with their others."""
    people_queries.lock_persons([by])
    if not _check_own(draft_id, by):
        fresh = Draft(id=draft_id, author_id=by, reason_type="used", free_sample=False, changed_at=now)
        Draft.objects.bulk_create([fresh], ignore_conflicts=True)
    lock_draft(draft_id, by)


def _check_own(draft_id: UUID, by: UUID) -> bool:
    """Whether there is such a draft. Refuses others', a published one, and where there is none, one too many."""
    found = Draft.objects.filter(id=draft_id).values_list("author_id", "post_id").first()
    if found and (found[0] != by or found[1]):
        raise DraftUnknown
    if not found and Draft.objects.filter(author_id=by, post=None).count() >= DRAFTS:
        raise DraftsFull(most=DRAFTS)
    return bool(found)


@transaction.atomic
def throw_away_draft(*, draft_id: UUID, now: datetime, by: UUID | None) -> None:
    """The author throws a draft away, set for a time or not. Refuses others' drafts."""
    found = lock_draft(draft_id, by)
    if found.publish_at:
        record(ScheduleEnded(draft_id, found.author_id, ""), by=by, now=now)
    found.delete()


@transaction.atomic
def schedule_draft(*, draft_id: UUID, at: datetime, zone: str, now: datetime, by: UUID | None) -> None:
    """The author sets a draft to publish itself `at` a moment, named in the time zone `zone`.

    Refuses a time that is past or too far ahead, others' drafts, and what could not be published now.
    """
    if not now < at <= now + SCHEDULE_MOST:
        raise BadTime
    found = lock_draft(draft_id, by)
    products, pictures = carried(draft_id)
    check_post(found.author_id, _words(found), products, pictures)
    Draft.objects.filter(id=draft_id).update(publish_at=at, zone=zone, refused="")
    record(PostScheduled(draft_id, found.author_id, at.isoformat()), by=by, now=now)


@transaction.atomic
def cancel_schedule(*, draft_id: UUID, now: datetime, by: UUID | None) -> None:
    """The author takes a draft's time back; it stays a draft. Refuses others' drafts; with no time nothing changes."""
    found = lock_draft(draft_id, by)
    if found.publish_at:
        Draft.objects.filter(id=draft_id).update(publish_at=None, zone="")
        record(ScheduleEnded(draft_id, found.author_id, ""), by=by, now=now)


@transaction.atomic
def publish_draft(*, draft_id: UUID, now: datetime, by: UUID | None) -> UUID:
    """The author publishes a draft now; the id of the post. It is a draft no more, so it happens once.

    Refuses others' drafts, published ones, and what `publish_post` refuses: then the draft stays as it is.
    """
    return _publish(lock_draft(draft_id, by), now, by)


@transaction.atomic
def publish_due(*, limit: int, now: datetime) -> int:
    """Publishes up to `limit` drafts whose time has come, each once; says how many were due.

    What is refused (a product was withdrawn meanwhile, a field was lost) becomes a draft again, with the reason.
    """
    due = lease(due_drafts(now), limit)
    for found in due:
        try:
            with transaction.atomic():
                _publish(found, now, found.author_id)
        except Refusal as refusal:
            with translation.override(people_queries.person(found.author_id).language):
                reason = str(refusal)[:REFUSED_LENGTH]
            Draft.objects.filter(id=found.id).update(publish_at=None, refused=reason)
            record(ScheduleEnded(found.id, found.author_id, reason), by=None, now=now)
    return len(due)


def _publish(found: Draft, now: datetime, by: UUID | None) -> UUID:
    products, pictures = carried(found.id)
    said = _words(found)
    post_id = publish_post(
        author_id=found.author_id,
        topic=said.topic,
        reason=said.reason,
        reason_type=said.reason_type,
        evidence=said.evidence,
        product_ids=products,
        pictures=pictures,
        free_sample=said.free_sample,
        now=now,
        by=by,
    )
    Draft.objects.filter(id=found.id).update(
        post_id=post_id, reason="", evidence="", publish_at=None, zone="", refused="", changed_at=now
    )
    _empty(found.id)
    return post_id


def _check_place(draft_id: UUID, author_id: UUID) -> None:
    """Refuses others' drafts, published ones, and one more than one may have."""
    found = Draft.objects.filter(id=draft_id).values_list("author_id", "post_id").first()
    if found is None and Draft.objects.filter(author_id=author_id, post=None).count() >= DRAFTS:
        raise DraftsFull(most=DRAFTS)
    if found and (found[0] != author_id or found[1]):
        raise DraftUnknown


def _check_room(words: Words, product_ids: Sequence[UUID]) -> None:
    """Refuses what no word could ever hold."""
    if words.topic and not is_text(words.topic, TOPIC_LENGTH):
        raise NotCertified
    if words.reason_type not in REASON_TYPES:
        raise ReasonTypeUnknown
    if len(words.reason) > TEXT_LONG or "\0" in words.reason:
        raise BadReason(most=TEXT_LONG)
    if len(words.evidence) > EVIDENCE_MAX or "\0" in words.evidence:
        raise BadEvidence(most=EVIDENCE_MAX)
    known = catalog_queries.products(product_ids)
    if len(product_ids) > POST_PRODUCTS or len(known) < len(product_ids):
        raise WrongProducts(most=POST_PRODUCTS)


def _cut(draft_id: UUID, author_id: UUID, pictures: Sequence[NewPicture], now: datetime) -> list[DraftPicture]:
    """The pictures as rows, cut anew where the crop or the words for it changed."""
    kept = kept_cuts(draft_id)
    said = catalog_queries.pictures(
        [*(one.original_id for one in pictures), *(media for media, _crop in kept.values())]
    )
    rows = []
    for place, one in enumerate(pictures):
        before = kept.get(one.original_id, (one.original_id, Crop()))
        media = before[0]
        if before[1] != one.crop or said[media].alt != one.alt:
            media = catalog_actions.crop_picture(one.original_id, one.crop, alt=one.alt, now=now, by=author_id)
        rows.append(
            DraftPicture(
                draft_id=draft_id,
                original_id=one.original_id,
                media_id=media,
                shape=one.crop.shape,
                x=one.crop.x,
                y=one.crop.y,
                zoom=one.crop.zoom,
                position=place,
            )
        )
    return rows


def _words(found: Draft) -> Words:
    return Words(found.topic, found.reason, found.reason_type, found.evidence, found.free_sample)


def _empty(draft_id: UUID) -> None:
    DraftProduct.objects.filter(draft_id=draft_id).delete()
    DraftPicture.objects.filter(draft_id=draft_id).delete()
