"""Accounts and profiles."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.refusals import Refusal
from goodword.kit.statements import tuples, write
from goodword.people import queries
from goodword.people.events import KeysChanged, PersonJoined, ProfileChanged
from goodword.people.models import Person
from goodword.people.rules import handle_base, is_handle

HANDLE_TRIES = 6  # a free handle is found within so many, each with more digits than the last

WAITING = """WITH told (id, waiting) AS (VALUES {rows})
             UPDATE people_person SET waiting = told.waiting FROM told
             WHERE people_person.id = told.id AND people_person.waiting <> told.waiting"""


class EmailTaken(Refusal):
    """Another account has this e-mail."""

    status = 409
    code = "people.email_taken"
    sentence = _("There is an account with this e-mail already. Sign in, or ask for a new password.")


class NameMissing(Refusal):
    """A person needs a name of at most 80 characters."""

    status = 422
    code = "people.name_missing"
    sentence = _("Say what you want to be called, in at most 80 characters.")


class HandleBad(Refusal):
    """The handle has signs that do not fit into an address, or is one of ours."""

    status = 422
    code = "people.handle_bad"
    sentence = _("A handle has 3 to 30 small letters, digits or underscores, and “%(handle)s” is not one. Try another.")


class HandleTaken(Refusal):
    """Another person has this handle."""

    status = 409
    code = "people.handle_taken"
    sentence = _("Somebody else is called “%(handle)s” already. Try another handle.")


@transaction.atomic
def join(*, email: str, name: str, password: str | None, language: str, now: datetime) -> UUID:
    """A human being makes an account; the handle is made from their name or e-mail and may be changed later.

    `password` is kept as an argon2 hash; None means that only a passkey or a link can sign in.
    Refuses an e-mail that has an account.
    """
    email, name = email.strip().lower(), name.strip()
    if not name or len(name) > 80:
        raise NameMissing
    if Person.objects.filter(email=email).exists():
        raise EmailTaken
    person = Person(
        id=new_id(now),
        email=email,
        handle=_free_handle(handle_base(name, email)),
        name=name,
        password=make_password(password),
        language=language,
        joined_at=now,
    )
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:  # two sign-ups at once; the constraint decides
        if Person.objects.filter(email=email).exists():
            raise EmailTaken from error
        person.handle = f"{person.handle[:20]}_{secrets.token_hex(4)}"
        person.save(force_insert=True)
    record(PersonJoined(person_id=person.id, language=language), by=person.id, now=now)
    return person.id


@transaction.atomic
def change_profile(*, person_id: UUID, name: str, handle: str, bio: str, now: datetime, by: UUID | None) -> None:
    """A person changes what others see of them: name, handle (unique) and a few words."""
    name, handle = name.strip(), handle.strip().lower()
    if not name or len(name) > 80:
        raise NameMissing
    person = queries.person(person_id)
    if handle != person.handle and not is_handle(handle):
        raise HandleBad(handle=handle[:40])
    if Person.objects.filter(handle=handle).exclude(id=person_id).exists():
        raise HandleTaken(handle=handle)
    try:
        with transaction.atomic():
            Person.objects.filter(id=person_id).update(name=name, handle=handle, bio=bio.strip()[:600])
    except IntegrityError as error:  # two took it at once; the constraint decides
        raise HandleTaken(handle=handle) from error
    record(ProfileChanged(person_id=person_id), by=by, now=now)


def change_language(*, person_id: UUID, language: str, now: datetime, by: UUID | None) -> None:
    """A person chooses the language Goodword writes to them in."""
    Person.objects.filter(id=person_id).update(language=language)


def set_waiting(counts: Mapping[UUID, int]) -> None:
    """So much waits unread for each of these persons, whom the caller has locked. One statement."""
    if counts:
        values = [value for pair in counts.items() for value in pair]
        write(WAITING, values, rows=tuples(len(counts)))


@transaction.atomic
def set_password(*, person_id: UUID, password: str, now: datetime, by: UUID | None) -> None:
    """A person has a new password; every session begun with the old one is dead from now on (S-45)."""
    Person.objects.filter(id=person_id).update(password=make_password(password))
    stamp_keys(person_id=person_id, now=now, by=by)


@transaction.atomic
def stamp_keys(*, person_id: UUID, now: datetime, by: UUID | None) -> None:
    """A person's rights or keys changed: every session begun before is dead from now on (S-45)."""
    Person.objects.filter(id=person_id).update(stamp=F("stamp") + 1)
    record(KeysChanged(person_id=person_id), by=by, now=now)


def _free_handle(base: str) -> str:
    """`base`, else `base` with a few random digits."""
    handle = base
    for digits in range(2, 2 + HANDLE_TRIES):
        if not Person.objects.filter(handle=handle).exists():
            break
        handle = f"{base[:20]}_{secrets.randbelow(10**digits):0{digits}d}"
    return handle
