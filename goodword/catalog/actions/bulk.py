"""Writing many products at once, as a catalogue file or a partner's software names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.catalog.actions.batch import Batch
from goodword.catalog.models import Topic
from goodword.catalog.queries import NoSuchTopic
from goodword.catalog.rules import BadProduct, ProductRow, check_row
from goodword.partners.queries import lock_shop

BATCH = 500  # products written with one set of statements


@dataclass(frozen=True, slots=True)
class Counts:
    """How many products were new, changed in anything, or as they stood already."""

    created: int
    changed: int
    unchanged: int


@transaction.atomic
def put_products(shop_id: UUID, rows: Sequence[ProductRow], *, now: datetime, by: UUID | None) -> Counts:
    """The shop's products become what `rows` say: all of them or, when one is refused, none.

    A product is known by (shop, handle), a variant by (product, SKU): the same rows again change nothing. What no
    row names stays. A row without a topic leaves the topic, a variant without a stock leaves the stock; a stock below
    what unpaid purchases hold becomes just that, so that nothing more can be bought. Pictures are fetched later; a
    withdrawn product stays withdrawn. Some fifteen statements for each 500 products.
    Refuses BadProduct, NoSuchTopic, an unknown shop or currency.
    """
    shop = lock_shop(shop_id)
    seen: set[str] = set()
    for row in rows:
        check_row(row, shop.currency)
        if row.handle in seen:
            raise BadProduct(field=_("The handle"), item=row.handle[:60], why=_("it stands there twice."))
        seen.add(row.handle)
    asked = {row.topic for row in rows if row.topic}
    if asked - set(Topic.objects.filter(slug__in=asked).values_list("slug", flat=True)):
        raise NoSuchTopic
    created = changed = 0
    for start in range(0, len(rows), BATCH):
        batch = Batch(shop_id, rows[start : start + BATCH], now, by)
        batch.write()
        created += len(batch.created)
        changed += len(batch.changed)
    return Counts(created, changed, len(rows) - created - changed)
