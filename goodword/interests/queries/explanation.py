"""Why am I seeing this: the terms of the formula that hold between a reader and a post."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from goodword.interests.queries.scans import PARTS
from goodword.interests.queries.values import rows, woven
from goodword.interests.rules import BONUS, LAST, Because, Tie, best, rank
from goodword.social.queries import PostUnknown
from goodword.social.rules import moment


@dataclass(frozen=True, slots=True)
class Term:
    """One reason that holds, and whether it is the one that counted: only the best does."""

    because: Because
    counted: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a post stands in For you: published then, ranked as if published at `ranked_at`, by these terms.

    The counted term comes first. The words are the formula's, by code; the surface says them in a language.
    """

    post_id: UUID
    published_at: datetime
    ranked_at: datetime
    terms: tuple[Term, ...]


TIES = woven(
    """WITH RECURSIVE {followed_topics}
    SELECT 'author', a.name, a.name FROM social_post p JOIN people_person a ON a.id = p.author_id
     WHERE p.id = %(post)s AND p.live AND {author}
    UNION ALL
    SELECT 'topic', t.name_en, t.name_zh FROM social_post p JOIN catalog_topic t ON t.slug = {nearest}
     WHERE p.id = %(post)s AND p.live AND {topic}
    UNION ALL
    SELECT * FROM (SELECT DISTINCT 'shop', s.name, s.name AS name_zh FROM social_postproduct y
      JOIN social_follow x ON x.follower_id = %(reader)s AND x.shop_id = y.shop_id
      JOIN partners_shop s ON s.id = y.shop_id WHERE y.post_id = %(post)s AND y.live) w
    UNION ALL
    SELECT 'none', '', '' FROM social_post p WHERE p.id = %(post)s AND p.live""",
    **PARTS,
)


def explain(reader_id: UUID | None, post_id: UUID, language: str) -> Explanation:
    """The terms that make the post's rank for this reader, in one statement. Refuses a post that is not live.

    True because it is the formula itself: the conditions are those of the scans, the rank is `rules.rank`, and what
    counts is `rules.best`.
    """
    found = rows(TIES, {"post": post_id, "reader": reader_id or LAST})
    if not found:
        raise PostUnknown
    ties = [cast(Tie, row[0]) for row in found]
    counted = best(ties)
    first = ties.index(counted)
    name = 2 if language.startswith("zh") else 1
    terms = [
        Term(Because(tie, row[name], int(BONUS[tie].total_seconds() // 3600)), counted=place == first)
        for place, (tie, row) in enumerate(zip(ties, found, strict=True))
    ]
    return Explanation(
        post_id=post_id,
        published_at=moment(post_id),
        ranked_at=moment(rank(post_id, counted, BONUS)),
        terms=tuple(sorted(terms, key=lambda term: not term.counted)),
    )
