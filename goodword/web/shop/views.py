"""A shop as everybody sees it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodword.kit import clock
from goodword.web.shell.asks import reader
from goodword.web.shop import pages


@require_safe
def shop(request: HttpRequest, slug: str) -> HttpResponse:
    """Who the shop is, with its goods or, asked for, the words about them."""
    words = request.GET.get("about") == "words"
    page = pages.shop(slug, reader(request), words=words, cursor=request.GET.get("cursor"), now=clock.now())
    return render(request, "shop/page.html", {"page": page})
