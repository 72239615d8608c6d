"""Everything the cards of a wall show, in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from goodword.catalog.queries import Picture, picture_of
from goodword.interests.queries.values import rows, uuid_of, woven
from goodword.interests.rules import LAST, Because
from goodword.partners.queries import RATE
from goodword.social.rules import EXCERPT, excerpt, moment


@dataclass(frozen=True, slots=True)
class WallCard:
    """A post on a wall with the first of its products that can be bought; amounts in minor units of `currency`.

    `rate_bp` is the highest commission rate now (basis points) among the post's products and `free_sample` whether
    the author was given one: together they are the disclosure, and a card must show it when either is set (G11).
    `price` and `compare_at` are of the cheapest offer in stock, `available` its units. `picture` is the author's own
    first picture, else the product's. `because` is why the post stands here.
    """

    post_id: UUID
    reason: str
    reason_type: str
    published_at: datetime
    author_id: UUID
    author_handle: str
    author_name: str
    author_topic: str
    topic: str
    product_id: UUID
    product_title: str
    product_slug: str
    shop_id: UUID
    shop_name: str
    shop_slug: str
    offer_id: UUID
    picture: Picture
    price: int
    compare_at: int | None
    currency: str
    available: int
    rate_bp: int
    free_sample: bool
    saves: int
    comments: int
    saved: bool
    because: Because


# The limit keeps the choice of the offer apart from the joins, so that each is one look into a primary key.
CARDS = """SELECT p.id, substr(p.reason, 1, {cut}), p.reason_type, a.id, a.handle, a.name,
    t.name_en, t.name_zh, t.slug, d.id, d.title, d.slug, s.id, s.name, s.slug, o.id,
    m.file, m.width, m.height, m.alt, d.drawing, o.price, o.compare_at, o.currency, o.on_hand - o.reserved,
    p.rate_bp, p.free_sample, p.saves, p.comments, p.saved
FROM (SELECT q.id, q.reason, q.reason_type, q.author_id, q.topic_id, q.free_sample, q.saves, q.comments,
    (SELECT x.id FROM social_postproduct y
        JOIN catalog_product z ON z.id = y.product_id AND z.listed
        JOIN partners_shop w ON w.id = y.shop_id AND w.recommendable
        JOIN catalog_offer x ON x.product_id = y.product_id AND x.on_hand > x.reserved
      WHERE y.post_id = q.id ORDER BY y.position, x.price, x.id LIMIT 1) AS offer_id,
    (SELECT max(COALESCE({rate}, 0)) FROM social_postproduct y WHERE y.post_id = q.id) AS rate_bp,
    (SELECT i.media_id FROM social_postpicture i WHERE i.post_id = q.id AND i.position = 0) AS media_id,
    EXISTS (SELECT 1 FROM social_save v WHERE v.person_id = %(reader)s AND v.post_id = q.id) AS saved
    FROM social_post q WHERE q.live AND q.id IN ({ids}) LIMIT {count}) p
JOIN catalog_offer o ON o.id = p.offer_id
JOIN catalog_product d ON d.id = o.product_id
JOIN partners_shop s ON s.id = o.shop_id
JOIN people_person a ON a.id = p.author_id
JOIN catalog_topic t ON t.slug = p.topic_id
LEFT JOIN catalog_media m ON m.id = COALESCE(p.media_id, d.cover_id)"""


def sql_for(ids: Iterable[str]) -> str:
    """The statement for posts given under these names."""
    names = list(ids)
    places = ", ".join(f"%({name})s" for name in names)
    rate = woven(RATE, shop="y.shop_id", product="y.product_id", at="%(at)s")
    return woven(CARDS, cut=str(EXCERPT + 1), count=str(len(names)), ids=places, rate=rate)


def cards(
    wanted: Sequence[tuple[UUID, Because]], reader: UUID | None, language: str, at: datetime
) -> dict[UUID, WallCard]:
    """The cards of these posts as far as they can be shown: live, with a product that can be bought. One statement."""
    why = dict(wanted)
    if not why:
        return {}
    values: dict[str, Any] = {f"id{place}": post_id for place, post_id in enumerate(why)}
    found = rows(sql_for(values), {**values, "reader": reader or LAST, "at": at})
    shown = (_card(row, why, language) for row in found)
    return {card.post_id: card for card in shown}


def _card(row: tuple[Any, ...], why: dict[UUID, Because], language: str) -> WallCard:
    post_id = uuid_of(row[0])
    return WallCard(
        post_id=post_id,
        reason=excerpt(row[1]),
        reason_type=row[2],
        published_at=moment(post_id),
        author_id=uuid_of(row[3]),
        author_handle=row[4],
        author_name=row[5],
        author_topic=row[7] if language.startswith("zh") else row[6],
        topic=row[8],
        product_id=uuid_of(row[9]),
        product_title=row[10],
        product_slug=row[11],
        shop_id=uuid_of(row[12]),
        shop_name=row[13],
        shop_slug=row[14],
        offer_id=uuid_of(row[15]),
        picture=picture_of(row[16], row[17], row[18], row[19] or row[10], row[20]),
        price=row[21],
        compare_at=row[22],
        currency=row[23],
        available=row[24],
        rate_bp=row[25],
        free_sample=bool(row[26]),
        saves=row[27],
        comments=row[28],
        saved=bool(row[29]),
        because=why[post_id],
    )
