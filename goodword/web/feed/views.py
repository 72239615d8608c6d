"""The wall, lane by lane, and what was seen on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from goodword.interests import actions as interests
from goodword.kit import clock
from goodword.web.feed import pages, signs
from goodword.web.shell.asks import reader


@require_safe
def for_you(request: HttpRequest) -> HttpResponse:
    """What the formula puts first for this reader; the newest words for a guest."""
    return _wall(request, pages.lane(reader(request), pages.FOR_YOU, request.GET.get("cursor"), clock.now()))


@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """Words by whom and about what the reader follows, newest first."""
    return _wall(request, pages.lane(reader(request), pages.FOLLOWING, request.GET.get("cursor"), clock.now()))


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Words in one topic, newest first."""
    return _wall(request, pages.topic(reader(request), slug, request.GET.get("cursor"), clock.now()))


@require_safe
def experts(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is certified in one topic."""
    return render(request, "feed/experts.html", {"page": pages.experts(slug, request.GET.get("cursor"))})


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """All topics."""
    return render(request, "feed/topics.html", {"page": pages.topics()})


@require_POST
def signals(request: HttpRequest) -> HttpResponse:
    """What the reader's page says was seen or opened. Guests are not followed: their signals are dropped."""
    person = reader(request)
    told = signs.read(request.body)
    if person and told:
        interests.take_signals(person_id=person, signals=told, now=clock.now())
    return HttpResponse(status=204)


def _wall(request: HttpRequest, page: pages.WallPage) -> HttpResponse:
    return render(request, "feed/page.html", {"page": page})
