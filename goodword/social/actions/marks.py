"""The only writer of marks: where the pages of the list of all posts begin."""

from datetime import datetime

from goodword.kit.marks import to_mark
from goodword.social.models import Post, PostMark


def mark_posts(*, limit: int, now: datetime) -> int:
    """Marks where at most `limit` further pages begin (see kit.marks); how many. Two at once mark the same."""
    found = to_mark(Post.objects.all(), PostMark.objects.all(), limit)
    PostMark.objects.bulk_create([PostMark(id=one) for one in found], ignore_conflicts=True)
    return len(found)
