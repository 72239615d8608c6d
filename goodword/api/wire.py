"""What goes over the wire: bounded fields of requests, and answers written straight to bytes.

Money is {"amount": whole minor units, "currency": "CNY"}, a time is RFC 3339 in UTC, a list is {"rows", "next"}.
Answers are typed dictionaries, checked by mypy against their schema and not once more when they are sent.
"""

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypeVar
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja.parser import Parser
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt
from typing_extensions import TypedDict

from goodword.api.problems import BadRequest
from goodword.kit.limits import LINE_QUANTITY, PRICE_MAX, TEXT_LONG, TEXT_SHORT
from goodword.kit.paging import BadCursor, Page
from goodword.kit.refusals import Refusal

NO_NUL = r"^[^\x00]*$"  # PostgreSQL keeps no NUL
NOTE = 600  # a reason or an answer: a paragraph
CURSOR = 300
WHOLE = 2**63  # numbers beyond fit no column

Row = TypeVar("Row")
Wire = TypeVar("Wire")


class Body(BaseModel):
    """What a program sends. A field that is not declared is refused, not passed over (S-03)."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


def _told_as_text(value: object) -> object:
    if not isinstance(value, str | UUID):
        raise ValueError("must be a UUID written as text")
    return value


def _one_of_ours(mark: str) -> str:
    """Our marks hold ids and numbers that a column can hold; nothing else reaches a query."""
    try:
        key = orjson.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        sound = isinstance(key, list) and all(UUID(x) if type(x) is str else -WHOLE < x < WHOLE for x in key)
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadCursor from error
    if not sound:
        raise BadCursor
    return mark


Id = Annotated[UUID, BeforeValidator(_told_as_text)]
Line = Annotated[str, Field(strict=True, max_length=TEXT_SHORT, pattern=NO_NUL)]
Note = Annotated[str, Field(strict=True, max_length=NOTE, pattern=NO_NUL)]
Prose = Annotated[str, Field(strict=True, max_length=TEXT_LONG, pattern=NO_NUL)]
Slug = Annotated[str, Field(strict=True, max_length=60, pattern=r"^[A-Za-z0-9_-]+$")]
Currency = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{3}$")]
Quantity = Annotated[StrictInt, Field(ge=1, le=LINE_QUANTITY)]
Minor = Annotated[StrictInt, Field(ge=0, le=PRICE_MAX)]
Cursor = Annotated[str, Field(max_length=CURSOR, pattern=r"^[A-Za-z0-9_-]+$"), AfterValidator(_one_of_ours)]


class Reason(Body):
    """A reason that others can read."""

    reason: Note


class Amount(Body):
    """Money: whole minor units, such as 12800 for ¥128.00."""

    amount: Minor
    currency: Currency

    def of(self, currency: str) -> int:
        """The minor units. Refuses another currency (S-61)."""
        if self.currency != currency:
            raise WrongCurrency(currency=currency)
        return self.amount


class WrongCurrency(Refusal):
    """An amount is in a currency that is not the shop's or the order's."""

    status = 422
    code = "api.wrong_currency"
    sentence = _("This amount must be in %(currency)s.")


class Money(TypedDict):
    """Whole minor units of an ISO 4217 currency."""

    amount: int
    currency: str


class Created(TypedDict):
    """What was made."""

    id: UUID


class JsonParser(Parser):
    """Reads JSON strictly: no NaN, no halves of characters, no numbers too large."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body's value. Refuses what is not JSON."""
        try:
            return orjson.loads(request.body)
        except orjson.JSONDecodeError as error:
            raise BadRequest from error


def money(amount: int, currency: str) -> Money:
    """An amount as it goes over the wire."""
    return {"amount": amount, "currency": currency}


def maybe_money(amount: int | None, currency: str) -> Money | None:
    """An amount, or None where there is none."""
    return None if amount is None else {"amount": amount, "currency": currency}


def written(value: object) -> bytes:
    """The value as JSON."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


def answer(value: object, status: int = 200) -> HttpResponse:
    """The value as an answer."""
    return HttpResponse(written(value), status=status, content_type="application/json")


def done() -> HttpResponse:
    """It was done; there is nothing to add."""
    return HttpResponse(status=204)


def rows(page: Page[Row], shape: Callable[[Row], Wire]) -> HttpResponse:
    """A page of a list."""
    return answer({"rows": [shape(row) for row in page.rows], "next": page.next})


def all_rows(found: Iterable[object]) -> HttpResponse:
    """A list that has one page."""
    return answer({"rows": list(found), "next": None})
