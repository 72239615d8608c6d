"""The stream of signals."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from goodword.interests.rules import SIGNAL_KINDS
from goodword.social.models import Post


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
