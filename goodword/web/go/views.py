"""Leaving Goodword for the website of a shop."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodword.web.go import pages


@require_safe
def leave(request: HttpRequest, signed: str) -> HttpResponse:
    """Says where the link leads and what does not hold there; nothing the reader sends chooses the place (S-16)."""
    response = render(request, "go/page.html", {"page": pages.way_out(signed)})
    response["Referrer-Policy"] = "no-referrer"
    return response
