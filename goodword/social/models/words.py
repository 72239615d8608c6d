"""Recommendations, ties, saves, comments and showcases."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from goodword.catalog.models import Media, Offer, Product, Topic
from goodword.kit.limits import FOLDER_NAME, POST_PICTURES, POST_PRODUCTS, TEXT_LONG
from goodword.partners.models import Shop
from goodword.social.rules import COMMENT_MAX, EVIDENCE_MAX, REASON_TYPES, SHELF_TITLE_MAX, TIE_KINDS, WHY_MAX

PERSON = settings.AUTH_USER_MODEL


class Post(models.Model):
    """One person's recommendation. Its id is a UUIDv7 of the moment it was published: ids are in time order.

    `live` is False from its withdrawal on. `saves` and `comments` are counters kept by the actions.
    """

    id = models.UUIDField(primary_key=True)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField()
    reason_type = models.CharField(max_length=6)
    evidence = models.TextField(blank=True)
    free_sample = models.BooleanField()
    live = models.BooleanField(default=True)
    edited_at = models.DateTimeField(null=True)
    saves = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("reason"), TEXT_LONG) & ~Q(reason=""), name="social_post_reason"
            ),
            models.CheckConstraint(condition=LessThanOrEqual(Length("evidence"), EVIDENCE_MAX), name="social_evidence"),
            models.CheckConstraint(condition=Q(reason_type__in=REASON_TYPES), name="social_reason_type"),
            models.CheckConstraint(condition=Q(reason_type="used") | ~Q(evidence=""), name="social_claim_is_kept"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(live=True), name="social_post_newest"),
            models.Index(fields=["author", "id"], condition=Q(live=True), name="social_post_of_author"),
            models.Index(fields=["topic", "id"], condition=Q(live=True), name="social_post_in_topic"),
            models.Index(fields=["author", "id"], condition=Q(live=False), name="social_post_withdrawn"),
        ]


class PostProduct(models.Model):
    """A product a post recommends. Rows are written with the post and never change, but for `live`.

    `author`, `shop` and `live` repeat the post's and the product's, so that one index serves a shop's words and one
    constraint keeps an author to one live post per product.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="products", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "position"], name="social_post_product_position"),
            models.UniqueConstraint(fields=["post", "product"], name="social_post_product_once"),
            models.UniqueConstraint(
                fields=["author", "product"], condition=Q(live=True), name="social_one_live_post_each"
            ),
            models.CheckConstraint(condition=Q(position__lt=POST_PRODUCTS), name="social_post_product_few"),
        ]
        indexes = [
            models.Index(fields=["shop", "post"], condition=Q(live=True), name="social_post_of_shop"),
            models.Index(fields=["product", "post"], condition=Q(live=True), name="social_post_about"),
        ]


class PostPicture(models.Model):
    """The author's own picture in a post."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="pictures", db_index=False)
    media = models.ForeignKey(Media, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "position"], name="social_post_picture_position"),
            models.CheckConstraint(condition=Q(position__lt=POST_PICTURES), name="social_post_picture_few"),
        ]


class PostEdit(models.Model):
    """What a post said until `at`, when it was changed."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="edits")
    reason = models.TextField()
    reason_type = models.CharField(max_length=6)
    evidence = models.TextField(blank=True)
    free_sample = models.BooleanField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()


class PostWithdrawal(models.Model):
    """A post was taken back: who, when, why. It does not come back."""

    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=WHY_MAX)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="social_withdrawal_has_reason")]


class Follow(models.Model):
    """A tie: `follower` wants to see words by a person, about a shop's goods or in a topic."""

    follower = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, shop=None, topic=None)
                | Q(person=None, shop__isnull=False, topic=None)
                | Q(person=None, shop=None, topic__isnull=False),
                name="social_follow_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=models.F("follower")), name="social_follow_another"
            ),
            *(
                models.UniqueConstraint(
                    fields=["follower", kind], condition=Q(**{f"{kind}__isnull": False}), name=f"social_follows_{kind}"
                )
                for kind in TIE_KINDS
            ),
        ]
        indexes = [
            models.Index(fields=["follower", "-id"], name="social_follow_own"),
            models.Index(fields=["person", "-id"], condition=Q(person__isnull=False), name="social_followers"),
        ]


class Audience(models.Model):
    """How many follow a person, a shop or a topic: a counter kept by the actions, so that no page counts rows."""

    kind = models.CharField(max_length=6)
    target = models.CharField(max_length=80)
    followers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "target"], name="social_audience_once")]


class Folder(models.Model):
    """A reader's own name for some of what they keep. Nobody else sees it."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=FOLDER_NAME)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="social_folder_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="social_folder_name"),
        ]


class Save(models.Model):
    """A reader keeps a post for later, in one of their folders or in none.

    `offer` is where the price of the post's first product began at that moment, and `price` what it cost then, in
    minor units of the offer's currency; both are empty for what was kept before prices were.
    """

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    folder = models.ForeignKey(Folder, on_delete=models.SET_NULL, related_name="saves", null=True, db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    price = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "post"], name="social_saved_once"),
            models.CheckConstraint(
                condition=Q(offer=None, price=None) | Q(offer__isnull=False, price__gte=1), name="social_saved_price"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="social_saved_by"),
            models.Index(fields=["folder", "-id"], condition=Q(folder__isnull=False), name="social_saved_in_folder"),
            models.Index(fields=["offer", "id"], condition=Q(offer__isnull=False), name="social_saved_offer"),
        ]


class Comment(models.Model):
    """Something said below a post. `thread` is the comment it answers, or itself: threads are one level deep."""

    id = models.UUIDField(primary_key=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", db_index=False)
    thread = models.UUIDField()
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), COMMENT_MAX) & ~Q(text=""), name="social_comment_text"
            )
        ]
        indexes = [models.Index(fields=["post", "thread", "id"], name="social_comment_threads")]


class CommentRemoval(models.Model):
    """A comment was removed: who, when, why."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="removal")
    reason = models.CharField(max_length=WHY_MAX)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="social_removal_has_reason")]


class Shelf(models.Model):
    """A named row of picks in a person's showcase."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=SHELF_TITLE_MAX)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="social_shelf_title")]


class ShelfItem(models.Model):
    """A product on a shelf, with the person's own post that recommends it."""

    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="items", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shelf", "product"], name="social_on_shelf_once")]
        indexes = [models.Index(fields=["shelf", "position"], name="social_shelf_order")]


class PostMark(models.Model):
    """Every so many posts one is marked (its id), so that all can be listed page by page at the same cost."""

    id = models.UUIDField(primary_key=True)
