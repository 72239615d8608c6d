"""Sessions end: unused for SESSION_COOKIE_AGE, or SESSION_ABSOLUTE_AGE after sign-in whatever their use (S-45).

So do challenges to a passkey: after five minutes, or once anything was sent (S-46).
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

from goodword.kit import clock
from goodword.people import actions

Handler = Callable[[HttpRequest], HttpResponse]
SIGNED_IN_AT = "signed_in_at"  # seconds since 1970, in the session
SEEN_AT = "seen_at"  # the same; written at most once a day, which also moves the session's end
CEREMONY = "mfa.webauthn.state"  # where allauth keeps the challenge it waits for
CEREMONY_BEGAN = "ceremony_began"  # that challenge, and when it was given, in seconds since 1970
CEREMONY_LASTS = timedelta(minutes=5)
SEEN_NOTED = timedelta(days=1)


def absolute_session_age(get_response: Handler) -> Handler:
    """Ends sessions that are too old and keeps alive those in use. Costs no SQL but once a day."""

    def handle(request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            _look_at_age(request)
        before = _challenge(request)
        response = get_response(request)
        _look_at_ceremony(request, before)
        return response

    return handle


def _challenge(request: HttpRequest) -> str:
    """The challenge of a passkey's ceremony that is under way in this session; one that is too old ends here (S-46)."""
    challenge, began = request.session.get(CEREMONY_BEGAN, ("", 0))
    if challenge and clock.now().timestamp() - began > CEREMONY_LASTS.total_seconds():
        request.session.pop(CEREMONY, None)
        del request.session[CEREMONY_BEGAN]
    return str(request.session.get(CEREMONY, {}).get("challenge", ""))


def _look_at_ceremony(request: HttpRequest, before: str) -> None:
    """Notes when a ceremony begins; whatever was sent, a challenge that was there before is used up (S-46)."""
    challenge = str(request.session.get(CEREMONY, {}).get("challenge", ""))
    if challenge and challenge == before and request.method == "POST":
        del request.session[CEREMONY]
    elif challenge != before and challenge:
        request.session[CEREMONY_BEGAN] = (challenge, clock.now().timestamp())


def _look_at_age(request: HttpRequest) -> None:
    session, moment = request.session, clock.now().timestamp()
    began = session.get(SIGNED_IN_AT)
    if began is None:
        began = session[SIGNED_IN_AT] = moment
    if moment - began > settings.SESSION_ABSOLUTE_AGE.total_seconds():
        actions.leave_session(session.session_key or "")
        logout(request)
    elif moment - session.get(SEEN_AT, 0) > SEEN_NOTED.total_seconds():
        session[SEEN_AT] = moment
