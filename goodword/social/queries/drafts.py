"""Reads of drafts: each author's own alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog_queries
from goodword.catalog.cropping import Crop
from goodword.catalog.queries import Picture, ProductCard
from goodword.kit.limits import PAGE_SIZE
from goodword.kit.paging import Page, decode_cursor, encode_cursor
from goodword.kit.refusals import NotFound
from goodword.social.models import Draft, DraftPicture, DraftProduct
from goodword.social.rules import Words


class DraftUnknown(NotFound):
    """There is no such draft, it is another person's, or it was published or thrown away (S-74)."""

    status = 404
    code = "social.draft_unknown"
    sentence = _("This draft is not here any more. Look at your drafts and your words.")


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture of a draft: `original` as it was handed in, `shown` as it was cut from it by `crop`."""

    original_id: UUID
    media_id: UUID
    original: Picture
    shown: Picture
    crop: Crop


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with everything in it. `publish_at` is set while it waits to publish itself, named in `zone`."""

    id: UUID
    words: Words
    products: tuple[ProductCard, ...]
    pictures: tuple[PictureView, ...]
    changed_at: datetime
    publish_at: datetime | None
    zone: str
    refused: str


def drafts_of(author_id: UUID, cursor: str | None = None) -> Page[DraftView]:
    """The author's drafts that wait for nothing, last changed first. Five statements."""
    rows = Draft.objects.filter(author_id=author_id, post=None, publish_at=None).order_by("-changed_at", "-id")
    if cursor:
        rows = rows.filter(_after(cursor))
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    mark = encode_cursor(shown[-1].changed_at, shown[-1].id) if len(found) > PAGE_SIZE else None
    return Page(_views(shown), mark)


def scheduled_of(author_id: UUID) -> list[DraftView]:
    """The author's drafts that will publish themselves, soonest first; bounded by how many drafts one may have."""
    rows = Draft.objects.filter(author_id=author_id, publish_at__isnull=False).order_by("publish_at", "id")
    return _views(list(rows))


def draft(draft_id: UUID, author_id: UUID | None) -> DraftView:
    """One of the author's own drafts. Refuses any other."""
    found = Draft.objects.filter(id=draft_id, author_id=author_id, post=None).first()
    if found is None:
        raise DraftUnknown
    return _views([found])[0]


def shown_pictures(draft_id: UUID, author_id: UUID) -> dict[UUID, Picture]:
    """The pictures of one of the author's own drafts as they are cut, by the id of what they were cut from."""
    rows = DraftPicture.objects.filter(draft_id=draft_id, draft__author_id=author_id)
    cuts = dict(rows.values_list("original_id", "media_id"))
    ready = catalog_queries.pictures(cuts.values()) if cuts else {}
    return {original: ready[media] for original, media in cuts.items()}


def lock_draft(draft_id: UUID, author_id: UUID | None) -> Draft:
    """The author's own draft, locked until the transaction ends. Refuses any other, and a published one."""
    found = Draft.objects.select_for_update(no_key=True).filter(id=draft_id).first()
    if found is None or found.author_id != author_id or found.post_id:
        raise DraftUnknown
    return found


def due_drafts(now: datetime) -> QuerySet[Draft]:
    """Drafts whose time has come, longest due first; not those of a closed account, which wait to be forgotten."""
    return Draft.objects.filter(publish_at__lte=now, author__is_active=True).order_by("publish_at", "id")


def carried(draft_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """The ids of a draft's products and of its pictures as they will be shown, in their order."""
    products = DraftProduct.objects.filter(draft_id=draft_id).order_by("position")
    shown = DraftPicture.objects.filter(draft_id=draft_id).order_by("position")
    return list(products.values_list("product_id", flat=True)), list(shown.values_list("media_id", flat=True))


def kept_cuts(draft_id: UUID) -> dict[UUID, tuple[UUID, Crop]]:
    """What is kept of a draft's pictures: original -> (as shown, how it was cut)."""
    rows = DraftPicture.objects.filter(draft_id=draft_id)
    return {row.original_id: (row.media_id, Crop(row.shape, row.x, row.y, row.zoom)) for row in rows}


def _after(cursor: str) -> Q:
    moment, draft_id = decode_cursor(cursor, datetime, UUID)
    return Q(changed_at__lt=moment) | Q(changed_at=moment, id__lt=draft_id)


def _views(rows: list[Draft]) -> list[DraftView]:
    ids = [row.id for row in rows]
    about: dict[UUID, list[UUID]] = {draft_id: [] for draft_id in ids}
    for one in DraftProduct.objects.filter(draft_id__in=ids).order_by("position"):
        about[one.draft_id].append(one.product_id)
    shown: dict[UUID, list[DraftPicture]] = {draft_id: [] for draft_id in ids}
    for cut in DraftPicture.objects.filter(draft_id__in=ids).order_by("position"):
        shown[cut.draft_id].append(cut)
    cards = catalog_queries.products(product for products in about.values() for product in products)
    cuts = [cut for several in shown.values() for cut in several]
    ready = catalog_queries.pictures([key for cut in cuts for key in (cut.original_id, cut.media_id)]) if cuts else {}
    return [
        DraftView(
            id=row.id,
            words=Words(row.topic, row.reason, row.reason_type, row.evidence, row.free_sample),
            products=tuple(cards[product] for product in about[row.id]),
            pictures=tuple(_picture(cut, ready) for cut in shown[row.id]),
            changed_at=row.changed_at,
            publish_at=row.publish_at,
            zone=row.zone,
            refused=row.refused,
        )
        for row in rows
    ]


def _picture(cut: DraftPicture, ready: dict[UUID, Picture]) -> PictureView:
    crop = Crop(cut.shape, cut.x, cut.y, cut.zoom)
    return PictureView(cut.original_id, cut.media_id, ready[cut.original_id], ready[cut.media_id], crop)
