"""The shop as a party: who it is, whether it may be recommended, who works there and what it pays for a word."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from goodword.kit.limits import PRICE_MAX, TEXT_SHORT
from goodword.partners.rules import RATE_BP_MAX, RETURN_DAYS_MAX, RETURN_DAYS_MIN, ROLES, WEBSITE_LENGTH


class Shop(models.Model):
    """A merchant who signed up as a partner. Its currency never changes: its books and offers are kept in it."""

    id = models.UUIDField(primary_key=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=TEXT_SHORT)
    about = models.CharField(max_length=600, blank=True)
    website = models.CharField(max_length=WEBSITE_LENGTH, blank=True)
    legal_name = models.CharField(max_length=TEXT_SHORT)
    registration = models.CharField(max_length=60)
    country = models.CharField(max_length=2)
    address = models.CharField(max_length=TEXT_SHORT)
    email = models.EmailField()
    currency = models.CharField(max_length=3)
    delivery_fee = models.BigIntegerField(default=0)
    free_delivery_from = models.BigIntegerField(null=True)
    return_days = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    # Verified, agreed and not suspended. Kept by actions, so that walls and search need one column.
    recommendable = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(delivery_fee__gte=0, delivery_fee__lte=PRICE_MAX), name="partners_delivery_fee"
            ),
            models.CheckConstraint(
                condition=Q(free_delivery_from=None) | Q(free_delivery_from__gte=0), name="partners_free_delivery"
            ),
            models.CheckConstraint(
                condition=Q(return_days__gte=RETURN_DAYS_MIN, return_days__lte=RETURN_DAYS_MAX),
                name="partners_return_days",
            ),
            models.CheckConstraint(
                condition=Q(website="") | Q(website__startswith="https://"), name="partners_website_is_https"
            ),
        ]


class Verification(models.Model):
    """An operator looked at the shop's papers and found them in order."""

    shop = models.OneToOneField(Shop, on_delete=models.PROTECT, related_name="verification")
    note = models.CharField(max_length=600)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()


class Suspension(models.Model):
    """A time in which the shop may not be recommended: who said so, why, and when it ended."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.CharField(max_length=600)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop"], condition=Q(lifted_at=None), name="partners_one_open_suspension"),
            models.CheckConstraint(condition=~Q(reason=""), name="partners_suspension_has_reason"),
        ]


class Staff(models.Model):
    """A person who works for a shop, with one role."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="staff")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "person"], name="partners_staff_once"),
            models.CheckConstraint(condition=Q(role__in=ROLES), name="partners_staff_role"),
        ]


class AgreementAcceptance(models.Model):
    """The shop accepted a version of the partner agreement."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="acceptances")
    version = models.CharField(max_length=20)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "version"], name="partners_accepted_once")]


class CommissionTerms(models.Model):
    """What the shop pays for a recommendation from `from_at` on: for one product, or for all others when null.

    Rows are only added; the latest that has begun counts.
    """

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="commission_terms")
    product_id = models.UUIDField(null=True)
    rate_bp = models.PositiveIntegerField()
    from_at = models.DateTimeField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rate_bp__gte=0, rate_bp__lte=RATE_BP_MAX), name="partners_commission_rate"
            )
        ]
        indexes = [models.Index(fields=["shop", "product_id", "from_at"], name="partners_commission_dated")]
