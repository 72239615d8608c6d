"""Persons and what they may do."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac


class Manager(BaseUserManager["Person"]):
    """Finds persons by e-mail, as sign-in does."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this e-mail, whatever its case."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """A human being with an account. `stamp` grows whenever their rights or keys change, which ends their sessions.

    `waiting` is how much they have not read, kept by whoever tells them: it stands here because every page shows it.
    From `erased_at` on the row is a tombstone: it keeps the id, so that the books still add up, and says nothing.
    """

    id = models.UUIDField(primary_key=True)
    email = models.EmailField(unique=True)
    handle = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    bio = models.CharField(max_length=600, blank=True)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    stamp = models.PositiveIntegerField(default=0)
    waiting = models.PositiveSmallIntegerField(default=0, db_default=0)
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[Manager] = Manager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(is_active=False, name="", bio=""), name="people_i35_erased"
            ),
        ]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to be believed: changes with the password and with `stamp` (S-45)."""
        return salted_hmac(
            "goodword.people.session", f"{self.password}:{self.stamp}", secret=secret, algorithm="sha256"
        ).hexdigest()


class RoleGrant(models.Model):
    """What the operator lets a person do, from when to when, by whom."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20)
    granted_at = models.DateTimeField()
    granted_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(ended_at__isnull=True), name="people_role_held_once"
            )
        ]


class Application(models.Model):
    """Asks for a credential in one topic; keeps the evidence and what was decided, by whom and why."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    topic = models.SlugField(max_length=80)
    evidence = models.TextField()
    links = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    grade = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic"], condition=Q(decided_at__isnull=True), name="people_application_open_once"
            ),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__range=(1, 3), decided_at__isnull=False),
                name="people_application_grade",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | ~Q(reason=""), name="people_application_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(decided_at__isnull=True), name="people_application_open"),
        ]


class Credential(models.Model):
    """The right to recommend in one topic, until it is lost."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credentials")
    topic = models.SlugField(max_length=80)
    grade = models.PositiveSmallIntegerField()
    application = models.OneToOneField(Application, on_delete=models.PROTECT)
    granted_at = models.DateTimeField()
    lost_at = models.DateTimeField(null=True)
    lost_by = models.UUIDField(null=True)
    lost_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic"], condition=Q(lost_at__isnull=True), name="people_credential_held_once"
            ),
            models.CheckConstraint(condition=Q(grade__range=(1, 3)), name="people_credential_grade"),
            models.CheckConstraint(
                condition=Q(lost_at__isnull=True) | ~Q(lost_reason=""), name="people_credential_lost_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["topic", "-grade", "id"], condition=Q(lost_at__isnull=True), name="people_credential_topic"
            ),
        ]


class Token(models.Model):
    """Lets a program act for a person. Only the SHA-256 of the secret is kept (S-73)."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="people_token_lifetime")]


class Counted(models.Model):
    """How often somebody tried something lately, as JSON, for the limits of sign-in: all processes count here (S-70).

    Keys are digests under the secret key.
    """

    key = models.CharField(max_length=64, primary_key=True)
    value = models.TextField()
    expires_at = models.DateTimeField(db_index=True)


class TermsAcceptance(models.Model):
    """Which words a person agreed to, and when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="terms")
    version = models.CharField(max_length=40)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="people_terms_once")]
