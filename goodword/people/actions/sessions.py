"""Where persons are signed in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import NotFound
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


class SessionUnknown(NotFound):
    """There is no such session, or it is another person's."""

    status = 404
    code = "people.session_unknown"
    sentence = _("You are not signed in there any more. Reload the list of your devices.")


@transaction.atomic
def end_session(*, person_id: UUID, session_id: int, now: datetime, by: UUID | None) -> None:
    """A person signs out a device of theirs from afar. Refuses what is not theirs."""
    found = UserSession.objects.filter(id=session_id, user_id=person_id).first()
    if found is None:
        raise SessionUnknown
    Session.objects.filter(session_key=found.session_key).delete()
    found.delete()


@transaction.atomic
def end_other_sessions(*, person_id: UUID, kept: str, now: datetime, by: UUID | None) -> None:
    """A person is signed out everywhere but in the session `kept` (its key)."""
    others = UserSession.objects.filter(user_id=person_id).exclude(session_key=kept)
    Session.objects.filter(session_key__in=list(others.values_list("session_key", flat=True))).delete()
    others.delete()


def live_sessions(person_id: UUID) -> list[LiveSession]:
    """Where a person is signed in now, the latest first; sessions that died with an older password are removed."""
    found = UserSession.objects.purge_and_list(queries.person(person_id))
    rows = sorted(found, key=lambda row: row.created_at, reverse=True)
    return [LiveSession(row.pk, row.session_key, device(row.user_agent), row.ip, row.created_at) for row in rows]


def forget_sessions(*, now: datetime, limit: int) -> int:
    """Removes up to `limit` sessions that have ended, and from where they were used; says how many."""
    ended = list(Session.objects.filter(expire_date__lt=now).values_list("session_key", flat=True)[:limit])
    UserSession.objects.filter(session_key__in=ended).delete()
    return Session.objects.filter(session_key__in=ended).delete()[0] if ended else 0
