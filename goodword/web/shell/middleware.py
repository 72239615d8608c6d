"""What happens around every page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def request_id(get_response: Handler) -> Handler:
    return get_response


def translate_refusals(get_response: Handler) -> Handler:
    return get_response
