"""Pictures handed in with a product."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from goodword.catalog import actions as catalog
from goodword.kit.limits import POST_PICTURES, UPLOAD_BYTES
from goodword.kit.refusals import Refusal


class PicturesTooMany(Refusal):
    """More pictures at once than we read, or one larger than we take; counted before anything is read (S-31)."""

    status = 413
    code = "web.pictures_too_many"
    sentence = _("Add up to %(most)s pictures at once, each of at most %(megabytes)s MB.")


def kept_pictures(request: HttpRequest, title: str, now: datetime, by: UUID) -> list[UUID]:
    """The request's pictures, kept; they show the product. Refuses PicturesTooMany and what is no picture."""
    handed: Sequence[UploadedFile[bytes]] = request.FILES.getlist("pictures")
    if len(handed) > POST_PICTURES or any((one.size or 0) > UPLOAD_BYTES for one in handed):
        raise PicturesTooMany(most=POST_PICTURES, megabytes=UPLOAD_BYTES // 1024**2)
    return [catalog.keep_picture(one.read(), alt=title, now=now, by=by) for one in handed]
