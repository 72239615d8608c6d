"""Reads of what a person keeps: theirs alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog_queries
from goodword.kit.limits import PAGE_SIZE
from goodword.kit.paging import Page, decode_cursor, encode_cursor
from goodword.kit.refusals import NotFound
from goodword.social.models import Folder, Post, Save
from goodword.social.queries.posts import PostView, views

# What costs less now than when it was kept, and can be bought for that.
CHEAPER = Q(
    offer__price__lt=F("price"),
    offer__on_hand__gt=F("offer__reserved"),
    offer__product__listed=True,
    offer__shop__recommendable=True,
)


class FolderUnknown(NotFound):
    """There is no such folder, or it is another person's (S-74: both look the same)."""

    status = 404
    code = "social.folder_unknown"
    sentence = _("There is no such folder. Go back to all that you keep.")


@dataclass(frozen=True, slots=True)
class FolderView:
    """A folder and how many live posts lie in it."""

    id: UUID
    name: str
    kept: int


@dataclass(frozen=True, slots=True)
class KeptView:
    """A post that is kept; `less` is by how many minor units its first product costs less now than when it was kept.

    It is 0 when it costs the same or more, cannot be bought, or when nobody knows what it cost.
    """

    post: PostView
    folder: UUID | None
    less: int
    currency: str


def saved_by(person_id: UUID, cursor: str | None, at: datetime) -> Page[PostView]:
    """The live posts a person keeps, last saved first."""
    found, mark = _rows(Save.objects.filter(person_id=person_id), cursor)
    return Page(_posts([row[1] for row in found], person_id, at), mark)


def kept_by(
    person_id: UUID,
    cursor: str | None,
    at: datetime,
    *,
    folder_id: UUID | None = None,
    cheaper: bool = False,
    post_id: UUID | None = None,
) -> Page[KeptView]:
    """The live posts a person keeps, last saved first: all, those of a folder, what costs less now, or one."""
    rows = Save.objects.filter(person_id=person_id)
    if post_id:
        rows = rows.filter(post_id=post_id)
    if folder_id:
        rows = rows.filter(folder_id=folder_id)
    if cheaper:
        rows = rows.filter(CHEAPER)
    found, mark = _rows(rows, cursor)
    posts = _posts([row[1] for row in found], person_id, at)
    offers = catalog_queries.offers(row[3] for row in found if row[3])
    kept = []
    for post, (_id, _post, folder, offer_id, price) in zip(posts, found, strict=True):
        offer = offers.get(offer_id)
        less = price - offer.price if offer and offer.listed and offer.available > 0 else 0
        kept.append(KeptView(post, folder, max(less, 0), offer.currency if offer else ""))
    return Page(kept, mark)


def folders(person_id: UUID) -> list[FolderView]:
    """A person's folders by name. One statement."""
    live = Count("saves", filter=Q(saves__post__live=True))
    rows = Folder.objects.filter(person_id=person_id).annotate(kept=live).order_by("name")
    return [FolderView(*row) for row in rows.values_list("id", "name", "kept")]


def own_folder(folder_id: UUID, person_id: UUID) -> str:
    """The name of one of the person's own folders. Refuses any other."""
    name = Folder.objects.filter(id=folder_id, person_id=person_id).values_list("name", flat=True).first()
    if name is None:
        raise FolderUnknown
    return name


def _rows(rows: QuerySet[Save], cursor: str | None) -> tuple[Sequence[Any], str | None]:
    """A page of saves as (id, post, folder, offer, price), and the mark of the next."""
    rows = rows.filter(post__live=True)
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(cursor, int)[0])
    named = rows.order_by("-id").values_list("id", "post_id", "folder_id", "offer_id", "price")
    found = list(named[: PAGE_SIZE + 1])
    return found[:PAGE_SIZE], encode_cursor(found[PAGE_SIZE - 1][0]) if len(found) > PAGE_SIZE else None


def _posts(ids: Sequence[UUID], person_id: UUID, at: datetime) -> list[PostView]:
    rows = Post.objects.in_bulk(ids)
    return views([rows[post_id] for post_id in ids], person_id, at)
