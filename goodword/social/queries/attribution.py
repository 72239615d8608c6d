"""Whose word led to a product: what settlement pays for."""

from collections.abc import Iterable
from uuid import UUID

from goodword.kit.statements import places, read, uuid_of
from goodword.social.models import Post

Pair = tuple[UUID, UUID]


ATTRIBUTIONS = """SELECT post_id, product_id, author_id FROM social_postproduct
                  WHERE post_id IN ({ids}) AND product_id IN ({ids}) AND live"""


def attributions(pairs: Iterable[Pair]) -> dict[Pair, UUID]:
    """The author for each (post, product), only where the post is live and carries the product. One statement."""
    wanted = list(set(pairs))
    if not wanted:
        return {}
    named = [post for post, _product in wanted] + [product for _post, product in wanted]
    found = read(ATTRIBUTIONS, named, ids=places(wanted))
    by_pair = {(uuid_of(post), uuid_of(product)): uuid_of(author) for post, product, author in found}
    return {pair: by_pair[pair] for pair in wanted if pair in by_pair}


def attribution(post_id: UUID, product_id: UUID) -> UUID | None:
    """The author of a live post that carries the product, or None: then nobody's word is counted."""
    return attributions([(post_id, product_id)]).get((post_id, product_id))


def post_authors(post_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The author of each of these posts that is live. One statement."""
    return dict(Post.objects.filter(id__in=set(post_ids), live=True).values_list("id", "author_id"))
