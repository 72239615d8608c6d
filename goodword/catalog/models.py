"""Products, what they cost and how many there are."""

from django.db import models
from django.db.models import F, Q

from goodword.kit.limits import PRICE_MAX, TEXT_SHORT
from goodword.partners.models import Shop


class Topic(models.Model):
    """A field of interest, in two languages; topics form a tree."""

    slug = models.SlugField(max_length=60, primary_key=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name_en = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80)
    position = models.PositiveIntegerField()


class Product(models.Model):
    """A thing a shop sells, in one or more variants."""

    id = models.UUIDField(primary_key=True)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    handle = models.CharField(max_length=TEXT_SHORT)
    slug = models.CharField(max_length=80)
    title = models.CharField(max_length=TEXT_SHORT)
    description = models.TextField(blank=True)
    brand = models.CharField(max_length=100, blank=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="+")
    # No withdrawal is open. Kept by the actions that open and end one.
    listed = models.BooleanField(default=True)
    # The first picture that is ready; none yet: the drawing stands in.
    cover = models.ForeignKey("Media", on_delete=models.PROTECT, null=True, related_name="+")
    drawing = models.CharField(max_length=20)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "handle"], name="catalog_handle_once_a_shop")]
        indexes = [
            models.Index(fields=["shop", "-id"], name="catalog_product_of_shop"),
            models.Index(fields=["topic", "-id"], name="catalog_product_of_topic"),
        ]


class Withdrawal(models.Model):
    """A time in which a product is not sold: who took it back, why, and when it returned."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.CharField(max_length=600)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product"], condition=Q(ended_at=None), name="catalog_one_open_withdrawal")
        ]


class Variant(models.Model):
    """One form of a product: a size, a colour."""

    id = models.UUIDField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="variants")
    sku = models.CharField(max_length=100)
    title = models.CharField(max_length=TEXT_SHORT, blank=True)
    options = models.JSONField(default=list)
    gtin = models.CharField(max_length=14, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "sku"], name="catalog_sku_once_a_product")]


class Offer(models.Model):
    """What a variant costs at its shop and how many there are; amounts in minor units of `currency`.

    `on_hand` is what the shop has, `reserved` what unpaid purchases hold of it; the difference can be bought.
    """

    id = models.UUIDField(primary_key=True)
    variant = models.OneToOneField(Variant, on_delete=models.PROTECT, related_name="offer")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="offers")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    price = models.BigIntegerField()
    claim = models.BigIntegerField(null=True)  # the earlier price as the shop names it; never shown
    compare_at = models.BigIntegerField(null=True)  # the earlier price that may be shown: rules.was_price
    currency = models.CharField(max_length=3)
    on_hand = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    lead_time_days = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=1, price__lte=PRICE_MAX), name="catalog_offer_price"),
            models.CheckConstraint(
                condition=Q(compare_at=None) | Q(compare_at__gt=F("price"), compare_at__lte=F("claim")),
                name="catalog_offer_compare_at",
            ),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, reserved__lte=F("on_hand")), name="catalog_offer_stock"
            ),
        ]
        indexes = [
            models.Index(fields=["product", "price", "id"], name="catalog_offer_cheapest"),
            models.Index(fields=["currency", "price", "product"], name="catalog_offer_by_price"),
            models.Index(fields=["shop", "-product", "-id"], name="catalog_offer_of_shop"),
        ]


class PricePoint(models.Model):
    """An offer costs this from `at` on, until its next point. Rows are only added."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="history", db_index=False)
    price = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["offer", "at"], name="catalog_price_dated")]


class Media(models.Model):
    """A picture: ready (`file` is set), waiting to be fetched from `source_url`, or given up after too many tries."""

    id = models.UUIDField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="pictures")
    position = models.PositiveSmallIntegerField(default=0)
    file = models.CharField(max_length=120, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    bytes = models.PositiveIntegerField(default=0)
    sized = models.BooleanField(default=False)  # its smaller sizes (rules.PICTURE_WIDTHS) are kept beside it
    alt = models.CharField(max_length=TEXT_SHORT, blank=True)
    source_url = models.CharField(max_length=2000, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") | Q(due_at=None, width__gt=0, height__gt=0), name="catalog_media_ready"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], name="catalog_media_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["by", "at"], name="catalog_media_of_person"),
            models.Index(fields=["id"], name="catalog_media_unsized", condition=Q(sized=False) & ~Q(file="")),
        ]


class Reservation(models.Model):
    """Units of an offer held for `holder` until it pays (claimed) or does not (released): exactly one of the two."""

    CLAIMED, RELEASED = "claimed", "released"

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    holder = models.UUIDField()
    quantity = models.BigIntegerField()
    until = models.DateTimeField()
    at = models.DateTimeField()
    ended_as = models.CharField(max_length=8, null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="catalog_reservation_quantity"),
            models.CheckConstraint(
                condition=Q(ended_as=None, ended_at=None)
                | Q(ended_as__in=["claimed", "released"], ended_at__isnull=False),
                name="catalog_reservation_ends_once",
            ),
            models.UniqueConstraint(
                fields=["holder", "offer"], condition=Q(ended_as=None), name="catalog_one_open_hold"
            ),
        ]


class SearchEntry(models.Model):
    """The words by which a product is found, kept by the actions that change them."""

    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="search_entry")
    text = models.TextField()
    words = models.TextField()


class Import(models.Model):
    """A catalogue file that a shop handed over, and what became of it."""

    id = models.UUIDField(primary_key=True)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=20)
    name = models.CharField(max_length=TEXT_SHORT)
    file = models.CharField(max_length=200)
    # Where the file is fetched from when the shop named an address; it may hold a secret, so it is never shown.
    address = models.CharField(max_length=2000, blank=True, default="")
    bytes = models.BigIntegerField()
    dry_run = models.BooleanField()
    topic = models.SlugField(max_length=60, null=True)
    state = models.CharField(max_length=10)
    error = models.TextField(blank=True)
    lines = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed"]), name="catalog_import_state"
            )
        ]
        indexes = [
            models.Index(fields=["shop", "-id"], name="catalog_import_of_shop"),
            models.Index(fields=["asked_at"], name="catalog_import_due", condition=Q(state__in=["waiting", "running"])),
        ]


class ImportLine(models.Model):
    """A line of a catalogue file that was refused, and why: a refusal's code and the facts of its sentence."""

    run = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="report")
    line = models.PositiveIntegerField()
    handle = models.CharField(max_length=TEXT_SHORT, blank=True)
    sku = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["run", "line"], name="catalog_import_lines")]


class ProductMark(models.Model):
    """Every so many products one is marked (its id), so that all can be listed page by page at the same cost."""

    id = models.UUIDField(primary_key=True)
