"""How a picture is cut."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from goodword.catalog.actions.encoding import encode
from goodword.catalog.cropping import SHAPES, ZOOM_MOST, BadCrop, Crop, cut_box

CROPS = st.builds(
    Crop, st.sampled_from(sorted(SHAPES)), st.integers(0, 100), st.integers(0, 100), st.integers(100, ZOOM_MOST)
)


@pytest.mark.parametrize(
    ("crop", "box"),
    [
        (Crop(), (0, 0, 400, 300)),
        (Crop("square"), (50, 0, 350, 300)),
        (Crop("square", 0, 0), (0, 0, 300, 300)),
        (Crop("square", 100, 100), (100, 0, 400, 300)),
        (Crop("tall"), (80, 0, 320, 300)),
        (Crop("wide"), (0, 0, 400, 300)),
        (Crop("whole", 0, 100, 200), (0, 150, 200, 300)),
        (Crop("square", 50, 50, 300), (150, 100, 250, 200)),
    ],
)
def test_the_largest_piece_of_a_shape_then_closer(crop: Crop, box: tuple[int, int, int, int]) -> None:
    assert cut_box(crop, 400, 300) == box


@given(CROPS, st.integers(1, 3000), st.integers(1, 3000))
def test_a_piece_lies_within_its_picture_and_is_never_empty(crop: Crop, width: int, height: int) -> None:
    left, top, right, bottom = cut_box(crop, width, height)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


@pytest.mark.parametrize("crop", [Crop("round"), Crop(x=-1), Crop(y=101), Crop(zoom=99), Crop(zoom=401)])
def test_a_crop_that_cannot_be_made_is_refused(crop: Crop) -> None:
    with pytest.raises(BadCrop):
        crop.check()


def test_the_piece_that_was_asked_for_is_what_is_kept() -> None:
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste("red", (0, 0, 200, 200))
    out = io.BytesIO()
    picture.save(out, "PNG")
    left, right = (encode(out.getvalue(), Crop("square", x)) for x in (0, 100))
    assert (left.width, left.height) == (200, 200)
    red, green, blue = Image.open(io.BytesIO(left.data)).convert("RGB").getpixel((100, 100))
    assert red > 200 > 60 > max(green, blue)
    assert min(Image.open(io.BytesIO(right.data)).convert("RGB").getpixel((100, 100))) > 240
