"""The API's door: every request passes here before its route and after it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import translation
from django.utils.translation import trans_real
from django.views.decorators.csrf import csrf_exempt

from goodword.api.problems import NothingHere, TooLong, WrongMethod, refused
from goodword.kit.limits import BODY_BYTES, IMPORT_BYTES

View = Callable[..., HttpResponse]


def behind(patterns: list[Any]) -> list[URLPattern]:
    """The routes, each behind the door."""
    for pattern in patterns:
        pattern.callback = _entered(pattern.callback)
    return patterns


@csrf_exempt  # no cookie is read
def nothing(request: HttpRequest, path: str = "") -> HttpResponse:
    """What is at an address that is none of ours."""
    _speak(request)
    return refused(request, NothingHere())


def _entered(view: View) -> View:
    @csrf_exempt
    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _speak(request)
        if _length(request) > IMPORT_BYTES + BODY_BYTES:
            return refused(request, TooLong())
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            told = refused(request, WrongMethod())
            told["Allow"] = response["Allow"]
            return told
        return response

    return entered


def _speak(request: HttpRequest) -> None:
    """Answers in the language of Accept-Language; the pages' cookie does not count."""
    for code, _weight in trans_real.parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        try:
            translation.activate(translation.get_supported_language_variant(code))
        except LookupError:
            continue
        return
    translation.activate("en")


def _length(request: HttpRequest) -> int:
    told = request.headers.get("Content-Length", "0")
    return int(told) if told.isdecimal() else 0
