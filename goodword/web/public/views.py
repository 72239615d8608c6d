"""How the house works, said to people, to phones and to robots."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodword.web.public import pages


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """The rules of money and of walls, with this house's numbers."""
    return render(request, "public/how.html", {"page": pages.how()})


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone asks before it puts Goodword among its apps (W3C Web Application Manifest)."""
    return JsonResponse(pages.manifest(), content_type="application/manifest+json")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where robots need not look (RFC 9309): what is private, and what has no end."""
    return HttpResponse(pages.robots(), content_type="text/plain; charset=utf-8")
