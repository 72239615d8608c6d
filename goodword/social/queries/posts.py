"""Reads of posts. Every view carries its disclosure: there is no other way to make one (I-29, G11)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog_queries
from goodword.catalog.queries import Picture, ProductCard
from goodword.kit.limits import PAGE_SIZE
from goodword.kit.paging import Page, decode_id, encode_cursor
from goodword.kit.refusals import NotFound
from goodword.partners import queries as partners_queries
from goodword.people import queries as people_queries
from goodword.people.queries import PersonBrief
from goodword.social.models import Post, PostEdit, PostPicture, PostProduct, PostWithdrawal, Save
from goodword.social.rules import Disclosure, disclose, moment


class PostUnknown(NotFound):
    """There is no such post, or it was withdrawn (S-74: both look the same)."""

    status = 404
    code = "social.post_unknown"
    sentence = _("These words are not here any more. Look for others about the same product.")


@dataclass(frozen=True, slots=True)
class PostView:
    """A post with everything its page shows; `products` in the author's order, sold-out ones included.

    `withdrawn_for` is set when the post is not live; then only its author is given it.
    """

    id: UUID
    author: PersonBrief
    topic: str
    reason: str
    reason_type: str
    evidence: str
    published_at: datetime
    edited_at: datetime | None
    disclosure: Disclosure
    products: tuple[ProductCard, ...]
    pictures: tuple[Picture, ...]
    saves: int
    comments: int
    saved: bool
    own: bool
    withdrawn_for: str | None


@dataclass(frozen=True, slots=True)
class EditView:
    """What a post said until `at`."""

    reason: str
    reason_type: str
    evidence: str
    free_sample: bool
    at: datetime


def visible_to(person_id: UUID | None) -> QuerySet[Post]:
    """The posts this person may read: live ones, and all of their own."""
    return Post.objects.filter(Q(live=True) | Q(author_id=person_id) if person_id else Q(live=True))


def post(post_id: UUID, reader_id: UUID | None, at: datetime) -> PostView:
    """One post as the reader may see it; rates, prices and stock at this moment. Refuses what they may not see."""
    return views([_visible(post_id, reader_id)], reader_id, at)[0]


def edits(post_id: UUID, reader_id: UUID | None) -> list[EditView]:
    """What the post said before, oldest first (S-66). Refuses a post the reader may not see."""
    rows = PostEdit.objects.filter(post=_visible(post_id, reader_id)).order_by("id")
    return [EditView(*row) for row in rows.values_list("reason", "reason_type", "evidence", "free_sample", "at")]


def posts_by(author_id: UUID, cursor: str | None, reader_id: UUID | None, at: datetime) -> Page[PostView]:
    """A person's live posts, newest first."""
    return _page(_ids(Post.objects.filter(author_id=author_id, live=True), "id", cursor), reader_id, at)


def own_posts(author_id: UUID, cursor: str | None, at: datetime) -> Page[PostView]:
    """All posts of the author, withdrawn ones too, newest first: for their studio only."""
    live = _ids(Post.objects.filter(author_id=author_id, live=True), "id", cursor)
    withdrawn = _ids(Post.objects.filter(author_id=author_id, live=False), "id", cursor)
    return _page(sorted([*live, *withdrawn], reverse=True)[: PAGE_SIZE + 1], author_id, at)


def posts_about(
    cursor: str | None,
    reader_id: UUID | None,
    at: datetime,
    *,
    product_id: UUID | None = None,
    shop_id: UUID | None = None,
) -> Page[PostView]:
    """Live posts that carry a product, or any product of a shop, newest first."""
    which = Q(product_id=product_id) if product_id else Q(shop_id=shop_id)
    rows = PostProduct.objects.filter(which, live=True)
    return _page(_ids(rows, "post_id", cursor), reader_id, at)


def disclosures(posts: Sequence[tuple[UUID, bool]], at: datetime) -> dict[UUID, Disclosure]:
    """What stands behind each post at a moment, for posts given as (id, free sample). Two statements."""
    rows = PostProduct.objects.filter(post_id__in=[post_id for post_id, _sample in posts]).order_by("position")
    carried: dict[UUID, list[tuple[UUID, UUID]]] = {post_id: [] for post_id, _sample in posts}
    for post_id, shop_id, product_id in rows.values_list("post_id", "shop_id", "product_id"):
        carried[post_id].append((shop_id, product_id))
    rates = partners_queries.commission_rates([pair for pairs in carried.values() for pair in pairs], at)
    return {
        post_id: disclose([(pair[1], rates[pair]) for pair in carried[post_id]], free_sample=sample)
        for post_id, sample in posts
    }


