"""Pictures handed in with a product, and how they hang."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from goodword.catalog import actions as catalog
from goodword.catalog.queries import HungPicture, Picture, ProductPage
from goodword.kit.limits import PRODUCT_PICTURES, UPLOAD_BYTES
from goodword.kit.refusals import Refusal


class PicturesTooMany(Refusal):
    """More pictures than we show, or one larger than we take; counted before anything is read (S-31)."""

    status = 413
    code = "web.pictures_too_many"
    sentence = _("A product has up to %(most)s pictures, each of at most %(megabytes)s MB.")


@dataclass(frozen=True, slots=True)
class Hanging:
    """A picture in the form: its number among those that hang, and what the form says of it."""

    id: UUID
    number: int
    picture: Picture
    alt: str
    place: int
    drop: bool


def hanging(said: QueryDict, hung: Sequence[HungPicture]) -> list[Hanging]:
    """The pictures as a form that came back says; as they hang, where it says nothing of one."""
    return [
        Hanging(
            one.id,
            number,
            one.picture,
            said.get(f"alt-{one.id}", one.alt),
            _place(said.get(f"place-{one.id}", str(number))),
            f"drop-{one.id}" in said,
        )
        for number, one in enumerate(hung, start=1)
    ]


def kept_pictures(request: HttpRequest, title: str, now: datetime, by: UUID, beside: int = 0) -> list[UUID]:
    """The request's pictures, kept; they show the product. `beside`: how many it has already.

    Refuses PicturesTooMany and what is no picture.
    """
    handed: Sequence[UploadedFile[bytes]] = request.FILES.getlist("pictures")
    if (handed and beside + len(handed) > PRODUCT_PICTURES) or any((one.size or 0) > UPLOAD_BYTES for one in handed):
        raise PicturesTooMany(most=PRODUCT_PICTURES, megabytes=UPLOAD_BYTES // 1024**2)
    return [catalog.keep_picture(one.read(), alt=title, now=now, by=by) for one in handed]


def arranged(request: HttpRequest, page: ProductPage, hung: Sequence[HungPicture], now: datetime, by: UUID) -> None:
    """Hangs the product's pictures as the form says, and those that came with it after them.

    A picture that the form does not speak of stays. Refuses what `kept_pictures` refuses.
    """
    said = request.POST
    staying = [one for one in hung if f"drop-{one.id}" not in said]
    staying.sort(key=lambda one: _place(said.get(f"place-{one.id}", "")))
    fresh = kept_pictures(request, page.card.title, now, by, len(staying))
    catalog.arrange_pictures(
        page.card.id, [(one.id, said.get(f"alt-{one.id}", one.alt)) for one in staying], now=now, by=by
    )
    if fresh:
        catalog.hang_pictures(page.card.id, fresh, now=now, by=by)


def _place(text: str) -> int:
    """The number of a place; what is none stands last."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 999
