"""Putting in a word."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from goodword.catalog import queries as catalog_queries
from goodword.catalog.models import Media
from goodword.catalog.queries import ProductCard
from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.limits import POST_PICTURES, POST_PRODUCTS, TEXT_LONG
from goodword.kit.refusals import NotAllowed, Refusal
from goodword.partners import queries as partners_queries
from goodword.people import queries as people_queries
from goodword.social.events import PostPublished
from goodword.social.models import Post, PostPicture, PostProduct
from goodword.social.rules import EVIDENCE_MAX, REASON_TYPES, Words, is_text, needs_evidence


class NotCertified(NotAllowed):
    """The author is not certified in the topic (row 3)."""

    status = 403
    code = "social.not_certified"
    sentence = _("You are not certified in this field yet. Apply for it first, or choose a field you are certified in.")


class BadReason(Refusal):
    """The reason is empty or too long (or holds what cannot be kept)."""

    status = 422
    code = "social.bad_reason"
    sentence = _("Write your reason in 1 to %(most)s characters.")


class ReasonTypeUnknown(Refusal):
    """The reason type is not one of ours."""

    status = 422
    code = "social.reason_type_unknown"
    sentence = _("Say where your reason comes from: used, tested, or expert in it.")


class BadEvidence(Refusal):
    """The claim that is kept with the post is missing or too long (row 5)."""

    status = 422
    code = "social.bad_evidence"
    sentence = _("Say in up to %(most)s characters how you tested it or what makes you an expert in it.")


class WrongProducts(Refusal):
    """Not 1 to 9 different products, or one that does not exist."""

    status = 422
    code = "social.wrong_products"
    sentence = _("Choose 1 to %(most)s different products of our partner shops.")


class NotRecommendable(Refusal):
    """A product is withdrawn, or its shop is not in good standing (rows 2, 13)."""

    status = 409
    code = "social.not_recommendable"
    sentence = _("%(product)s cannot be recommended now: it is withdrawn or its shop is not verified. Leave it out.")


class OwnShop(NotAllowed):
    """The author works for the shop (S-66)."""

    status = 403
    code = "social.own_shop"
    sentence = _("%(product)s is sold by a shop you work for. Let somebody else put in a word for it.")


class AlreadyRecommended(Refusal):
    """The author's live post about this product stands already (S-66)."""

    status = 409
    code = "social.already_recommended"
    sentence = _("You have put in a word for %(product)s already. Edit that one, or withdraw it first.")


class TooManyPictures(Refusal):
    """More pictures than a post shows."""

    status = 422
    code = "social.too_many_pictures"
    sentence = _("Choose up to %(most)s different pictures.")


class NotYourPicture(Refusal):
    """A picture does not exist, is another's or is not ready."""

    status = 422
    code = "social.not_your_picture"
    sentence = _("One of the pictures is not yours or is not ready. Take it out and add it again.")


@transaction.atomic
def publish_post(
    *,
    author_id: UUID,
    topic: str,
    reason: str,
    reason_type: str,
    evidence: str,
    product_ids: Sequence[UUID],
    pictures: Sequence[UUID],
    free_sample: bool,
    now: datetime,
    by: UUID | None,
) -> UUID:
    """An expert recommends products with a reason; the id of the post.

    `pictures` are ids of the author's own pictures, kept by catalog before; `free_sample` is what the author must
    say. Refuses a topic the author is not certified in, empty or too long words, products that are not recommendable
    (rows 2, 13), of the author's own shop or already recommended by them (S-66), and others' pictures.
    """
    said = Words(topic, reason, reason_type, evidence, free_sample)
    cards = check_post(author_id, said, product_ids, pictures)
    post_id = new_id(now)
    Post.objects.create(
        id=post_id,
        author_id=author_id,
        topic_id=topic,
        reason=reason.strip(),
        reason_type=reason_type,
        evidence=evidence.strip(),
        free_sample=free_sample,
    )
    _put_products(post_id, author_id, cards)
    PostPicture.objects.bulk_create(
        PostPicture(post_id=post_id, media_id=media_id, position=place) for place, media_id in enumerate(pictures)
    )
    record(PostPublished(post_id, author_id, topic, tuple(product_ids)), by=by, now=now)
    return post_id


def check_post(
    author_id: UUID, words: Words, product_ids: Sequence[UUID], pictures: Sequence[UUID]
) -> list[ProductCard]:
    """Refuses what this author could not publish now; else the products as cards, in order."""
    if not people_queries.is_certified(author_id, words.topic):
        raise NotCertified
    check_words(words.reason, words.reason_type, words.evidence)
    cards = _recommendable(author_id, product_ids)
    check_pictures(author_id, pictures)
    return cards


def check_words(reason: str, reason_type: str, evidence: str) -> None:
    """Refuses words that cannot stand in a post."""
    if reason_type not in REASON_TYPES:
        raise ReasonTypeUnknown
    if not is_text(reason, TEXT_LONG):
        raise BadReason(most=TEXT_LONG)
    if not is_text(evidence or ("" if needs_evidence(reason_type) else "-"), EVIDENCE_MAX):
        raise BadEvidence(most=EVIDENCE_MAX)


def _recommendable(author_id: UUID, product_ids: Sequence[UUID]) -> list[ProductCard]:
    """The products as cards, in order; refuses the first that the author may not recommend, by its name."""
    if not 1 <= len(product_ids) <= POST_PRODUCTS or len(set(product_ids)) < len(product_ids):
        raise WrongProducts(most=POST_PRODUCTS)
    found = catalog_queries.products(product_ids)
    if len(found) < len(product_ids):
        raise WrongProducts(most=POST_PRODUCTS)
    cards = [found[product_id] for product_id in product_ids]
    staff = partners_queries.staff_ids({card.shop_id for card in cards})
    standing = PostProduct.objects.filter(author_id=author_id, product_id__in=product_ids, live=True)
    recommended = set(standing.values_list("product_id", flat=True))
    for card in cards:
        if not card.listed:
            raise NotRecommendable(product=card.title)
        if author_id in staff[card.shop_id]:
            raise OwnShop(product=card.title)
        if card.id in recommended:
            raise AlreadyRecommended(product=card.title)
    return cards


def check_pictures(author_id: UUID, pictures: Sequence[UUID]) -> None:
    """Refuses too many pictures, the same twice, and any that is not the author's own and ready."""
    if len(pictures) > POST_PICTURES or len(set(pictures)) < len(pictures):
        raise TooManyPictures(most=POST_PICTURES)
    own = Media.objects.filter(id__in=pictures, by=author_id, product=None).exclude(file="")
    if pictures and own.count() < len(pictures):
        raise NotYourPicture


def _put_products(post_id: UUID, author_id: UUID, cards: Sequence[ProductCard]) -> None:
    """Writes what the post carries; two posts at the same moment about one product: the second is refused."""
    rows = [
        PostProduct(post_id=post_id, product_id=card.id, shop_id=card.shop_id, author_id=author_id, position=place)
        for place, card in enumerate(cards)
    ]
    try:
        with transaction.atomic():
            PostProduct.objects.bulk_create(rows)
    except IntegrityError as error:
        raise AlreadyRecommended(product=cards[0].title) from error
