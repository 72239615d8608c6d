"""All public posts, page by page, for those who list the house."""

from datetime import datetime
from uuid import UUID

from goodword.kit.limits import LISTED
from goodword.social.models import Post, PostMark
from goodword.social.rules import moment

FIRST = UUID(int=0)


def post_lists() -> list[UUID]:
    """Where each page of the list of all posts begins. One statement, one row for every LISTED posts."""
    return [FIRST, *PostMark.objects.order_by("id").values_list("id", flat=True)]


def listed_posts(start: UUID) -> list[tuple[UUID, datetime]] | None:
    """The live posts of the page that begins at `start`, each with when it was last changed. None: no page begins here.

    One range of the primary key, at most twice LISTED rows long: the last page grows until its end is marked.
    """
    begins = list(PostMark.objects.filter(id__gte=start).order_by("id").values_list("id", flat=True)[:2])
    if start != FIRST and begins[:1] != [start]:
        return None
    after = begins[1:] if start != FIRST else begins[:1]
    rows = Post.objects.filter(live=True, id__gte=start)
    if after:
        rows = rows.filter(id__lt=after[0])
    return [
        (post, edited or moment(post))
        for post, edited in rows.order_by("id").values_list("id", "edited_at")[: 2 * LISTED]
    ]
