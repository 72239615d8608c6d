"""Sessions end: unused for SESSION_COOKIE_AGE, or SESSION_ABSOLUTE_AGE after sign-in whatever their use (S-45)."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

from goodword.kit import clock

Handler = Callable[[HttpRequest], HttpResponse]
SIGNED_IN_AT = "signed_in_at"  # seconds since 1970, in the session
SEEN_AT = "seen_at"  # the same; written at most once a day, which also moves the session's end
SEEN_NOTED = timedelta(days=1)


def absolute_session_age(get_response: Handler) -> Handler:
    """Ends sessions that are too old and keeps alive those in use. Costs no SQL but once a day."""

    def handle(request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            _look_at_age(request)
        return get_response(request)

    return handle


def _look_at_age(request: HttpRequest) -> None:
    session, moment = request.session, clock.now().timestamp()
    began = session.get(SIGNED_IN_AT)
    if began is None:
        began = session[SIGNED_IN_AT] = moment
    if moment - began > settings.SESSION_ABSOLUTE_AGE.total_seconds():
        logout(request)
    elif moment - session.get(SEEN_AT, 0) > SEEN_NOTED.total_seconds():
        session[SEEN_AT] = moment
