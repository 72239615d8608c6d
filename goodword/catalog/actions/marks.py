"""The only writer of marks: where the pages of the list of all products begin."""

from datetime import datetime

from goodword.catalog.models import Product, ProductMark
from goodword.kit.marks import to_mark


def mark_products(*, limit: int, now: datetime) -> int:
    """Marks where at most `limit` further pages begin (see kit.marks); how many. Two at once mark the same."""
    found = to_mark(Product.objects.all(), ProductMark.objects.all(), limit)
    ProductMark.objects.bulk_create([ProductMark(id=one) for one in found], ignore_conflicts=True)
    return len(found)
