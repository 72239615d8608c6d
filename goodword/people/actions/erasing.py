"""A person is forgotten."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from goodword.journal.actions import forget_answers_to, record
from goodword.people import queries
from goodword.people.events import PersonErased
from goodword.people.models import Application, Credential, Person, RoleGrant, Token
from goodword.people.rules import ERASED, tombstone


@transaction.atomic
def erase_person(*, person_id: UUID, now: datetime, by: UUID | None) -> None:
    """A person leaves and is forgotten (I-35): who they were, their keys, sessions, tokens and applications.

    Their row stays as a tombstone without a name, so that the books add up; the handle is free again. Every other
    module forgets its part when it hears of it. Whoever calls this has made sure that nothing is under way; refuses
    somebody who is not here.
    """
    queries.lock_for_leaving(person_id)
    email, handle = tombstone(person_id)
    Person.objects.filter(id=person_id).update(
        email=email,
        handle=handle,
        name="",
        bio="",
        language="en",
        password=make_password(None),
        last_login=None,
        is_active=False,
        stamp=F("stamp") + 1,
        erased_at=now,
    )
    _take_keys(person_id)
    RoleGrant.objects.filter(person_id=person_id, ended_at=None).update(ended_at=now, ended_by=by)
    Application.objects.filter(person_id=person_id, decided_at=None).delete()
    Application.objects.filter(person_id=person_id).update(evidence="", links=[], reason=ERASED)
    held = Credential.objects.filter(person_id=person_id, lost_at=None)
    held.update(lost_at=now, lost_by=by, lost_reason=ERASED)
    Credential.objects.filter(person_id=person_id).update(lost_reason=ERASED)
    forget_answers_to(person_id)
    record(PersonErased(person_id=person_id), by=by, now=now)


def _take_keys(person_id: UUID) -> None:
    """Nobody gets in as this person any more, and where they were signed in is not kept."""
    here = UserSession.objects.filter(user_id=person_id)
    Session.objects.filter(session_key__in=list(here.values_list("session_key", flat=True))).delete()
    here.delete()
    for keys in (Token.objects.filter(person_id=person_id), Authenticator.objects.filter(user_id=person_id)):
        keys.delete()
    EmailAddress.objects.filter(user_id=person_id).delete()
