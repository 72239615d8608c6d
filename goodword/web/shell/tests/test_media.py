"""Uploaded pictures, served by ourselves where nothing in front does it."""

from pathlib import Path

import pytest
from django.http import Http404
from django.test import Client, RequestFactory
from pytest_django import Settings

from goodword.web.shell.media import picture


def test_a_picture_may_be_kept_for_ever_and_can_run_nothing(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "cup.webp").write_bytes(b"picture")
    answer = picture(RequestFactory().get("/media/cup.webp"), "cup.webp")
    assert b"".join(answer) == b"picture"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in answer["Content-Security-Policy"]
    answer.file_to_stream.close()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["../secret", "..%2Fsecret", "%2e%2e/secret", "/etc/passwd", "folder/", ""])
def test_s34_nothing_outside_the_folder_is_served(
    client: Client, settings: Settings, tmp_path: Path, path: str
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "folder").mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    assert client.get(f"/media/{path}").status_code == 404


def test_a_picture_stands_in_for_sizes_that_are_not_made_yet(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "cup.webp").write_bytes(b"whole")
    (tmp_path / "cup-640.webp").write_bytes(b"smaller")
    for path, body, kept in (
        ("cup-320.webp", b"whole", "public, max-age=300"),
        ("cup-640.webp", b"smaller", "public, max-age=31536000, immutable"),
    ):
        answer = picture(RequestFactory().get(f"/media/{path}"), path)
        assert b"".join(answer) == body
        assert answer["Cache-Control"] == kept
        answer.file_to_stream.close()
    for path in ("pot-320.webp", "cup-x.webp", "cup-320.svg"):
        with pytest.raises(Http404):
            picture(RequestFactory().get(f"/media/{path}"), path)
