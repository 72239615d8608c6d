"""How the house works, said to people, to phones and to robots."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodword.web.public import machines, pages, sitemaps

HOUR = "public, max-age=3600"
XML = "application/xml; charset=utf-8"


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """The rules of money and of walls, with this house's numbers."""
    return render(request, "public/how.html", {"page": pages.how()})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, for whom, and who runs it."""
    return render(request, "public/about.html", {"page": pages.about()})


@require_safe
def money(request: HttpRequest) -> HttpResponse:
    """How money is held."""
    return render(request, "public/money.html", {"page": pages.money()})


@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    """How the wall is ordered."""
    return render(request, "public/ranking.html", {"page": pages.ranking()})


@require_safe
def price(request: HttpRequest) -> HttpResponse:
    """What the service costs."""
    return render(request, "public/price.html", {"page": pages.price()})


@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """What the app shows where nothing can be reached: the same for everybody, so it may be kept (S-54)."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return HttpResponse(machines.offline(language), headers={"Cache-Control": HOUR})


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone asks before it puts Goodword among its apps (W3C Web Application Manifest)."""
    return JsonResponse(machines.manifest(), content_type="application/manifest+json")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The app's service worker. It stands at the root, because it may speak for no address above its own."""
    return HttpResponse(
        machines.worker(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where robots need not look (RFC 9309): what is private, and what has no end."""
    return HttpResponse(machines.robots(), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Where the lists of all public pages are (sitemaps.org)."""
    return HttpResponse(sitemaps.index(), content_type=XML, headers={"Cache-Control": HOUR})


@require_safe
def sitemap_page(request: HttpRequest, kind: str, start: str) -> HttpResponse:
    """One list of public pages."""
    return HttpResponse(sitemaps.page(kind, start), content_type=XML, headers={"Cache-Control": HOUR})
