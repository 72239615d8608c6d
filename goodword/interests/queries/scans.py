"""The scans of the walls: for each kind of tie the newest posts below a mark, read from one index.

Every scan is bounded whatever the size of the tables. To take the newest n posts of everything followed it looks up
the (n/4)-th newest post of each thing: the fourth newest of these has n posts at or above it, so nothing below that
floor is wanted. Then it walks down from the newest post of each thing, one look into the index a step, to the floor
and at most n steps. Each look is a subquery that ends at its first row: no guess of a planner makes it a long one.
"""

from datetime import timedelta
from uuid import UUID

from goodword.interests.queries.values import rows, uuid_of, woven
from goodword.interests.rules import CANDIDATES, FIRST, LAST, Candidate, Scan, Tie, shift

# What the reader follows, as conditions on a post `p`; the scans and the explanation share them.
FOLLOWS_AUTHOR = """EXISTS (SELECT 1 FROM social_follow x
    WHERE x.follower_id = %(reader)s AND x.person_id = p.author_id)"""
FOLLOWS_TOPIC = "p.topic_id IN (SELECT slug FROM topics)"
FOLLOWS_SHOP = """EXISTS (SELECT 1 FROM social_postproduct y
    JOIN social_follow x ON x.follower_id = %(reader)s AND x.shop_id = y.shop_id WHERE y.post_id = p.id)"""

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

WALK = """{tie}_floor (id) AS (SELECT COALESCE((
        SELECT (SELECT q.{post} FROM {table} q WHERE q.{key} = k.id AND q.live AND q.{post} < %(below_{tie})s
                ORDER BY q.{post} DESC LIMIT 1 OFFSET {seventh}) AS nth
          FROM ({keys}) k ORDER BY nth DESC NULLS LAST LIMIT 1 OFFSET 3), %(first)s)),
{tie}_walk (target, id, n) AS (
    SELECT k.id, (SELECT q.{post} FROM {table} q WHERE q.{key} = k.id AND q.live AND q.{post} < %(below_{tie})s
                  ORDER BY q.{post} DESC LIMIT 1), 1 FROM ({keys}) k
    UNION ALL
    SELECT w.target, (SELECT q.{post} FROM {table} q WHERE q.{key} = w.target AND q.live AND q.{post} < w.id
                      AND q.{post} >= (SELECT f.id FROM {tie}_floor f) ORDER BY q.{post} DESC LIMIT 1), w.n + 1
      FROM {tie}_walk w WHERE w.id IS NOT NULL AND w.n < {n})"""
FOUND = "SELECT w.id, w.target FROM {tie}_walk w WHERE w.id IS NOT NULL ORDER BY w.id DESC LIMIT {n}"


def _walk(tie: Tie, table: str, key: str, post: str, keys: str) -> str:
    """The newest posts of everything in `keys`, through the index on (key, post) of live rows."""
    bounds = {"seventh": str(CANDIDATES // 4 - 1), "n": str(CANDIDATES)}
    return woven(WALK, tie=tie, table=table, key=key, post=post, keys=keys, **bounds)


FOLLOWED = "SELECT f.{column} AS id FROM social_follow f WHERE f.follower_id = %(reader)s AND f.{column} IS NOT NULL"
PARTS = {
    "followed_topics": FOLLOWED_TOPICS,
    "one_topic": ONE_TOPIC,
    "nearest": NEAREST,
    "author": FOLLOWS_AUTHOR,
    "topic": FOLLOWS_TOPIC,
    "shop": FOLLOWS_SHOP,
    "author_walk": _walk("author", "social_post", "author_id", "id", woven(FOLLOWED, column="person_id")),
    "topic_walk": _walk("topic", "social_post", "topic_id", "id", "SELECT DISTINCT slug AS id FROM topics"),
    "shop_walk": _walk("shop", "social_postproduct", "shop_id", "post_id", woven(FOLLOWED, column="shop_id")),
    "of_authors": woven(FOUND, tie="author", n=str(CANDIDATES)),
    "in_topics": woven(FOUND, tie="topic", n=str(CANDIDATES)),
    "of_shops": woven(FOUND, tie="shop", n=str(CANDIDATES)),
    "n": str(CANDIDATES),
}
# Rows are (tie, post, 1 when it is the post's best tie, the name of what is followed in English and in Chinese).
TIED = woven(
    """WITH RECURSIVE {followed_topics}, {author_walk}, {topic_walk}, {shop_walk}
    SELECT 'author', r.id, 1, a.name, a.name FROM ({of_authors}) r JOIN people_person a ON a.id = r.target
    UNION ALL
    SELECT 'topic', p.id, CASE WHEN {author} THEN 0 ELSE 1 END, t.name_en, t.name_zh
      FROM ({in_topics}) r JOIN social_post p ON p.id = r.id JOIN catalog_topic t ON t.slug = {nearest}
    UNION ALL
    SELECT 'shop', p.id, CASE WHEN {author} OR {topic} THEN 0 ELSE 1 END, s.name, s.name
      FROM ({of_shops}) r JOIN social_post p ON p.id = r.id JOIN partners_shop s ON s.id = r.target""",
    **PARTS,
)
EVERYTHING = TIED + woven(
    """ UNION ALL
    SELECT 'none', p.id, CASE WHEN {author} OR {topic} OR {shop} THEN 0 ELSE 1 END, '', ''
      FROM (SELECT q.id, q.author_id, q.topic_id FROM social_post q
             WHERE q.live AND q.id < %(below_none)s ORDER BY q.id DESC LIMIT {n}) p""",
    **PARTS,
)
NEWEST = woven(
    """SELECT 'none', q.id, 1, '', '' FROM social_post q
     WHERE q.live AND q.id < %(below_none)s ORDER BY q.id DESC LIMIT {n}""",
    **PARTS,
)
LANE = woven(
    """WITH RECURSIVE {one_topic}, {topic_walk} SELECT 'topic', r.id, 1, t.name_en, t.name_zh
      FROM ({in_topics}) r JOIN catalog_topic t ON t.slug = %(topic)s""",
    **PARTS,
)


def scan(
    sql: str, below: UUID, bonus: dict[Tie, timedelta], language: str, *, reader: UUID | None, topic: str = ""
) -> list[Scan]:
    """Runs the scans of `sql` for ranks below a mark. One statement."""
    marks = {f"below_{tie}": shift(below, -by) for tie, by in bonus.items()}
    found = rows(sql, {**marks, "first": FIRST, "reader": reader or LAST, "topic": topic})
    name = 4 if language.startswith("zh") else 3
    scans: dict[Tie, list[tuple[UUID, bool, str]]] = {}
    for row in found:
        scans.setdefault(row[0], []).append((uuid_of(row[1]), bool(row[2]), row[name]))
    return [_scan(tie, read) for tie, read in scans.items()]


def _scan(tie: Tie, read: list[tuple[UUID, bool, str]]) -> Scan:
    """What one tie's scan found; each post once, since a shop may have several products in it."""
    best = {post_id: Candidate(post_id, tie, name) for post_id, mine, name in reversed(read) if mine}
    floor = min(post_id for post_id, _mine, _name in read) if len(read) >= CANDIDATES else None
    return Scan(tie, list(best.values()), floor)
