"""A product by itself."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodword.kit import clock
from goodword.web.product import pages
from goodword.web.shell.asks import maybe_id, reader


@require_safe
def product(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """The product, bought here with the word of the post the reader came from, if any."""
    page = pages.product(
        product_id, maybe_id(request.GET, "post"), reader(request), request.GET.get("cursor"), clock.now()
    )
    return render(request, "product/page.html", {"page": page})
