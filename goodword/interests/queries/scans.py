"""The scans of the walls: for each kind of tie the newest posts below a mark, read from one index.

Every scan is bounded whatever the size of the tables: of each thing followed it reads at most CANDIDATES entries of
the index on (thing, post), newest first. Databases have two ways to say "for each"; both read the same entries.
"""

from datetime import timedelta
from functools import cache
from uuid import UUID

from goodword.interests.queries.values import knows_lateral, rows, uuid_of, woven
from goodword.interests.rules import CANDIDATES, FIRST, LAST, Candidate, Scan, Tie, shift

# What the reader follows, as conditions on a post `p`; the scans and the explanation share them.
FOLLOWS_AUTHOR = """EXISTS (SELECT 1 FROM social_follow x
    WHERE x.follower_id = %(reader)s AND x.person_id = p.author_id)"""
FOLLOWS_TOPIC = "p.topic_id IN (SELECT slug FROM topics)"
# A limit and not EXISTS: a planner may answer EXISTS for all posts at once, and then reads the whole table to do so.
FOLLOWS_SHOP = """(SELECT 1 FROM social_postproduct y
    WHERE y.post_id = p.id AND y.shop_id IN (SELECT id FROM shops) LIMIT 1) IS NOT NULL"""
FOLLOWED_SHOPS = """shops (id) AS (SELECT f.shop_id FROM social_follow f
    WHERE f.follower_id = %(reader)s AND f.shop_id IS NOT NULL)"""

# The topics followed and all below them; `root` is the followed one, nearest first by `depth`.
FOLLOWED_TOPICS = """topics (slug, root, depth) AS (
    SELECT f.topic_id, f.topic_id, 0 FROM social_follow f
     WHERE f.follower_id = %(reader)s AND f.topic_id IS NOT NULL
    UNION SELECT t.slug, b.root, b.depth + 1
      FROM topics b JOIN catalog_topic t ON t.parent_id = b.slug WHERE b.depth < 8)"""
ONE_TOPIC = """topics (slug, root, depth) AS (
    SELECT CAST(%(topic)s AS varchar(60)), CAST(%(topic)s AS varchar(60)), 0
    UNION SELECT t.slug, b.root, b.depth + 1
      FROM topics b JOIN catalog_topic t ON t.parent_id = b.slug WHERE b.depth < 8)"""
NEAREST = "(SELECT b.root FROM topics b WHERE b.slug = p.topic_id ORDER BY b.depth LIMIT 1)"
PARTS = {
    "followed_topics": FOLLOWED_TOPICS,
    "followed_shops": FOLLOWED_SHOPS,
    "one_topic": ONE_TOPIC,
    "nearest": NEAREST,
    "author": FOLLOWS_AUTHOR,
    "topic": FOLLOWS_TOPIC,
    "shop": FOLLOWS_SHOP,
    "n": str(CANDIDATES),
}

FOLLOWED = "SELECT f.{column} AS id FROM social_follow f WHERE f.follower_id = %(reader)s AND f.{column} IS NOT NULL"
# The pair is compared and ordered as a whole, so that only the index on the pair can serve: a planner that may also
# read all posts backwards until enough fit would walk the whole table for somebody who fell silent long ago.
LATERAL = """CROSS JOIN LATERAL (SELECT z.{post} FROM {table} z
    WHERE z.live AND (z.{key}, z.{post}) < (k.id, %(below_{tie})s) AND (z.{key}, z.{post}) >= (k.id, %(first)s)
    ORDER BY z.{key} DESC, z.{post} DESC LIMIT {n}) q"""
BY_KEY = """JOIN {table} q ON q.id IN (SELECT z.id FROM {table} z
    WHERE z.live AND z.{key} = k.id AND z.{post} < %(below_{tie})s ORDER BY z.{post} DESC LIMIT {n})"""
