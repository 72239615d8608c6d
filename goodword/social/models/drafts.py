"""Words that are begun."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from goodword.catalog.cropping import SHAPES, ZOOM_MOST
from goodword.catalog.models import Media, Product
from goodword.kit.limits import POST_PICTURES, POST_PRODUCTS, TEXT_LONG
from goodword.social.models.words import PERSON, Post
from goodword.social.rules import EVIDENCE_MAX, REASON_TYPES, TOPIC_LENGTH


class Draft(models.Model):
    """A word that is begun: its author's alone until it is published; `publish_at` when it is to publish itself.

    `zone` is the time zone in which that time was named. `refused` says, in the author's language, why it could not
    be published when its time had come. Once published (`post`) it holds no words any more and never changes.
    """

    id = models.UUIDField(primary_key=True)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.CharField(max_length=TOPIC_LENGTH, blank=True)
    reason = models.TextField(blank=True)
    reason_type = models.CharField(max_length=6)
    evidence = models.TextField(blank=True)
    free_sample = models.BooleanField()
    changed_at = models.DateTimeField()
    publish_at = models.DateTimeField(null=True)
    zone = models.CharField(max_length=64, blank=True)
    refused = models.CharField(max_length=600, blank=True)
    post = models.OneToOneField(Post, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=LessThanOrEqual(Length("reason"), TEXT_LONG), name="social_draft_reason"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("evidence"), EVIDENCE_MAX), name="social_draft_evidence"
            ),
            models.CheckConstraint(condition=Q(reason_type__in=REASON_TYPES), name="social_draft_reason_type"),
            models.CheckConstraint(
                condition=Q(post=None) | Q(publish_at=None, refused="", reason="", evidence=""),
                name="social_draft_published_once",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-changed_at"], condition=Q(post=None), name="social_draft_of_author"),
            models.Index(fields=["publish_at"], condition=Q(publish_at__isnull=False), name="social_draft_due"),
        ]


class DraftProduct(models.Model):
    """A product a draft is about."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="products", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "position"], name="social_draft_product_position"),
            models.UniqueConstraint(fields=["draft", "product"], name="social_draft_product_once"),
            models.CheckConstraint(condition=Q(position__lt=POST_PRODUCTS), name="social_draft_product_few"),
        ]


class DraftPicture(models.Model):
    """An own picture in a draft: `media` is what will be shown, cut from `original` as the other columns say."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="pictures", db_index=False)
    original = models.ForeignKey(Media, on_delete=models.PROTECT, related_name="+")
    media = models.ForeignKey(Media, on_delete=models.PROTECT, related_name="+")
    shape = models.CharField(max_length=6)
    x = models.PositiveSmallIntegerField()
    y = models.PositiveSmallIntegerField()
    zoom = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "position"], name="social_draft_picture_position"),
            models.UniqueConstraint(fields=["draft", "original"], name="social_draft_picture_once"),
            models.CheckConstraint(condition=Q(position__lt=POST_PICTURES), name="social_draft_picture_few"),
            models.CheckConstraint(
                condition=Q(shape__in=tuple(SHAPES), x__lte=100, y__lte=100, zoom__range=(100, ZOOM_MOST)),
                name="social_draft_picture_cut",
            ),
        ]