def views(posts: Sequence[Post], reader_id: UUID | None, at: datetime) -> list[PostView]:
    """These posts as the reader sees them, in the same order; the same number of statements whatever their number."""
    if not posts:
        return []
    ids = [row.id for row in posts]
    told = disclosures([(row.id, row.free_sample) for row in posts], at)
    cards = catalog_queries.products(product for one in told.values() for product, _rate in one.rates)
    people = people_queries.briefs(row.author_id for row in posts)
    pictures = _pictures(ids)
    kept = Save.objects.filter(person_id=reader_id, post_id__in=ids) if reader_id else Save.objects.none()
    saved = set(kept.values_list("post_id", flat=True))
    gone = [row.id for row in posts if not row.live]
    why = dict(PostWithdrawal.objects.filter(post_id__in=gone).values_list("post_id", "reason")) if gone else {}
    return [
        PostView(
            id=row.id,
            author=people[row.author_id],
            topic=row.topic_id,
            reason=row.reason,
            reason_type=row.reason_type,
            evidence=row.evidence,
            published_at=moment(row.id),
            edited_at=row.edited_at,
            disclosure=told[row.id],
            products=tuple(cards[product] for product, _rate in told[row.id].rates),
            pictures=tuple(pictures.get(row.id, ())),
            saves=row.saves,
            comments=row.comments,
            saved=row.id in saved,
            own=row.author_id == reader_id,
            withdrawn_for=why.get(row.id),
        )
        for row in posts
    ]


@dataclass(frozen=True, slots=True)
class PostBrief:
    """What somebody wrote, and how many keep it; `live` is False when it was withdrawn."""

    id: UUID
    reason: str
    saves: int
    live: bool


def briefs(post_ids: Iterable[UUID]) -> dict[UUID, PostBrief]:
    """These posts in short, withdrawn ones too: for a shop whose goods were sold through them. One statement."""
    rows = Post.objects.filter(id__in=set(post_ids))
    return {row[0]: PostBrief(*row) for row in rows.values_list("id", "reason", "saves", "live")}


def lock_post(post_id: UUID) -> Post:
    """The post, locked until the transaction ends. Refuses an unknown id."""
    found = Post.objects.select_for_update(no_key=True).filter(id=post_id).first()
    if found is None:
        raise PostUnknown
    return found


def _visible(post_id: UUID, reader_id: UUID | None) -> Post:
    found = visible_to(reader_id).filter(id=post_id).first()
    if found is None:
        raise PostUnknown
    return found


def _pictures(post_ids: Sequence[UUID]) -> dict[UUID, list[Picture]]:
    rows = PostPicture.objects.filter(post_id__in=post_ids).order_by("post_id", "position")
    placed = list(rows.values_list("post_id", "media_id"))
    ready = catalog_queries.pictures(media_id for _post, media_id in placed) if placed else {}
    found: dict[UUID, list[Picture]] = {}
    for post_id, media_id in placed:
        if media_id in ready:  # not one that was erased
            found.setdefault(post_id, []).append(ready[media_id])
    return found


def _ids(rows: QuerySet[Post] | QuerySet[PostProduct], column: str, cursor: str | None) -> list[UUID]:
    """The next post ids of `rows` below the cursor, newest first, one more than a page; each once."""
    if cursor:
        rows = rows.filter(**{f"{column}__lt": decode_id(cursor)})
    return list(rows.order_by(f"-{column}").values_list(column, flat=True).distinct()[: PAGE_SIZE + 1])


def _page(found: list[UUID], reader_id: UUID | None, at: datetime) -> Page[PostView]:
    shown = found[:PAGE_SIZE]
    mark = encode_cursor(shown[-1]) if len(found) > PAGE_SIZE else None
    return Page(_in_order(shown, reader_id, at), mark)


def _in_order(ids: Iterable[UUID], reader_id: UUID | None, at: datetime) -> list[PostView]:
    order = list(ids)
    rows = Post.objects.in_bulk(order)
    return views([rows[post_id] for post_id in order], reader_id, at)
