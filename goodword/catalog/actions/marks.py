"""The only writer of marks: where the pages of the list of all products begin."""

from datetime import datetime
from uuid import UUID

from goodword.catalog.models import Product, ProductMark
from goodword.kit.limits import LISTED


def mark_products(*, limit: int, now: datetime) -> int:
    """Marks the product that comes LISTED products after the last mark, and so on, at most `limit` times; how often.

    Ids are in time order, so marks stay where they are. Two at once mark the same.
    """
    made = 0
    last = ProductMark.objects.order_by("-id").values_list("id", flat=True).first() or UUID(int=0)
    while made < limit:
        ids = Product.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)
        found = next(iter(ids[LISTED - 1 : LISTED]), None)
        if found is None:
            break
        ProductMark.objects.bulk_create([ProductMark(id=found)], ignore_conflicts=True)
        last, made = found, made + 1
    return made
