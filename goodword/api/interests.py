"""The wall, why something stands on it, and what readers look at."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from ninja import Router
from pydantic import Field

from goodword.api.shapes import interests as shapes
from goodword.api.tokens import TOKEN_OR_NOT, Asked, Read
from goodword.api.wire import Body, Cursor, Id, Slug, answer, done, rows
from goodword.interests import actions as interests_actions
from goodword.interests import queries as interests
from goodword.interests.actions import NewSignal
from goodword.interests.rules import SIGNALS_AT_ONCE
from goodword.kit import clock

router = Router(tags=["interests"])


class Signal(Body):
    """A post was on the screen, or its page was opened. What is saved or bought is known without being told."""

    kind: Literal["seen", "opened"]
    post_id: Id
    product_id: Id | None = None


class Signals(Body):
    """What a reader did, in one batch."""

    signals: Annotated[list[Signal], Field(max_length=SIGNALS_AT_ONCE)]


@router.get("/wall", operation_id="getWall", response=shapes.Wall, auth=TOKEN_OR_NOT)
def wall(request: Read, lane: Slug = "for-you", cursor: Cursor | None = None) -> HttpResponse:
    """A page of a lane: `for-you`, `following`, or a topic. Guests read what is new."""
    page = interests.wall(request.auth.id, lane, cursor, get_language() or "en", clock.now())
    return rows(page, shapes.card)


@router.get("/posts/{post_id}/why", operation_id="explainPost", response=shapes.Explanation, auth=TOKEN_OR_NOT)
def why(request: Read, post_id: UUID) -> HttpResponse:
    """Why the caller sees a post where it stands: the terms of the published formula that hold for them."""
    return answer(shapes.why(interests.explain(request.auth.id, post_id, get_language() or "en")))


@router.post("/signals", operation_id="tellSignals", response={204: None})
def signals(request: Asked, body: Signals) -> HttpResponse:
    """Tells what the reader saw or opened; each counts once a day."""
    told = [NewSignal(kind=one.kind, post_id=one.post_id, product_id=one.product_id) for one in body.signals]
    interests_actions.take_signals(person_id=request.auth.id, signals=told, now=clock.now())
    return done()
