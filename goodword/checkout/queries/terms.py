"""What things cost now, and on whose word they are sold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goodword.checkout.rules import QuoteItem
from goodword.kit.statements import read, tuples, uuid_of, woven
from goodword.partners.queries import RATE

NOBODY = UUID(int=0)  # stands where there is no post; no post has this id
TERMS = """WITH asked (offer_id, post_id) AS (VALUES {asked})
           SELECT o.id, o.product_id, o.shop_id, p.title, v.title, o.price, o.currency, o.on_hand - o.reserved,
                  p.listed AND s.recommendable, a.id, COALESCE({rate}, 0),
                  s.name, s.delivery_fee, s.free_delivery_from, s.return_days
           FROM asked JOIN catalog_offer o ON o.id = asked.offer_id
           JOIN catalog_product p ON p.id = o.product_id JOIN catalog_variant v ON v.id = o.variant_id
           JOIN partners_shop s ON s.id = o.shop_id
           LEFT JOIN social_postproduct w ON w.post_id = asked.post_id AND w.product_id = o.product_id AND w.live
           LEFT JOIN people_person a ON a.id = w.author_id AND a.is_active"""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms an offer is sold at this moment, and by whose word: `rate_bp` is 0 without an expert.

    `price`, `delivery_fee` and `free_delivery_from` in minor units of `currency`.
    """

    offer_id: UUID
    product_id: UUID
    shop_id: UUID
    title: str
    variant_title: str
    price: int
    currency: str
    available: int
    listed: bool
    expert_id: UUID | None
    rate_bp: int
    shop_name: str
    delivery_fee: int
    free_delivery_from: int | None
    return_days: int


def terms(items: Sequence[QuoteItem], at: datetime) -> dict[UUID, Terms]:
    """The terms of each item's offer; offers that do not exist are left out. One statement, so all of one moment.

    An expert is the author of the item's post, when that is live, carries the product, and they have not left.
    """
    rate = woven(RATE, shop="o.shop_id", product="o.product_id", at="%s")
    pairs = [value for item in items for value in (item.offer_id, item.post_id or NOBODY)]
    found = {}
    for *keys, title, variant, price, currency, left, listed, expert, rate_bp, name, fee, free, days in read(
        TERMS, [*pairs, at], asked=tuples(len(items)), rate=rate
    ):
        offer_id, product_id, shop_id = (uuid_of(key) for key in keys)
        author = uuid_of(expert) if expert else None
        earned = (author, rate_bp if author else 0)
        goods = (title, variant, price, currency, left, bool(listed))
        found[offer_id] = Terms(offer_id, product_id, shop_id, *goods, *earned, name, fee, free, days)
    return found
