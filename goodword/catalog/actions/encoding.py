"""Pictures from outside, made harmless: only what we have drawn anew from their pixels is ever kept or shown."""

import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from goodword.catalog.cropping import Crop, cut_box
from goodword.catalog.rules import smaller_widths
from goodword.kit.limits import UPLOAD_BYTES, UPLOAD_PIXELS
from goodword.kit.refusals import Refusal

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")  # by content, whatever the name says; no SVG: it can carry scripts
SIDE = 1600  # pixels of the longer side; enough for a phone's full width at three pixels a point
QUALITY = 82  # of WebP; below it flat colours begin to show blocks


class BadPicture(Refusal):
    """Not a picture of a kind we take, or damaged (S-30)."""

    status = 422
    code = "catalog.bad_picture"
    sentence = _("This is not a picture we can read. Use a JPEG, PNG, WebP or GIF file.")


class PictureTooLarge(BadPicture):
    """More bytes or pixels than we take (S-31)."""

    status = 413
    code = "catalog.picture_too_large"
    sentence = _("This picture is too large. Use one of at most %(megabytes)s MB and %(megapixels)s megapixels.")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture made anew: WebP, without anything that was not a pixel, under a name made by chance.

    `smaller` are its smaller sizes, by their widths in pixels.
    """

    name: str
    data: bytes
    width: int
    height: int
    smaller: Mapping[int, bytes]


def encode(data: bytes, crop: Crop | None = None) -> Encoded:
    """The picture in `data` or a piece of it, upright, at most SIDE pixels long, as bare WebP (S-30, S-33).

    Bytes and pixels are counted before anything is decoded (S-31); of a moving picture the first frame is taken.
    Refuses BadPicture, PictureTooLarge.
    """
    too_large = PictureTooLarge(megabytes=UPLOAD_BYTES // 1024**2, megapixels=UPLOAD_PIXELS // 10**6)
    if len(data) > UPLOAD_BYTES:
        raise too_large
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as source:
            if source.width * source.height > UPLOAD_PIXELS:
                raise too_large
            source.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(source)
            has_holes = upright.has_transparency_data
            pixels = upright.convert("RGBA" if has_holes else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError) as error:
        raise BadPicture from error
    if crop and not crop.whole:
        pixels = pixels.crop(cut_box(crop, *pixels.size))
    pixels.thumbnail((SIDE, SIDE))
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    name = f"{secrets.token_hex(16)}.webp"
    return Encoded(name, _webp(fresh), fresh.width, fresh.height, _smaller(fresh))


def smaller_sizes(kept: bytes) -> dict[int, bytes]:
    """The smaller sizes of a picture that `encode` made, by their widths. Refuses BadPicture where it is damaged."""
    try:
        with Image.open(io.BytesIO(kept), formats=("WEBP",)) as source:
            source.load()
            return _smaller(source)
    except (OSError, ValueError) as error:
        raise BadPicture from error


def _smaller(picture: Image.Image) -> dict[int, bytes]:
    return {
        width: _webp(picture.resize((width, max(1, round(picture.height * width / picture.width)))))
        for width in smaller_widths(picture.width)
    }


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
