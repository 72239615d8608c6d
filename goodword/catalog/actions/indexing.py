"""The only writer of the words by which products are found."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from goodword.catalog.models import Product, SearchEntry, Variant
from goodword.catalog.rules import fold, search_words


def index_products(product_ids: Collection[UUID]) -> None:
    """The products are found by what they are called now: title, brand, topic and variants. Three statements.

    Part of every action that changes one of these, in its transaction.
    """
    called: defaultdict[UUID, list[str]] = defaultdict(list)
    named = Product.objects.filter(id__in=product_ids)
    for product_id, *names in named.values_list("id", "title", "brand", "topic__name_en", "topic__name_zh"):
        called[product_id] += [name for name in names if name]
    for product_id, title, sku in Variant.objects.filter(product__in=product_ids).values_list(
        "product_id", "title", "sku"
    ):
        called[product_id] += [title, sku]
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(product_id=product_id, text=fold(" | ".join(names)), words=search_words(" ".join(names)))
            for product_id, names in called.items()
        ],
        update_conflicts=True,
        unique_fields=["product"],
        update_fields=["text", "words"],
    )
