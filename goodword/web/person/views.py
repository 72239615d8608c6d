"""A person as others see them, and following."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from goodword.kit import clock
from goodword.social import actions as social
from goodword.web.person import feed, pages
from goodword.web.shell.asks import reader
from goodword.web.shell.doors import back, came_from, signed_in


@require_safe
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """Who they are and what they recommend."""
    return _show(request, handle, shelves=False)


@require_safe
def showcase(request: HttpRequest, handle: str) -> HttpResponse:
    """The shelves they arranged."""
    return _show(request, handle, shelves=True)


@require_safe
def words_feed(request: HttpRequest, handle: str) -> HttpResponse:
    """Their words as a feed; the same for all, so anybody may keep it for a while."""
    content = feed.words_of(handle, clock.now())
    return HttpResponse(
        content, content_type="application/atom+xml; charset=utf-8", headers={"Cache-Control": "public, max-age=300"}
    )


@require_POST
@signed_in
def follow(request: HttpRequest, person: UUID) -> HttpResponse:
    """Follows a person, a shop or a topic, or stops following."""
    kind, target = request.POST.get("kind", ""), request.POST.get("target", "")
    following = not request.POST.get("undo")
    act = social.follow if following else social.unfollow
    act(person_id=person, kind=kind, target=target, now=clock.now(), by=person)
    if not getattr(request, "htmx", False):
        return back(request)
    told = {"kind": kind, "target": target, "following": following, "back": came_from(request)}
    return render(request, "person/followed.html", told)


def _show(request: HttpRequest, handle: str, *, shelves: bool) -> HttpResponse:
    page = pages.person(handle, reader(request), shelves=shelves, cursor=request.GET.get("cursor"), now=clock.now())
    return render(request, "person/page.html", {"page": page})