NEWEST_OF_ALL = "SELECT q.{post} AS id, k.id AS target FROM ({keys}) k {each} ORDER BY q.{post} DESC LIMIT {n}"

# Rows are (tie, post, 1 when it is the post's best tie, the name of what is followed in English and in Chinese).
TIED = """WITH RECURSIVE {followed_topics}, {followed_shops}
SELECT 'author', r.id, 1, a.name, a.name FROM ({of_authors}) r JOIN people_person a ON a.id = r.target
UNION ALL
SELECT 'topic', p.id, CASE WHEN {author} THEN 0 ELSE 1 END, t.name_en, t.name_zh
  FROM ({in_topics}) r JOIN social_post p ON p.id = r.id JOIN catalog_topic t ON t.slug = {nearest}
UNION ALL
SELECT 'shop', p.id, CASE WHEN {author} OR {topic} THEN 0 ELSE 1 END, s.name, s.name
  FROM ({of_shops}) r JOIN social_post p ON p.id = r.id JOIN partners_shop s ON s.id = r.target"""
UNTIED = """ UNION ALL
SELECT 'none', p.id, CASE WHEN {author} OR {topic} OR {shop} THEN 0 ELSE 1 END, '', ''
  FROM (SELECT q.id, q.author_id, q.topic_id FROM social_post q
         WHERE q.live AND q.id < %(below_none)s ORDER BY q.id DESC LIMIT {n}) p"""
NEWEST = """SELECT 'none', q.id, 1, '', '' FROM social_post q
 WHERE q.live AND q.id < %(below_none)s ORDER BY q.id DESC LIMIT {n}"""
LANE = """WITH RECURSIVE {one_topic} SELECT 'topic', r.id, 1, t.name_en, t.name_zh
  FROM ({in_topics}) r JOIN catalog_topic t ON t.slug = %(topic)s"""
EVERYTHING = TIED + UNTIED


def _newest(tie: Tie, table: str, key: str, post: str, keys: str) -> str:
    """The newest posts of everything in `keys`, through the index on (key, post) of live rows."""
    places = {"tie": tie, "table": table, "key": key, "post": post, "n": str(CANDIDATES)}
    each = woven(LATERAL if knows_lateral() else BY_KEY, **places)
    return woven(NEWEST_OF_ALL, keys=keys, each=each, **places)


@cache
def statement(scans: str) -> str:
    """The scans with all their parts, in this database's words."""
    return woven(
        scans,
        of_authors=_newest("author", "social_post", "author_id", "id", woven(FOLLOWED, column="person_id")),
        in_topics=_newest("topic", "social_post", "topic_id", "id", "SELECT DISTINCT slug AS id FROM topics"),
        of_shops=_newest("shop", "social_postproduct", "shop_id", "post_id", "SELECT id FROM shops"),
        **PARTS,
    )


def scan(
    scans: str, below: UUID, bonus: dict[Tie, timedelta], language: str, *, reader: UUID | None, topic: str = ""
) -> list[Scan]:
    """What the scans find for ranks below a mark. One statement."""
    marks = {f"below_{tie}": shift(below, -by) for tie, by in bonus.items()}
    found = rows(statement(scans), {**marks, "first": FIRST, "reader": reader or LAST, "topic": topic})
    name = 4 if language.startswith("zh") else 3
    read: dict[Tie, list[tuple[UUID, bool, str]]] = {}
    for row in found:
        read.setdefault(row[0], []).append((uuid_of(row[1]), bool(row[2]), row[name]))
    return [_scan(tie, entries) for tie, entries in read.items()]


def _scan(tie: Tie, read: list[tuple[UUID, bool, str]]) -> Scan:
    """What one tie's scan found; each post once, since a shop may have several products in it."""
    best = {post_id: Candidate(post_id, tie, name) for post_id, mine, name in reversed(read) if mine}
    floor = min(post_id for post_id, _mine, _name in read) if len(read) >= CANDIDATES else None
    return Scan(tie, list(best.values()), floor)
