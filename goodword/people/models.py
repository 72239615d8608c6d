"""Persons and what they may do."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Manager(BaseUserManager["Person"]):
    """Finds persons by e-mail, as sign-in does."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this e-mail, whatever its case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """A human being with an account."""

    id = models.UUIDField(primary_key=True)
    email = models.EmailField(unique=True)
    handle = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    bio = models.CharField(max_length=600, blank=True)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[Manager] = Manager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
