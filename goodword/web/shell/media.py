"""Serves uploaded pictures where no web server in front does it."""

import re

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

FOREVER = "public, max-age=31536000, immutable"  # a picture's name changes with its content
A_WHILE = "public, max-age=300"
SIZED = re.compile(r"(.+)-[0-9]+(\.webp)\Z")


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of MEDIA_ROOT. Everything there was re-encoded by us; nosniff and the page's policy still hold.

    Until a job has made a picture's smaller sizes, the picture itself stands in for them.
    """
    try:
        response, kept = _served(request, path), FOREVER
    except Http404:
        whole = SIZED.sub(r"\1\2", path)
        if whole == path:
            raise
        response, kept = _served(request, whole), A_WHILE
    if isinstance(response, FileResponse):
        response["Cache-Control"] = kept
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _served(request: HttpRequest, path: str) -> HttpResponseBase:
    try:
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except SuspiciousFileOperation as error:
        raise Http404 from error
