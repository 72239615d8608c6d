"""Search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodword.web.find import pages
from goodword.web.find.asked import asked_in
from goodword.web.shell.doors import status_of


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Products that fit the words and the filters; only what `asked_in` names is heard (S-05)."""
    page = pages.find(asked_in(request.GET), request.GET.get("cursor"))
    return render(request, "find/page.html", {"page": page}, status=status_of(None, page.errors))


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What may be meant by what is being typed, as a fragment below the field."""
    return render(request, "find/suggestions.html", {"page": pages.suggestions(asked_in(request.GET).text)})
