"""Recommending, following, keeping and commenting."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import Field, StrictBool

from goodword.api.once import REPEATABLE, once
from goodword.api.problems import Invalid
from goodword.api.shapes import social as shapes
from goodword.api.tokens import TOKEN_OR_NOT, Asked, Read
from goodword.api.wire import NO_NUL, Body, Created, Cursor, Id, Prose, Reason, Slug, answer, done, rows
from goodword.kit import clock
from goodword.kit.limits import POST_PICTURES, POST_PRODUCTS
from goodword.social import actions as social_actions
from goodword.social import queries as social
from goodword.social.rules import COMMENT_MAX, EVIDENCE_MAX

ReasonType = Literal["used", "tested", "expert"]
Kind = Literal["person", "shop", "topic"]
Evidence = Annotated[str, Field(strict=True, max_length=EVIDENCE_MAX, pattern=NO_NUL)]
Text = Annotated[str, Field(strict=True, min_length=1, max_length=COMMENT_MAX, pattern=NO_NUL)]

router = Router(tags=["social"])


class NewPost(Body):
    """A recommendation. `free_sample` says whether the author was given one; it must be true."""

    topic: Slug
    reason: Prose
    reason_type: ReasonType
    evidence: Evidence = ""
    product_ids: Annotated[list[Id], Field(min_length=1, max_length=POST_PRODUCTS)]
    pictures: Annotated[list[Id], Field(max_length=POST_PICTURES)] = []
    free_sample: StrictBool


class Edit(Body):
    """The words that change; what is not named stays."""

    reason: Prose | None = None
    reason_type: ReasonType | None = None
    evidence: Evidence | None = None
    free_sample: StrictBool | None = None


class NewComment(Body):
    """What to say, and the comment it answers."""

    text: Text
    answer_to: Id | None = None


@router.get("/posts/{post_id}", operation_id="getPost", response=shapes.Post, auth=TOKEN_OR_NOT)
def get_post(request: Read, post_id: UUID) -> HttpResponse:
    """A recommendation, with rates, prices and stock of this moment."""
    return answer(shapes.post(social.post(post_id, request.auth.id, clock.now())))


@router.post("/posts", operation_id="recommend", response={201: Created}, openapi_extra=REPEATABLE)
def recommend(request: Asked, body: NewPost) -> HttpResponse:
    """Experts: recommends products in a field they are certified in."""
    me = request.auth.id

    def do(now: datetime) -> Created:
        return {
            "id": social_actions.publish_post(
                author_id=me,
                topic=body.topic,
                reason=body.reason,
                reason_type=body.reason_type,
                evidence=body.evidence,
                product_ids=body.product_ids,
                pictures=body.pictures,
                free_sample=body.free_sample,
                now=now,
                by=me,
            )
        }

    return once(request, body, do)


@router.patch("/posts/{post_id}", operation_id="editPost", response={204: None})
def edit_post(request: Asked, post_id: UUID, body: Edit) -> HttpResponse:
    """The author changes the words; what stood there is kept and can be seen. Products stay."""
    now, me = clock.now(), request.auth.id
    if not body.model_fields_set:
        raise Invalid
    old = social.post(post_id, me, now)
    social_actions.edit_post(
        post_id=post_id,
        reason=old.reason if body.reason is None else body.reason,
        reason_type=body.reason_type or old.reason_type,
        evidence=old.evidence if body.evidence is None else body.evidence,
        free_sample=old.disclosure.free_sample if body.free_sample is None else body.free_sample,
        now=now,
        by=me,
    )
    return done()


@router.post("/posts/{post_id}/withdrawal", operation_id="withdrawPost", response={204: None})
def withdraw_post(request: Asked, post_id: UUID, body: Reason) -> HttpResponse:
    """The author, or an operator, takes a post back for good."""
    social.post(post_id, request.auth.id, clock.now())
    social_actions.withdraw_post(post_id=post_id, reason=body.reason, now=clock.now(), by=request.auth.id)
    return done()


@router.put("/posts/{post_id}/save", operation_id="savePost", response={204: None})
def save_post(request: Asked, post_id: UUID) -> HttpResponse:
    """Keeps a post; keeping it twice is keeping it."""
    social_actions.save_post(person_id=request.auth.id, post_id=post_id, now=clock.now(), by=request.auth.id)
    return done()


@router.delete("/posts/{post_id}/save", operation_id="unsavePost", response={204: None})
def unsave_post(request: Asked, post_id: UUID) -> HttpResponse:
    """No longer keeps a post."""
    social_actions.unsave_post(person_id=request.auth.id, post_id=post_id, now=clock.now(), by=request.auth.id)
    return done()


@router.get("/saved", operation_id="listSaved", response=shapes.PostPage)
def saved(request: Asked, cursor: Cursor | None = None) -> HttpResponse:
    """The posts the caller keeps, last kept first."""
    return rows(social.saved_by(request.auth.id, cursor, clock.now()), shapes.post)


@router.get("/follows", operation_id="listFollows", response=shapes.FollowPage)
def follows(request: Asked, cursor: Cursor | None = None) -> HttpResponse:
    """What the caller follows, last first."""
    return rows(social.follows_of(request.auth.id, cursor), shapes.follow)


@router.put("/follows/{kind}/{target}", operation_id="follow", response={204: None})
def follow(request: Asked, kind: Kind, target: Slug) -> HttpResponse:
    """Follows a person or a shop, by id, or a topic, by its word."""
    social_actions.follow(person_id=request.auth.id, kind=kind, target=target, now=clock.now(), by=request.auth.id)
    return done()


@router.delete("/follows/{kind}/{target}", operation_id="unfollow", response={204: None})
def unfollow(request: Asked, kind: Kind, target: Slug) -> HttpResponse:
    """Stops following."""
    social_actions.unfollow(person_id=request.auth.id, kind=kind, target=target, now=clock.now(), by=request.auth.id)
    return done()


@router.get("/posts/{post_id}/comments", operation_id="listComments", response=shapes.CommentPage, auth=TOKEN_OR_NOT)
def comments(request: Read, post_id: UUID, cursor: Cursor | None = None) -> HttpResponse:
    """What is said below a post."""
    return rows(social.comments(post_id, request.auth.id, cursor), shapes.comment)


@router.post("/posts/{post_id}/comments", operation_id="comment", response={201: Created}, openapi_extra=REPEATABLE)
def comment(request: Asked, post_id: UUID, body: NewComment) -> HttpResponse:
    """Says something below a live post, or answers a comment there."""
    me = request.auth.id
    return once(
        request,
        body,
        lambda now: {
            "id": social_actions.comment(
                post_id=post_id, author_id=me, text=body.text, answer_to=body.answer_to, now=now, by=me
            )
        },
    )


@router.post("/comments/{comment_id}/removal", operation_id="removeComment", response={204: None})
def remove_comment(request: Asked, comment_id: UUID, body: Reason) -> HttpResponse:
    """The comment's or the post's author, or an operator, removes the words; the place stays."""
    social_actions.remove_comment(comment_id=comment_id, reason=body.reason, now=clock.now(), by=request.auth.id)
    return done()
