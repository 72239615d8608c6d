"""Finding shops by their address word or by how their name begins: only those that sell here now."""

import re

from goodword.kit.limits import SUGGESTIONS, TEXT_SHORT
from goodword.partners.models import Shop
from goodword.partners.queries import BRIEF, ShopBrief

SLUG = re.compile(r"[-a-z0-9]{1,60}\Z")


def selling(slug: str) -> ShopBrief | None:
    """The shop with this address word, or None when there is none or it may not be recommended. One statement."""
    if not SLUG.match(slug):
        return None
    row = Shop.objects.filter(slug=slug, recommendable=True).values_list(*BRIEF).first()
    return ShopBrief(*row) if row else None


def shops_named(text: str, limit: int = SUGGESTIONS) -> list[ShopBrief]:
    """Shops whose name begins with `text`, whatever its case. One statement, by the index of names."""
    said = " ".join(text.replace("\0", " ").split())[:TEXT_SHORT]
    if not said:
        return []
    rows = Shop.objects.filter(name__istartswith=said, recommendable=True).values_list(*BRIEF)[:limit]
    return sorted((ShopBrief(*row) for row in rows), key=lambda shop: shop.name)
