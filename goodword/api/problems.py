"""What goes wrong, said as RFC 9457 has it, in the reader's language: the one place of the API that does."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, NotRequired

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import AuthenticationError, HttpError, ValidationError
from typing_extensions import TypedDict

from goodword.kit.refusals import NotAllowed, NotFound, Refusal

REQUEST_ID = "goodword.request_id"  # in request.META, put there by the pages' middleware
SHOWN = 20  # faults of one request that are named; more help nobody
log = logging.getLogger(__name__)


class NoToken(Refusal):
    """The request bears no token, or one that does not work."""

    status = 401
    code = "api.no_token"
    sentence = gettext_lazy(
        "Send a token that works, as “Authorization: Bearer gw_…”. You can make one in your account."
    )


class OperatorsOnly(NotAllowed):
    """The route is for operators."""

    status = 403
    code = "api.operators_only"
    sentence = gettext_lazy("Only operators of this house may do this.")


class BadRequest(Refusal):
    """The request cannot be read at all."""

    status = 400
    code = "api.bad_request"
    sentence = gettext_lazy("The request could not be read. Send JSON in UTF-8, as the API's description says.")


class Invalid(Refusal):
    """Something in the request is not as the API's description says."""

    status = 422
    code = "api.invalid"
    sentence = gettext_lazy("Something in the request is not as it must be. “errors” names each place.")


class NothingHere(NotFound):
    """There is no such address."""

    status = 404
    code = "api.nothing_here"
    sentence = gettext_lazy("There is nothing at this address. Look at the API's description.")


class WrongMethod(Refusal):
    """The address does not know this method."""

    status = 405
    code = "api.wrong_method"
    sentence = gettext_lazy("This address does not know this method. Look at the API's description.")


class TooLong(Refusal):
    """The body is longer than is read."""

    status = 413
    code = "api.too_long"
    sentence = gettext_lazy("The request is too long.")


class Fault(TypedDict):
    """One thing in a request that is not as it must be: where (`body`, `query`, `path`), which field, and why."""

    place: str
    field: str
    code: str
    detail: str


class Problem(TypedDict):
    """A refusal (RFC 9457). `code` is stable; `detail` is for a person; `instance` is the id of the request."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    errors: NotRequired[list[Fault]]
    offers: NotRequired[list[str]]


def refused(request: HttpRequest, refusal: Refusal, errors: Sequence[Fault] = ()) -> HttpResponse:
    """The refusal as problem+json. `offers` names the offers it is about, where it is about some."""
    told = _problem(request, refusal.status, refusal.code, str(refusal))
    if errors:
        told["errors"] = list(errors)
    if offers := refusal.facts.get("offers"):
        told["offers"] = sorted(str(offer) for offer in offers) if isinstance(offers, dict | list) else []
    response = _answer(told)
    if refusal.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def fault(request: HttpRequest, error: object) -> HttpResponse:
    """A fault of ours: written down with its stack here, told without it (S-74)."""
    log.error("the API failed", exc_info=error if isinstance(error, Exception) else None)
    sentence = _("Something went wrong on our side. It has been written down. Ask again in a minute.")
    return _answer(_problem(request, 500, "api.fault", sentence))


def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What pydantic found, by place and field; what was sent is not repeated."""
    return refused(request, Invalid(), [_fault(one) for one in error.errors[:SHOWN]])


def say(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Whatever a route raised, as problem+json."""
    if isinstance(error, Refusal):
        return refused(request, error)
    if isinstance(error, ValidationError):
        return invalid(request, error)
    if isinstance(error, AuthenticationError):
        return refused(request, NoToken())
    if isinstance(error, RequestDataTooBig):
        return refused(request, TooLong())
    if isinstance(error, Http404):
        return refused(request, NothingHere())
    if isinstance(error, HttpError):
        return refused(request, BadRequest())
    return fault(request, error)


def _fault(found: dict[str, Any]) -> Fault:
    place, *way = (str(step) for step in found["loc"])
    name = ".".join(way[1:] if place == "body" else way)
    return {"place": place, "field": name[:200], "code": str(found["type"]), "detail": str(found["msg"])[:200]}


def _problem(request: HttpRequest, status: int, code: str, detail: str) -> Problem:
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "instance": f"urn:request:{request.META.get(REQUEST_ID, '')}",
    }


def _answer(told: Problem) -> HttpResponse:
    return HttpResponse(orjson.dumps(told), status=told["status"], content_type="application/problem+json")
