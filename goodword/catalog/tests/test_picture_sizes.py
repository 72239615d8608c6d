"""Pictures in several sizes: kept beside each other, made later for those without, and erased together."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from goodword.catalog import actions, jobs, queries
from goodword.catalog.actions import encoding as media
from goodword.catalog.models import Media, Product

Make = Callable[..., UUID]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(form: str = "PNG", size: tuple[int, int] = (30, 20), mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode != "RGBA" else (255, 0, 0, 0)).save(out, form, **more)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def names(folder: Path) -> set[str]:
    return {file.name for file in (folder / "pictures").iterdir()}


def test_a_picture_is_kept_in_smaller_sizes_too_each_without_metadata() -> None:
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    encoded = media.encode(picture("JPEG", size=(1400, 700), exif=exif))
    sizes = {width: opened(data) for width, data in encoded.smaller.items()}
    assert {width: (one.format, one.size) for width, one in sizes.items()} == {
        320: ("WEBP", (320, 160)),
        640: ("WEBP", (640, 320)),
        1280: ("WEBP", (1280, 640)),
    }
    assert [dict(one.getexif()) for one in sizes.values()] == [{}, {}, {}]
    assert not any(b"a secret place" in data for data in encoded.smaller.values())
    assert media.encode(picture(size=(320, 10))).smaller == {}
    assert list(media.encode(picture(size=(321, 1))).smaller) == [320]
    assert opened(media.encode(picture(size=(700, 9), mode="RGBA")).smaller[640]).mode == "RGBA"


@pytest.mark.django_db
def test_a_picture_tells_its_sizes_and_they_are_kept_beside_it(person: UUID, now: datetime, tmp_path: Path) -> None:
    media_id = actions.keep_picture(picture(size=(700, 350)), alt="Red", now=now, by=person)
    row = Media.objects.get()
    stem = row.file.removeprefix("pictures/").removesuffix(".webp")
    assert names(tmp_path) == {f"{stem}.webp", f"{stem}-320.webp", f"{stem}-640.webp"}
    shown = queries.pictures([media_id])[media_id]
    at = f"/media/pictures/{stem}"
    assert shown.srcset == f"{at}-320.webp 320w, {at}-640.webp 640w, {at}.webp 700w"
    assert row.sized
    assert actions.keep_smaller_sizes(limit=10, now=now) == 0


@pytest.mark.django_db
def test_pictures_kept_before_there_were_sizes_get_theirs_once(person: UUID, now: datetime, tmp_path: Path) -> None:
    ids = [actions.keep_picture(picture(size=(400, 300)), alt="", now=now, by=person) for _ in range(3)]
    whole = names(tmp_path)
    for name in whole:
        if "-320" in name:
            (tmp_path / "pictures" / name).unlink()
    Media.objects.update(sized=False)
    damaged = Media.objects.get(id=ids[0])
    (tmp_path / damaged.file).write_bytes(b"RIFF")
    assert jobs.size_pictures(now, 2) == 2
    assert jobs.size_pictures(now, 2) == 1
    assert jobs.size_pictures(now, 2) == 0
    stem = damaged.file.removeprefix("pictures/").removesuffix(".webp")
    assert names(tmp_path) == whole - {f"{stem}-320.webp"}


@pytest.mark.django_db(transaction=True)
def test_i35_pictures_of_who_left_are_gone_in_every_size_and_the_shops_stay(
    make_offer: Make, person: UUID, now: datetime, tmp_path: Path
) -> None:
    """Red when only the whole picture is deleted."""
    own, shops = (actions.keep_picture(picture(size=(700, 350)), alt="A", now=now, by=person) for _ in range(2))
    make_offer(title="Cup", pictures=[shops])
    left = {name for name in names(tmp_path) if name.startswith(Media.objects.get(id=shops).file[9:41])}
    assert len(left) == 3
    actions.forget_persons([person], now=now)
    assert names(tmp_path) == left
    assert queries.pictures([own]) == {}
    product = Product.objects.get().id
    assert queries.products([product])[product].picture == queries.pictures([shops])[shops]
