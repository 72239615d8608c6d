"""Arranging a showcase (row 8)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.limits import SHELF_ITEMS, SHELVES
from goodword.kit.refusals import Refusal
from goodword.social.events import ShowcaseArranged
from goodword.social.models import PostProduct, Shelf, ShelfItem
from goodword.social.queries.showcase import ShelfUnknown, lock_shelf, lock_shelves, order_on
from goodword.social.rules import SHELF_TITLE_MAX, is_text, moved


class BadTitle(Refusal):
    """A shelf's title is empty or too long."""

    status = 422
    code = "social.bad_title"
    sentence = _("Give the shelf a title of 1 to %(most)s characters.")


class ShelvesFull(Refusal):
    """A showcase has as many shelves as it holds."""

    status = 409
    code = "social.shelves_full"
    sentence = _("Your showcase has %(most)s shelves already. Close one first.")


class ShelfFull(Refusal):
    """A shelf holds as many products as it can."""

    status = 409
    code = "social.shelf_full"
    sentence = _("This shelf has %(most)s products already. Take one off first.")


class NotRecommended(Refusal):
    """A showcase holds only what its owner stands up for in a live post."""

    status = 409
    code = "social.not_recommended"
    sentence = _("Put in a word for this product first; then it can stand in your showcase.")


@transaction.atomic
def open_shelf(*, person_id: UUID, title: str, now: datetime, by: UUID | None) -> UUID:
    """A person adds a shelf at the end of their showcase; its id. Refuses a bad title and too many shelves."""
    _check_title(title)
    shelves = lock_shelves(person_id)
    if len(shelves) >= SHELVES:
        raise ShelvesFull(most=SHELVES)
    last = max((shelf.position for shelf in shelves), default=-1)
    shelf = Shelf.objects.create(id=new_id(now), person_id=person_id, title=title.strip(), position=last + 1)
    record(ShowcaseArranged(person_id), by=by, now=now)
    return shelf.id


@transaction.atomic
def rename_shelf(*, shelf_id: UUID, title: str, now: datetime, by: UUID | None) -> None:
    """The owner gives a shelf another title. Refuses a bad title and others' shelves."""
    _check_title(title)
    shelf = lock_shelf(shelf_id, by)
    Shelf.objects.filter(id=shelf_id).update(title=title.strip())
    record(ShowcaseArranged(shelf.person_id), by=by, now=now)


@transaction.atomic
def close_shelf(*, shelf_id: UUID, now: datetime, by: UUID | None) -> None:
    """The owner takes a shelf with everything on it out of the showcase. Refuses others' shelves."""
    shelf = lock_shelf(shelf_id, by)
    shelf.delete()
    record(ShowcaseArranged(shelf.person_id), by=by, now=now)


@transaction.atomic
def arrange_showcase(*, person_id: UUID, shelf_ids: Sequence[UUID], now: datetime, by: UUID | None) -> None:
    """The owner puts the shelves in this order. Refuses unless each of the own shelves is named once."""
    shelves = {shelf.id: shelf for shelf in lock_shelves(person_id)}
    if sorted(shelves) != sorted(shelf_ids):
        raise ShelfUnknown
    for position, shelf_id in enumerate(shelf_ids):
        shelves[shelf_id].position = position
    Shelf.objects.bulk_update(shelves.values(), ["position"])
    record(ShowcaseArranged(person_id), by=by, now=now)


@transaction.atomic
def put_on_shelf(*, shelf_id: UUID, product_id: UUID, position: int, now: datetime, by: UUID | None) -> None:
    """The owner puts a product at a position of a shelf (0 is first), or moves it there when it stands on it.

    Refuses others' shelves, a full shelf, and a product the owner has no live post about.
    """
    shelf = lock_shelf(shelf_id, by)
    words = PostProduct.objects.filter(author_id=shelf.person_id, product_id=product_id, live=True)
    post_id = words.values_list("post_id", flat=True).first()
    if post_id is None:
        raise NotRecommended
    standing = {item.product_id: item for item in order_on([shelf_id])[shelf_id]}
    if product_id not in standing:
        if len(standing) >= SHELF_ITEMS:
            raise ShelfFull(most=SHELF_ITEMS)
        item = ShelfItem.objects.create(shelf=shelf, product_id=product_id, post_id=post_id, position=len(standing))
        standing[product_id] = item
    elif standing[product_id].post_id != post_id:  # the earlier words were withdrawn and new ones put in
        ShelfItem.objects.filter(id=standing[product_id].id).update(post_id=post_id)
    _place(standing, moved(list(standing), product_id, position))
    record(ShowcaseArranged(shelf.person_id), by=by, now=now)


@transaction.atomic
def take_off_shelf(*, shelf_id: UUID, product_id: UUID, now: datetime, by: UUID | None) -> None:
    """The owner takes a product off a shelf; when it is not there, nothing changes. Refuses others' shelves."""
    shelf = lock_shelf(shelf_id, by)
    if ShelfItem.objects.filter(shelf=shelf, product_id=product_id).delete()[0]:
        record(ShowcaseArranged(shelf.person_id), by=by, now=now)


@transaction.atomic
def arrange_shelf(*, shelf_id: UUID, product_ids: Sequence[UUID], now: datetime, by: UUID | None) -> None:
    """The owner puts a shelf's products in this order; those not named follow in the order they had.

    Refuses others' shelves. Products that are not on the shelf are passed over.
    """
    shelf = lock_shelf(shelf_id, by)
    standing = {item.product_id: item for item in order_on([shelf_id])[shelf_id]}
    named = [product_id for product_id in dict.fromkeys(product_ids) if product_id in standing]
    _place(standing, [*named, *(product_id for product_id in standing if product_id not in named)])
    record(ShowcaseArranged(shelf.person_id), by=by, now=now)


def _check_title(title: str) -> None:
    if not is_text(title, SHELF_TITLE_MAX):
        raise BadTitle(most=SHELF_TITLE_MAX)


def _place(standing: dict[UUID, ShelfItem], order: Sequence[UUID]) -> None:
    for position, product_id in enumerate(order):
        standing[product_id].position = position
    ShelfItem.objects.bulk_update(standing.values(), ["position"])
