"""Pictures from outside: made anew, or fetched later, or drawn."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image

from goodword.catalog import actions, drawings, jobs, queries
from goodword.catalog.actions import encoding as media
from goodword.catalog.actions.encoding import BadPicture, PictureTooLarge
from goodword.catalog.models import Media, Product
from goodword.catalog.rules import BadProduct, ProductRow, VariantRow
from goodword.kit.addresses import AddressRefused
from goodword.kit.egress import Answer, EgressFailed

Make = Callable[..., UUID]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(form: str = "PNG", size: tuple[int, int] = (30, 20), mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode != "RGBA" else (255, 0, 0, 0)).save(out, form, **more)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_s30_a_picture_is_made_anew_as_webp(form: str) -> None:
    encoded = media.encode(picture(form))
    assert opened(encoded.data).format == "WEBP"
    assert (encoded.width, encoded.height) == (30, 20)
    assert encoded.name != media.encode(picture(form)).name
    assert len(encoded.name) == 37


def test_s30_metadata_is_left_behind_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "a secret place"
    exif.get_ifd(0x8825)[1] = "N"
    data = picture("JPEG", exif=exif)
    assert b"a secret place" in data
    encoded = media.encode(data)
    assert b"a secret place" not in encoded.data
    assert dict(opened(encoded.data).getexif()) == {}
    assert (encoded.width, encoded.height) == (20, 30)


def test_a_large_picture_becomes_smaller_and_holes_stay() -> None:
    encoded = media.encode(picture(size=(4000, 1000), mode="RGBA"))
    assert (encoded.width, encoded.height) == (1600, 400)
    assert opened(encoded.data).convert("RGBA").getpixel((0, 0))[3] == 0


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        SVG,
        b"<html><img src=x onerror=alert(1)></html>",
        b"%PDF-1.7",
        b"GIF89a<?php system($_GET[0]); ?>",
        picture("BMP"),
        picture("TIFF"),
        picture("ICO", size=(16, 16)),
        picture("PNG")[:60],
        picture("JPEG", size=(300, 300))[:400],
        b"\x00" * 1000,
    ],
)
def test_s30_what_is_not_a_picture_of_our_kinds_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture):
        media.encode(data)


def test_s33_what_hides_behind_a_picture_is_not_kept() -> None:
    for form in ("GIF", "PNG", "JPEG"):
        encoded = media.encode(picture(form) + b"<script>alert(1)</script><?php ?>")
        assert b"script" not in encoded.data
        assert b"php" not in encoded.data


def test_s31_bytes_and_pixels_are_counted_before_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Red without the count of pixels in encode: load is then reached."""
    monkeypatch.setattr(media, "UPLOAD_BYTES", 10_000)
    with pytest.raises(PictureTooLarge):
        media.encode(b"\x89PNG" + b"x" * 10_000)
    monkeypatch.setattr(media, "UPLOAD_BYTES", 10_000_000)
    bomb = picture("PNG", size=(8000, 8000), mode="1")
    assert len(bomb) < 30_000
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(PictureTooLarge):
        media.encode(bomb)


@pytest.mark.django_db
def test_s32_a_kept_picture_has_a_name_made_by_chance(person: UUID, now: datetime) -> None:
    media_id = actions.keep_picture(picture(), alt="A red square", now=now, by=person)
    row = Media.objects.get()
    assert row.file.startswith("pictures/")
    assert row.file.endswith(".webp")
    assert default_storage.size(row.file) == row.bytes
    (kept,) = queries.pictures([media_id, uuid4()]).values()
    assert kept == queries.Picture(f"/media/{row.file}", 30, 20, "A red square")


