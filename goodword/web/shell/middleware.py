"""What happens around every page: a name for the request, and refusals said as pages."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import TypeVar

import structlog
from csp.middleware import CSPMiddleware
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.response import HttpResponseBase

from goodword.kit.refusals import Refusal
from goodword.web.shell.refusals import REQUEST_ID, say_refusal

Sent = TypeVar("Sent", bound=QueryDict)
NUL = "\0"
Handler = Callable[[HttpRequest], HttpResponse]


def request_id(get_response: Handler) -> Handler:
    """Gives every request an id that stands in its log lines, on its error page and in X-Request-Id."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.META[REQUEST_ID] = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(
            request_id=request.META[REQUEST_ID], method=request.method, path=request.path
        )
        response = get_response(request)
        response["X-Request-Id"] = request.META[REQUEST_ID]
        return response

    return middleware


class PlainText:
    """Takes NUL characters out of what a visitor sends: no text holds one, and PostgreSQL takes none (S-05).

    Out of queries, cookies and forms, before anybody reads them; in an address there is nothing by such a name. Views
    without a form of ours (the API and the providers' doors, exempt from CSRF) examine what they take themselves.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Queries and cookies, before the session is looked for."""
        if "%00" in request.META["QUERY_STRING"]:
            request.GET = _without_nul(request.GET)
        for name in [name for name, value in request.COOKIES.items() if NUL in value]:
            del request.COOKIES[name]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, named: dict[str, object]
    ) -> None:
        """Django asks here when it knows which view answers."""
        if getattr(view, "csrf_exempt", False):
            return
        if any(isinstance(value, str) and NUL in value for value in named.values()):
            raise Http404
        with suppress(UnreadablePostError):  # then there is no form
            if any(NUL in text for name, values in request.POST.lists() for text in (name, *values)):
                request.POST = _without_nul(request.POST)


def _without_nul(sent: Sent) -> Sent:
    """The same names and values without NUL characters."""
    return type(sent)(sent.urlencode().replace("%00", ""), encoding=sent.encoding)


class PagePolicy(CSPMiddleware):
    """The content security policy, where there is something to show; composing its words takes time."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Adds the header to everything but JSON and answers without content."""
        kind = response.headers.get("Content-Type", "")
        if response.status_code == HTTPStatus.NO_CONTENT or kind in ("application/json", "application/problem+json"):
            return response
        return super().process_response(request, response)


def translate_refusals(get_response: Handler) -> Handler:
    """Turns a refusal raised in a view into a page, and keeps every page out of shared caches (S-54)."""
    return _Translator(get_response)


class _Translator:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-cache"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Django asks here when a view raised."""
        return say_refusal(request, error) if isinstance(error, Refusal) else None
