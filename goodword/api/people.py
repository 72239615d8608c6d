"""Who I am, and certifying experts."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import Field, StrictInt

from goodword.api.once import REPEATABLE, once
from goodword.api.shapes import people as shapes
from goodword.api.tokens import Asked, require_operator
from goodword.api.wire import Body, Created, Cursor, Note, Prose, Slug, all_rows, answer, done, rows
from goodword.catalog import queries as catalog
from goodword.kit import clock
from goodword.partners import queries as partners
from goodword.people import actions as people_actions
from goodword.people import queries as people

LINKS = 10
Link = Annotated[str, Field(strict=True, max_length=500, pattern=r"^https?://[!-~]+$")]

router = Router(tags=["people"])


class NewApplication(Body):
    """A field, what the applicant knows of it, and where that can be seen."""

    topic: Slug
    evidence: Prose
    links: Annotated[list[Link], Field(max_length=LINKS)] = []


class Decision(Body):
    """Granted with a grade from 1 to 3, or refused; the applicant reads the reason."""

    decision: Literal["grant", "refuse"]
    grade: Annotated[StrictInt, Field(ge=1, le=3)] = 1
    reason: Note


@router.get("/me", operation_id="getMe", response=shapes.Me, summary="Who I am")
def get_me(request: Asked) -> HttpResponse:
    """The person whose token it is, with their fields, role and shops."""
    me = request.auth.id
    told: shapes.Me = {
        **shapes.person(people.briefs([me])[me]),
        "operator": people.has_role(me, "operator"),
        "shops": [
            {"slug": shop.slug, "name": shop.name, "role": partners.role_in(shop.id, me)}
            for shop in partners.shops_of(me)
        ],
    }
    return answer(told)


@router.get("/me/applications", operation_id="listMyApplications", response=shapes.ApplicationPage)
def my_applications(request: Asked) -> HttpResponse:
    """The caller's own applications, newest first."""
    return all_rows(shapes.application(one) for one in people.applications_of(request.auth.id))


@router.post(
    "/credentials/applications", operation_id="applyForCredential", response={201: Created}, openapi_extra=REPEATABLE
)
def apply(request: Asked, body: NewApplication) -> HttpResponse:
    """Asks to be certified in a field, so as to recommend there."""
    catalog.topic(body.topic)
    me = request.auth.id
    return once(
        request,
        body,
        lambda now: {
            "id": people_actions.ask_credential(
                person_id=me, topic=body.topic, evidence=body.evidence, links=body.links, now=now, by=me
            )
        },
    )


@router.get("/credentials/applications", operation_id="listApplications", response=shapes.ApplicationPage)
def applications(request: Asked, cursor: Cursor | None = None) -> HttpResponse:
    """Operators: the applications that wait, oldest first."""
    require_operator(request.auth)
    return rows(people.open_applications(cursor), shapes.application)


@router.post(
    "/credentials/applications/{application_id}/decision", operation_id="decideApplication", response={204: None}
)
def decide(request: Asked, application_id: UUID, body: Decision) -> HttpResponse:
    """Operators: grants or refuses an application, once."""
    require_operator(request.auth)
    now, me = clock.now(), request.auth.id
    if body.decision == "grant":
        people_actions.grant_credential(
            application_id=application_id, grade=body.grade, reason=body.reason, now=now, by=me
        )
    else:
        people_actions.refuse_credential(application_id=application_id, reason=body.reason, now=now, by=me)
    return done()
