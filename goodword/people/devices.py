"""Reads of where persons are signed in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session

from goodword.kit.limits import LISTED
from goodword.people import queries
from goodword.people.rules import device


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A place where somebody is signed in: `device` is (browser, system), either empty when it is not known."""

    id: int
    key: str
    device: tuple[str, str]
    ip: str
    began_at: datetime


def live_sessions(person_id: UUID, now: datetime) -> list[LiveSession]:
    """Where a person is signed in now, the latest first and at most `LISTED`. Three statements.

    A session that began with an older password is none any more, though its row may still be there.
    """
    person = queries.person(person_id)
    hashes = {person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()}
    rows = UserSession.objects.filter(user_id=person_id).order_by("-created_at", "-id")[:LISTED]
    kept = Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=now)
    live = {one.session_key for one in kept if one.get_decoded().get(HASH_SESSION_KEY) in hashes}
    return [
        LiveSession(row.pk, row.session_key, device(row.user_agent), row.ip, row.created_at)
        for row in rows
        if row.session_key in live
    ]