@pytest.mark.django_db
def test_s31_a_person_hands_in_so_many_pictures_a_day(
    person: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goodword.catalog.actions.pictures.UPLOADS_A_DAY", 2)
    for _ in range(2):
        actions.keep_picture(picture(), alt="", now=now, by=person)
    with pytest.raises(actions.TooManyPictures):
        actions.keep_picture(picture(), alt="", now=now + MINUTE, by=person)
    actions.keep_picture(picture(), alt="", now=now + MINUTE, by=uuid4())
    actions.keep_picture(picture(), alt="", now=now + timedelta(days=1, minutes=1), by=person)
    assert Media.objects.count() == 4


@pytest.mark.django_db
def test_a_product_shows_the_pictures_it_was_given(make_offer: Make, person: UUID, now: datetime) -> None:
    first, second = (actions.keep_picture(picture(), alt=alt, now=now, by=person) for alt in ("One", ""))
    make_offer(title="Cup", pictures=[first, second])
    product = Product.objects.get()
    page = queries.product_page(product.id, now)
    assert [shown.alt for shown in page.pictures] == ["One", "Cup"]
    assert page.card.picture == page.pictures[0] == queries.products([product.id])[product.id].picture


@pytest.mark.django_db
def test_s02_nobody_elses_picture_can_be_taken(make_offer: Make, person: UUID, now: datetime) -> None:
    """Red without by= in _hang."""
    theirs = actions.keep_picture(picture(), alt="", now=now, by=uuid4())
    mine = actions.keep_picture(picture(), alt="", now=now, by=person)
    for wrong in ([theirs], [mine, uuid4()]):
        with pytest.raises(actions.NoSuchPicture):
            make_offer(title="Cup", pictures=wrong)
    with pytest.raises(BadProduct):
        make_offer(title="Cup", pictures=[mine] * 21)
    assert not Product.objects.exists()
    make_offer(title="Cup", pictures=[mine])
    with pytest.raises(actions.NoSuchPicture):
        make_offer(title="Other cup", pictures=[mine])


@pytest.fixture
def waiting(shop_id: UUID, now: datetime) -> UUID:
    """A product whose picture is still at the shop's own server."""
    variant = VariantRow("x", "", (), None, 100, None, "CNY", 1)
    row = ProductRow("cup", "Cup", "", "", None, (variant,), ("https://shop.example/cup.jpg",))
    actions.put_products(shop_id, [row], now=now, by=None)
    return Product.objects.get().id


def answers(monkeypatch: pytest.MonkeyPatch, answer: Answer | Exception) -> list[str]:
    asked: list[str] = []

    def fetch(method: str, url: str, **limits: object) -> Answer:
        asked.append(f"{method} {url}")
        assert limits["content_types"] == jobs.KINDS
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(jobs, "fetch", fetch)
    return asked


@pytest.mark.django_db
def test_a_picture_is_fetched_later_and_the_drawing_stands_in_until_then(
    waiting: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answers(monkeypatch, Answer(200, {}, picture()))
    assert queries.products([waiting])[waiting].picture.url == "/static/drawings/cup.svg"
    assert jobs.fetch_pictures(now, 100) == 1
    assert jobs.fetch_pictures(now + timedelta(days=9), 100) == 0
    assert asked == ["GET https://shop.example/cup.jpg"]
    shown = queries.products([waiting])[waiting].picture
    assert shown.url.startswith("/media/pictures/")
    assert (shown.width, shown.height, shown.alt) == (30, 20, "Cup")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer",
    [EgressFailed("it took too long"), AddressRefused(why="private"), Answer(404, {}, b""), Answer(500, {}, picture())],
)
def test_a_picture_that_cannot_be_fetched_is_tried_again_ever_more_rarely_then_given_up(
    waiting: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch, answer: Answer | Exception
) -> None:
    asked = answers(monkeypatch, answer)
    moment, waits = now, []
    while (due := Media.objects.get().due_at) is not None:
        waits.append((due - moment) / MINUTE)
        moment = due
        assert jobs.fetch_pictures(moment - timedelta(seconds=1), 100) == 0
        assert jobs.fetch_pictures(moment, 100) == 1
    assert waits == [0, 2, 8, 32, 128, 512]
    assert len(asked) == 6
    assert queries.products([waiting])[waiting].picture.url == "/static/drawings/cup.svg"


@pytest.mark.django_db
def test_bytes_that_are_no_picture_are_not_asked_for_again(
    waiting: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, Answer(200, {}, SVG))
    assert jobs.fetch_pictures(now, 100) == 1
    assert Media.objects.get().due_at is None
    assert queries.products([waiting])[waiting].picture.url == "/static/drawings/cup.svg"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_fetch_the_same_picture(
    shop_id: UUID, now: datetime, crowd: Callable[..., list[object]]
) -> None:
    """Red without the lease in take_due_pictures."""
    variant = VariantRow("x", "", (), None, 100, None, "CNY", 1)
    urls = tuple(f"https://shop.example/{n}.jpg" for n in range(20))
    actions.put_products(shop_id, [ProductRow("cup", "Cup", "", "", None, (variant,), urls)], now=now, by=None)
    taken = crowd([lambda: actions.take_due_pictures(limit=5, now=now)] * 8)
    got = [url for each in taken for _id, url in each]
    assert len(got) == len(set(got))


def test_drawings_in_the_shell_are_those_written_here(tmp_path: Path) -> None:
    """When a drawing changes: drawings.write_all(folder of the shell)."""
    drawings.write_all(tmp_path)
    served = Path(settings.STATICFILES_DIRS[0]) / "drawings"
    written = {file.name: file.read_text() for file in tmp_path.glob("*.svg")}
    assert len(written) == len(drawings.DRAWINGS) == 90
    assert {file.name: file.read_text() for file in served.iterdir()} == written
