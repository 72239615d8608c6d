"""What a product sheet needs, wherever it opens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goodword.catalog import queries as catalog
from goodword.partners import queries as partners


@dataclass(frozen=True, slots=True)
class ForSale:
    """A product with its variants, and how long its shop takes it back."""

    product: catalog.ProductPage
    return_days: int


def for_sale(product_id: UUID, now: datetime) -> ForSale:
    """The product as it can be bought at this moment. Five statements."""
    product = catalog.product_page(product_id, now)
    shop = partners.briefs([product.card.shop_id])[product.card.shop_id]
    return ForSale(product=product, return_days=shop.return_days)
