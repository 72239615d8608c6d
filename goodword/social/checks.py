"""What must hold in the tables of social."""

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from goodword.kit.verification import verifies
from goodword.social.models import Audience, Comment, Follow, Post, PostProduct, Save


@verifies("S-64", _("a post and what it carries are live together, and everything carried is the author's"))
def carried_as_published() -> list[str]:
    """Rows of products that do not fit their post, or their product's shop."""
    wrong = PostProduct.objects.exclude(
        live=F("post__live"), author=F("post__author"), shop=F("product__shop")
    ).values_list("post_id", flat=True)
    return [f"the products of post {post_id} do not fit it" for post_id in wrong[:100]]


@verifies("S-66", _("a post is live until its withdrawal, which says why"))
def withdrawn_with_a_reason() -> list[str]:
    """Posts that are withdrawn without a row, or live with one; and live posts without a product."""
    wrong = Post.objects.filter(Q(live=True, withdrawal__isnull=False) | Q(live=False, withdrawal=None))
    found = [f"post {post_id} and its withdrawal disagree" for post_id in wrong.values_list("id", flat=True)[:100]]
    bare = Post.objects.filter(products=None).values_list("id", flat=True)
    return found + [f"post {post_id} carries no product" for post_id in bare[:100]]


@verifies("S-66", _("the counters of saves, comments and followers are the numbers of rows"))
def counters_are_true() -> list[str]:
    """Counters that differ from what they count."""
    saves = Save.objects.filter(post=OuterRef("id")).order_by().values("post").annotate(n=Count("id"))
    said = Comment.objects.filter(post=OuterRef("id"), live=True).order_by().values("post").annotate(n=Count("id"))
    wrong = Post.objects.exclude(
        saves=Coalesce(Subquery(saves.values("n")), 0), comments=Coalesce(Subquery(said.values("n")), 0)
    )
    found = [f"post {post_id} counts wrongly" for post_id in wrong.values_list("id", flat=True)[:100]]
    followed: dict[tuple[str, str], int] = {}
    for kind in ("person", "shop", "topic"):
        rows = Follow.objects.exclude(**{kind: None}).order_by().values_list(kind).annotate(n=Count("id"))
        followed |= {(kind, str(target)): number for target, number in rows}
    kept = {(row.kind, row.target): row.followers for row in Audience.objects.filter(followers__gt=0)}
    different = sorted(key for key in followed.keys() | kept.keys() if followed.get(key) != kept.get(key))
    return found + [f"the followers of {kind} {target} are counted wrongly" for kind, target in different[:100]]
