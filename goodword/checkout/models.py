"""Tables of the walk to a purchase. Amounts in minor units of the row's currency."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goodword.catalog.models import Offer
from goodword.kit.limits import LINE_QUANTITY
from goodword.orders.models import Purchase


class Cart(models.Model):
    """A person's list, or a guest's, of whose secret only the SHA-256 is kept (S-02)."""

    id = models.UUIDField(primary_key=True)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True)
    secret_hash = models.CharField(max_length=64, null=True, unique=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, secret_hash__isnull=True)
                | Q(person__isnull=True, secret_hash__isnull=False),
                name="checkout_cart_one_owner",
            )
        ]
        indexes = [
            models.Index(fields=["changed_at"], condition=Q(person__isnull=True), name="checkout_guest_cart_age")
        ]


class CartItem(models.Model):
    """An offer in a cart, and the recommendation from which it was last put there (row 9)."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="items", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    post_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cart", "offer"], name="checkout_offer_once_a_cart"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=LINE_QUANTITY), name="checkout_item_quantity"
            ),
        ]


class Address(models.Model):
    """Where a person has goods sent. Never changed: another address is another row."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField()
    at = models.DateTimeField()


class Quote(models.Model):
    """What was said to a person about the price of these items. `content` is everything that would be agreed.

    A quote can become at most one purchase.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    hash = models.CharField(max_length=64)
    content = models.JSONField()
    address = models.JSONField()
    from_cart = models.BooleanField()
    currency = models.CharField(max_length=3)
    goods = models.BigIntegerField()
    delivery = models.BigIntegerField()
    total = models.BigIntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    purchase = models.OneToOneField(Purchase, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(goods__gt=0, delivery__gte=0, total=F("goods") + F("delivery")),
                name="checkout_quote_total",
            )
        ]
