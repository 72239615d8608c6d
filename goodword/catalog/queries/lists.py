"""All public products, page by page, for those who list the house."""

from datetime import datetime
from uuid import UUID

from goodword.catalog.models import Product, ProductMark
from goodword.kit.limits import LISTED

FIRST = UUID(int=0)


def product_lists() -> list[UUID]:
    """Where each page of the list of all products begins. One statement, one row for every LISTED products."""
    return [FIRST, *ProductMark.objects.order_by("id").values_list("id", flat=True)]


def listed_products(start: UUID) -> list[tuple[UUID, datetime]] | None:
    """The products that are sold, of the page that begins at `start`, and when they were added. None: no such page.

    One range of the primary key, at most twice LISTED rows long: the last page grows until its end is marked.
    """
    begins = list(ProductMark.objects.filter(id__gte=start).order_by("id").values_list("id", flat=True)[:2])
    if start != FIRST and begins[:1] != [start]:
        return None
    after = begins[1:] if start != FIRST else begins[:1]
    rows = Product.objects.filter(listed=True, shop__recommendable=True, id__gte=start)
    if after:
        rows = rows.filter(id__lt=after[0])
    return list(rows.order_by("id").values_list("id", "added_at")[: 2 * LISTED])
