"""Persons are forgotten."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q

from goodword.journal.actions import record_all
from goodword.kit.statements import insert
from goodword.people.rules import ERASED
from goodword.social.events import PostWithdrawn
from goodword.social.models import (
    Audience,
    Comment,
    CommentRemoval,
    Draft,
    Folder,
    Follow,
    Post,
    PostEdit,
    PostPicture,
    PostProduct,
    PostWithdrawal,
    Save,
    Shelf,
)


@transaction.atomic
def forget_persons(person_ids: Sequence[UUID], *, now: datetime) -> None:
    """Withdraws and empties these persons' posts and comments; deletes the rest: edits, drafts, saves, ties, shelves.

    What was bought through a post keeps its id, so that commissions still add up (I-35).
    """
    people = list(person_ids)
    _withdraw(people, now)
    posts = Post.objects.filter(author_id__in=people)
    posts.update(reason=ERASED)
    posts.exclude(evidence="").update(evidence=ERASED)
    PostEdit.objects.filter(post__author_id__in=people).delete()
    PostPicture.objects.filter(post__author_id__in=people).delete()
    PostWithdrawal.objects.filter(Q(by__in=people) | Q(post__author_id__in=people)).update(reason=ERASED)
    _empty_comments(people)
    _unsave(people)
    _untie(people)
    Shelf.objects.filter(person_id__in=people).delete()
    Draft.objects.filter(author_id__in=people).delete()
    Folder.objects.filter(person_id__in=people).delete()


def _withdraw(people: list[UUID], now: datetime) -> None:
    """Every post still live leaves the walls, as if its author had withdrawn it."""
    live = list(Post.objects.filter(author_id__in=people, live=True).order_by("id").values_list("id", "author_id"))
    if not live:
        return
    ids = [post_id for post_id, _author in live]
    insert(PostWithdrawal, [{"post": post_id, "reason": ERASED, "by": author, "at": now} for post_id, author in live])
    Post.objects.filter(id__in=ids).update(live=False)
    PostProduct.objects.filter(author_id__in=people, live=True).update(live=False)
    record_all([PostWithdrawn(post_id, author) for post_id, author in live], by=None, now=now)


def _empty_comments(people: list[UUID]) -> None:
    """The places of their comments stay, so that answers to them stand below something."""
    mine = Comment.objects.filter(author_id__in=people)
    said = mine.filter(live=True).order_by().values("post_id").annotate(n=Count("id"))
    for post_id, number in said.values_list("post_id", "n"):
        Post.objects.filter(id=post_id).update(comments=F("comments") - number)
    mine.update(text=ERASED, live=False)
    CommentRemoval.objects.filter(Q(by__in=people) | Q(comment__author_id__in=people)).update(reason=ERASED)


def _unsave(people: list[UUID]) -> None:
    saves = Save.objects.filter(person_id__in=people)
    for post_id, number in saves.order_by().values("post_id").annotate(n=Count("id")).values_list("post_id", "n"):
        Post.objects.filter(id=post_id).update(saves=F("saves") - number)
    saves.delete()


def _untie(people: list[UUID]) -> None:
    """They follow nobody, and nobody follows them; the counters of followers go along."""
    ties = Follow.objects.filter(Q(follower_id__in=people) | Q(person_id__in=people))
    for kind in ("person", "shop", "topic"):
        counted = ties.exclude(**{kind: None}).order_by().values(kind).annotate(n=Count("id"))
        for target, number in counted.values_list(kind, "n"):
            Audience.objects.filter(kind=kind, target=str(target)).update(followers=F("followers") - number)
    ties.delete()
