"""The only writer of marks: where the pages of the list of all posts begin."""

from datetime import datetime
from uuid import UUID

from goodword.kit.limits import LISTED
from goodword.social.models import Post, PostMark


def mark_posts(*, limit: int, now: datetime) -> int:
    """Marks the post that comes LISTED posts after the last mark, and so on, at most `limit` times; how often.

    Ids are in time order, so marks stay where they are. Two at once mark the same.
    """
    made = 0
    last = PostMark.objects.order_by("-id").values_list("id", flat=True).first() or UUID(int=0)
    while made < limit:
        ids = Post.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)
        found = next(iter(ids[LISTED - 1 : LISTED]), None)
        if found is None:
            break
        PostMark.objects.bulk_create([PostMark(id=found)], ignore_conflicts=True)
        last, made = found, made + 1
    return made
