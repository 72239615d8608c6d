"""Search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodword.web.find import pages


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Products that fit the words, the topic and what is in stock; only these three are asked for (S-05)."""
    asked = pages.Asked(
        text=request.GET.get("q", "").strip()[:200],
        topic=request.GET.get("topic", ""),
        in_stock=request.GET.get("stock") == "1",
    )
    return render(request, "find/page.html", {"page": pages.find(asked, request.GET.get("cursor"))})
