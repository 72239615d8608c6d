"""How a picture is cut. Pure."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import Refusal

SHAPES: Final = {"whole": None, "square": (1, 1), "tall": (4, 5), "wide": (4, 3)}  # width to height
ZOOM_MOST = 400  # percent; beyond it a phone's picture falls apart into pixels


class BadCrop(Refusal):
    """A crop that cannot be made."""

    status = 422
    code = "catalog.bad_crop"
    sentence = _("Cut with a place from 0 to 100 and a zoom from 100 to %(most)s.")


@dataclass(frozen=True, slots=True)
class Crop:
    """What of a picture is shown: the largest piece of this `shape`, made smaller by `zoom` (percent, from 100 on).

    `x` and `y` say where the piece lies, in percent of the room it has to move: 0 is left or top, 50 the middle.
    """

    shape: str = "whole"
    x: int = 50
    y: int = 50
    zoom: int = 100

    @property
    def whole(self) -> bool:
        """Whether nothing is cut away."""
        return self.shape == "whole" and self.zoom == 100

    def check(self) -> None:
        """Refuses what cannot be made."""
        fits = self.shape in SHAPES and 0 <= self.x <= 100 and 0 <= self.y <= 100 and 100 <= self.zoom <= ZOOM_MOST
        if not fits:
            raise BadCrop(most=ZOOM_MOST)


def cut_box(crop: Crop, width: int, height: int) -> tuple[int, int, int, int]:
    """The piece in pixels (left, top, right, bottom) of a picture of this size; at least one pixel each way."""
    across, down = SHAPES[crop.shape] or (width, height)
    wide = min(width, height * across // down)
    high = min(height, width * down // across)
    wide, high = max(1, wide * 100 // crop.zoom), max(1, high * 100 // crop.zoom)
    left, top = (width - wide) * crop.x // 100, (height - high) * crop.y // 100
    return left, top, left + wide, top + high
