"""The journal's tables."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Func
from django.db.models.sql.compiler import SQLCompiler
from django.utils.deconstruct import deconstructible

Sql = tuple[str, list[Any]]


@deconstructible(path="goodword.journal.models.CurrentTransaction")
class CurrentTransaction(Func):
    """The number of the running transaction, or 0 where there is only one writer."""

    template = "0"
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        """PostgreSQL's 64-bit transaction id, comparable with pg_snapshot_xmin."""
        return "(pg_current_xact_id()::text::bigint)", []


class Entry(models.Model):
    """One fact. Ordered by (transaction, id), which is the order in which it is safe to read them."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True)
    transaction = models.BigIntegerField(db_default=CurrentTransaction())
    name = models.CharField(max_length=80)
    subject = models.UUIDField()
    payload = models.JSONField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["transaction", "id"], name="journal_entry_order"),
            models.Index(fields=["subject", "id"], name="journal_entry_subject"),
        ]


class Seal(models.Model):
    """The next entries in their order, up to (transaction, entry), under a hash that goes on from the seal before."""

    number = models.BigIntegerField(primary_key=True)
    transaction = models.BigIntegerField()
    entry = models.BigIntegerField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()


class Bookmark(models.Model):
    """How far a subscriber has read, and how often it has failed at the entry that comes next."""

    subscriber = models.CharField(max_length=40, primary_key=True)
    transaction = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)


class DeadLetter(models.Model):
    """An entry that a subscriber could not take, kept with the reason until somebody replays it."""

    subscriber = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    error = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "entry"], name="journal_dead_letter_once")]


class Answer(models.Model):
    """What a request with an idempotency key was told (I-18)."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="journal_answer_once")]
        indexes = [models.Index(fields=["at"], name="journal_answer_age")]


class Beat(models.Model):
    """When a worker was last seen alive."""

    worker = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
