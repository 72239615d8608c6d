"""Serves uploaded pictures where no web server in front does it."""

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

FOREVER = "public, max-age=31536000, immutable"  # a picture's name changes with its content


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of MEDIA_ROOT. Everything there was re-encoded by us; nosniff and the page's policy still hold."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except SuspiciousFileOperation as error:
        raise Http404 from error
    if isinstance(response, FileResponse):
        response["Cache-Control"] = FOREVER
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
