"""Whose word led to a product: what settlement pays for."""

from collections.abc import Iterable
from uuid import UUID

from goodword.social.models import Post, PostProduct

Pair = tuple[UUID, UUID]


def attributions(pairs: Iterable[Pair]) -> dict[Pair, UUID]:
    """The author for each (post, product), only where the post is live and carries the product. One statement."""
    wanted = set(pairs)
    if not wanted:
        return {}
    rows = PostProduct.objects.filter(
        post_id__in={post_id for post_id, _product in wanted},
        product_id__in={product_id for _post, product_id in wanted},
        live=True,
    ).values_list("post_id", "product_id", "author_id")
    return {(post, product): author for post, product, author in rows if (post, product) in wanted}


def attribution(post_id: UUID, product_id: UUID) -> UUID | None:
    """The author of a live post that carries the product, or None: then nobody's word is counted."""
    return attributions([(post_id, product_id)]).get((post_id, product_id))


def post_authors(post_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The author of each of these posts that is live. One statement."""
    return dict(Post.objects.filter(id__in=set(post_ids), live=True).values_list("id", "author_id"))
