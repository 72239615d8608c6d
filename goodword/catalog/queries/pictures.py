"""Reads of pictures."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.core.files.storage import default_storage
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from goodword.catalog import drawings
from goodword.catalog.models import Media
from goodword.catalog.rules import sized, smaller_widths
from goodword.kit.refusals import NotFound


class PictureUnknown(NotFound):
    """There is no such picture, or it is another person's (S-74)."""

    status = 404
    code = "catalog.picture_unknown"
    sentence = _("This picture is not here any more. Add it again.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to show: address, size in pixels, and words for those who do not see it.

    `widths` are those in which it is kept besides; a drawing has none, it is sharp in every size.
    """

    url: str
    width: int
    height: int
    alt: str
    widths: tuple[int, ...] = ()

    @property
    def srcset(self) -> str:
        """Its addresses by width, as HTML's srcset names them; empty where there is but one."""
        if not self.widths:
            return ""
        smaller = [f"{sized(self.url, width)} {width}w" for width in self.widths]
        return ", ".join([*smaller, f"{self.url} {self.width}w"])


def picture_of(file: str | None, width: int | None, height: int | None, alt: str, drawing: str) -> Picture:
    """The picture kept under `file`, or the drawing that stands in for it when there is none."""
    if file and width and height:
        return Picture(default_storage.url(file), width, height, alt, smaller_widths(width))
    drawn = drawings.DRAWINGS[drawing]
    return Picture(_address_of(drawing), drawn.width, drawn.height, alt)


@cache
def _address_of(drawing: str) -> str:
    """A drawing's address, asked for once: its name carries its content's hash and stays while the process runs."""
    return static(f"drawings/{drawing}.svg")


def pictures(media_ids: Iterable[UUID]) -> dict[UUID, Picture]:
    """The kept pictures with these ids, for posts that show them. One statement."""
    rows = Media.objects.filter(id__in=set(media_ids)).exclude(file="")
    return {
        row[0]: Picture(default_storage.url(row[1]), *row[2:], smaller_widths(row[2]))
        for row in rows.values_list("id", "file", "width", "height", "alt")
    }


@dataclass(frozen=True, slots=True)
class HungPicture:
    """A product's own picture as its shop arranges it; `alt` as it is kept, empty where nobody wrote any."""

    id: UUID
    picture: Picture
    alt: str


def pictures_of(product_id: UUID) -> list[HungPicture]:
    """The product's pictures that are ready, in their order. One statement."""
    rows = Media.objects.filter(product_id=product_id).exclude(file="").order_by("position", "id")
    return [
        HungPicture(key, Picture(default_storage.url(file), width, height, alt, smaller_widths(width)), alt)
        for key, file, width, height, alt in rows.values_list("id", "file", "width", "height", "alt")
    ]


def own_pictures(person_id: UUID, media_ids: Iterable[UUID]) -> dict[UUID, Picture]:
    """Those of these pictures that the person handed in and no product has: for the pages where they work on them."""
    mine = Media.objects.filter(id__in=set(media_ids), by=person_id, product=None)
    return pictures(mine.values_list("id", flat=True))
