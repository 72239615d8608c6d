"""Where persons are signed in."""

from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import NotFound


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


def leave_session(key: str) -> None:
    """Somebody signed out where they were, or their time was over: where it was used is not kept."""
    UserSession.objects.filter(session_key=key).delete()


def forget_sessions(*, now: datetime, limit: int) -> int:
    """Removes up to `limit` sessions that have ended, and from where they were used; says how many.

    Of `limit` places, the oldest, those go too that are older than any session can be, whatever ended it.
    """
    ended = list(Session.objects.filter(expire_date__lt=now).values_list("session_key", flat=True)[:limit])
    UserSession.objects.filter(session_key__in=ended).delete()
    oldest = UserSession.objects.order_by("id").values_list("id", "created_at")[:limit]
    UserSession.objects.filter(id__in=[row for row, at in oldest if at < now - settings.SESSION_ABSOLUTE_AGE]).delete()
    return Session.objects.filter(session_key__in=ended).delete()[0] if ended else 0
