"""The ledger's tables. Balances are credits minus debits, in minor units of the account's currency."""

from uuid import UUID

from django.db import models
from django.db.models import F, Q

NOBODY = UUID(int=0)  # the owner of the house's own accounts; not NULL, so that one unique key finds every account


class Account(models.Model):
    """A place where money of one currency stands. The last four numbers are caches kept by triggers and checks."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    owner = models.UUIDField(default=NOBODY)
    currency = models.CharField(max_length=3)
    shard = models.PositiveSmallIntegerField(default=0)
    overdraft = models.BooleanField(default=False)
    posted = models.BigIntegerField(default=0)
    pending_in = models.BigIntegerField(default=0)
    pending_out = models.BigIntegerField(default=0)
    version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner", "currency", "shard"], name="ledger_account_once"),
            models.CheckConstraint(condition=Q(pending_in__gte=0), name="ledger_account_pending_in"),
            models.CheckConstraint(condition=Q(pending_out__gte=0), name="ledger_account_pending_out"),
            models.CheckConstraint(
                condition=Q(overdraft=True) | Q(posted__gte=F("pending_out")), name="ledger_account_never_below_zero"
            ),
        ]
        indexes = [models.Index(fields=["kind", "id"], name="ledger_account_list")]


class Transfer(models.Model):
    """`amount` from one account to another. A pending one only holds the amount until a resolution comes."""

    id = models.UUIDField(primary_key=True)
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=60)
    ref = models.UUIDField(db_index=True)
    pending = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_transfer_amount"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="ledger_transfer_two_accounts"),
        ]


class Entry(models.Model):
    """One side of a posted transfer: `amount` is positive on the credited account, negative on the debited one."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries", db_index=False)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="entries", db_index=False)
    amount = models.BigIntegerField()
    before = models.BigIntegerField()
    after = models.BigIntegerField()
    version = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "version"], name="ledger_entry_version"),
            models.UniqueConstraint(fields=["transfer", "account"], name="ledger_entry_side"),
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_entry_amount"),
            models.CheckConstraint(condition=Q(after=F("before") + F("amount")), name="ledger_entry_sum"),
            models.CheckConstraint(condition=Q(version__gte=1), name="ledger_entry_counted"),
        ]


class VerificationRun(models.Model):
    """One verification of the books: every invariant was or is being asked of the whole database, check by check.

    `count` breaches were found, the first of them are in `breaches`; `milliseconds` is what the checks took.
    """

    id = models.UUIDField(primary_key=True)
    by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    milliseconds = models.BigIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)
    breaches = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(done__lte=F("total")), name="ledger_verification_done")]
        indexes = [models.Index(fields=["id"], condition=Q(ended_at=None), name="ledger_verification_open")]


class Resolution(models.Model):
    """The one end of a pending transfer: `amount` of it was posted as the transfer `post`, the rest let go."""

    id = models.UUIDField(primary_key=True)
    pending = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="resolution")
    post = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="resolves", null=True)
    amount = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="ledger_resolution_amount"),
            models.CheckConstraint(
                condition=Q(amount=0, post__isnull=True) | Q(amount__gt=0, post__isnull=False, post=F("id")),
                name="ledger_resolution_post",
            ),
        ]
