"""Reads of showcases (row 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog_queries
from goodword.catalog.queries import ProductCard
from goodword.kit.refusals import NotFound
from goodword.partners import queries as partners_queries
from goodword.social.models import Shelf, ShelfItem
from goodword.social.rules import Disclosure, disclose


class ShelfUnknown(NotFound):
    """There is no such shelf in this person's showcase."""

    status = 404
    code = "social.shelf_unknown"
    sentence = _("There is no such shelf in your showcase. Reload the page.")


@dataclass(frozen=True, slots=True)
class Pick:
    """A product in a showcase, with the post that recommends it and what stands behind it."""

    product: ProductCard
    post_id: UUID
    disclosure: Disclosure


@dataclass(frozen=True, slots=True)
class ShelfView:
    """A shelf: `picks` can be bought now; `away` stepped back until they can, and only their owner sees them."""

    id: UUID
    title: str
    picks: tuple[Pick, ...]
    away: tuple[Pick, ...]


def showcase(person_id: UUID, reader_id: UUID | None, at: datetime) -> list[ShelfView]:
    """A person's shelves in their order. Sold-out and withdrawn products, and those of withdrawn posts, step back.

    They return to their place by themselves. Four statements. Shelves with nothing to show are the owner's to see.
    """
    shelves = list(Shelf.objects.filter(person_id=person_id).order_by("position", "id").values_list("id", "title"))
    items = list(
        ShelfItem.objects.filter(shelf_id__in=[shelf_id for shelf_id, _title in shelves])
        .select_related("post")
        .order_by("position", "id")
    )
    cards = catalog_queries.products(item.product_id for item in items)
    rates = partners_queries.commission_rates([(card.shop_id, card.id) for card in cards.values()], at)
    here: dict[UUID, list[Pick]] = {shelf_id: [] for shelf_id, _title in shelves}
    away: dict[UUID, list[Pick]] = {shelf_id: [] for shelf_id, _title in shelves}
    for item in items:
        card = cards[item.product_id]
        told = disclose([(card.id, rates[card.shop_id, card.id])], free_sample=item.post.free_sample)
        standing = here if item.post.live and card.listed and card.available > 0 else away
        standing[item.shelf_id].append(Pick(card, item.post_id, told))
    own = reader_id == person_id
    found = (ShelfView(one, title, tuple(here[one]), tuple(away[one]) if own else ()) for one, title in shelves)
    return [shelf for shelf in found if own or shelf.picks]


def lock_shelves(person_id: UUID) -> list[Shelf]:
    """The person's shelves in their order, locked until the transaction ends."""
    rows = Shelf.objects.select_for_update().filter(person_id=person_id).order_by("id")
    return sorted(rows, key=lambda shelf: (shelf.position, shelf.id))


def lock_shelf(shelf_id: UUID, person_id: UUID | None) -> Shelf:
    """One of the person's own shelves, locked until the transaction ends. Refuses any other."""
    found = Shelf.objects.select_for_update().filter(id=shelf_id).first()
    if found is None or found.person_id != person_id:
        raise ShelfUnknown
    return found


def order_on(shelf_ids: Iterable[UUID]) -> dict[UUID, list[ShelfItem]]:
    """What stands on these shelves, each in its order."""
    found: dict[UUID, list[ShelfItem]] = {shelf_id: [] for shelf_id in shelf_ids}
    for item in ShelfItem.objects.filter(shelf_id__in=found).order_by("position", "id"):
        found[item.shelf_id].append(item)
    return found
