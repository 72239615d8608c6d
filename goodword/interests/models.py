"""The stream of signals, and what is counted of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from goodword.interests.rules import SIGNAL_KINDS
from goodword.social.models import Post


class Tally(models.Model):
    """How many signals of a kind a post got in a month (UTC; `month` is its first day).

    Counted as they come, so that no page counts signals, and kept when the signals themselves are forgotten.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=6)
    month = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "kind", "month"], name="interests_tally_once"),
            models.CheckConstraint(condition=Q(kind__in=SIGNAL_KINDS), name="interests_tally_kind"),
        ]


class Signal(models.Model):
    """A person did `kind` through a post on `day` (UTC): once, however often they did it that day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=6)
    product_id = models.UUIDField(null=True)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "post", "kind", "day"], name="interests_signal_once"),
            models.CheckConstraint(condition=Q(kind__in=SIGNAL_KINDS), name="interests_signal_kind"),
        ]
        indexes = [models.Index(fields=["day", "id"], name="interests_signal_age")]
