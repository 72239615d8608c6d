"""All public products, page by page, for those who list the house."""

from datetime import datetime
from uuid import UUID

from goodword.catalog.models import Product, ProductMark
from goodword.kit.marks import beginnings, page_from


def product_lists() -> list[UUID]:
    """Where each page of the list of all products begins. One statement."""
    return beginnings(ProductMark.objects.all())


def listed_products(start: UUID) -> list[tuple[UUID, datetime]] | None:
    """The products that are sold, of the page that begins at `start`, and when they were added. None: no such page."""
    sold = Product.objects.filter(listed=True, shop__recommendable=True)
    rows = page_from(sold, ProductMark.objects.all(), start)
    return None if rows is None else list(rows.values_list("id", "added_at"))
