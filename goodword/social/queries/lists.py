"""All public posts, page by page, for those who list the house."""

from datetime import datetime
from uuid import UUID

from goodword.kit.marks import beginnings, page_from
from goodword.social.models import Post, PostMark
from goodword.social.rules import moment


def post_lists() -> list[UUID]:
    """Where each page of the list of all posts begins. One statement."""
    return beginnings(PostMark.objects.all())


def listed_posts(start: UUID) -> list[tuple[UUID, datetime]] | None:
    """The live posts of the page that begins at `start`, each with when it was last changed. None: no such page."""
    rows = page_from(Post.objects.filter(live=True), PostMark.objects.all(), start)
    if rows is None:
        return None
    return [(post, edited or moment(post)) for post, edited in rows.values_list("id", "edited_at")]
