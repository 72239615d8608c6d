"""Notices and who wants them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from goodword.catalog.models import Offer
from goodword.outreach.rules import KEY_LENGTH, Group, Kind

PERSON = settings.AUTH_USER_MODEL


class Notice(models.Model):
    """One thing a person needs to know. `facts` are plain values for its sentence; `subject` is where it leads.

    `count` and `amount` (minor units) are of the parts of a gathering notice; `at` is when it last grew.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    key = models.CharField(max_length=KEY_LENGTH)
    facts = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=0)
    amount = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="outreach_told_once"),
            models.CheckConstraint(condition=Q(kind__in=[*Kind]), name="outreach_notice_kind"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="outreach_notice_amount"),
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="outreach_notice_newest"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="outreach_notice_unread"),
            models.Index(fields=["at"], name="outreach_notice_age"),
        ]


class Drop(models.Model):
    """An offer became cheaper than in the 30 days before (L6), and those who saved it are being told, in turn.

    `fact` is the change of price, `at` its moment and `since` 30 days earlier; `price` in minor units. All saves up to
    the number `beyond` have been looked at.
    """

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, primary_key=True, related_name="+")
    fact = models.UUIDField()
    price = models.BigIntegerField()
    at = models.DateTimeField()
    since = models.DateTimeField()
    beyond = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(price__gte=1), name="outreach_drop_price")]
        indexes = [models.Index(fields=["at", "offer"], name="outreach_drop_due")]


class NoticePart(models.Model):
    """What a gathering notice has counted: a follower, an order, a comment."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="parts", db_index=False)
    part = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "part"], name="outreach_counted_once")]


class NoticeChoice(models.Model):
    """Whether a person wants the notices of a group; who has not chosen gets them all."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+", db_index=False)
    group = models.CharField(max_length=10)
    wanted = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "group"], name="outreach_chosen_once"),
            models.CheckConstraint(condition=Q(group__in=[*Group]), name="outreach_choice_group"),
        ]
