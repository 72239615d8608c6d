"""What a first view weighs on the wire: pages are read on slow lines."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

SCRIPTS, FIRST_VIEW = 60_000, 250_000  # bytes; scripts compressed, the view with its pictures
EAGER = 4  # pictures a first view may ask for at once


def weigh(address: str) -> int:
    """A file's bytes as they are sent: texts compressed, pictures as they are."""
    if address.startswith(settings.MEDIA_URL):
        return (Path(settings.MEDIA_ROOT) / address.removeprefix(settings.MEDIA_URL)).stat().st_size
    found = finders.find(address.removeprefix(settings.STATIC_URL).split("#")[0])
    assert found, address
    data = Path(str(found)).read_bytes()
    return len(data if address.endswith(".png") else gzip.compress(data, 6))


def measured(client: Client, path: str) -> tuple[int, int]:
    """Bytes of scripts, and of the whole first view."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = answer.content.decode()
    scripts = sum(weigh(src) for src in re.findall(r'<script src="([^"]+)"', page))
    styles = sum(weigh(href) for href in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page))
    eager = [tag for tag in re.findall("<img[^>]*>", page) if 'loading="lazy"' not in tag]
    assert len(eager) <= EAGER
    shown = sum(weigh(next(iter(re.findall(r'src="([^"]+)"', tag)))) for tag in eager)
    icons = weigh("/static/icons.svg") + weigh("/static/seal.svg")
    return scripts, len(gzip.compress(answer.content, 6)) + scripts + styles + shown + icons


@pytest.mark.parametrize("page", ["wall", "post", "middle page", "person", "shop"])
def test_a_first_view_is_light(stage: Stage, client: Client, signed_in: Any, page: str) -> None:
    for number in range(20):
        goods = scene.product(stage.shop_id, f"Tea {number}", "tea", stage.now, 1000)
        scene.word(stage.lin, "tea", "So good that I would say it ten times. " * 8, stage.now, goods)
    reader = client
    path = {
        "wall": "/",
        "post": f"/posts/{stage.word}/",
        "person": f"/people/{stage.lin.handle}/",
        "shop": "/shops/meijiawu-farm-shop/",
    }.get(page, "")
    if not path:
        reader = signed_in(stage.fang)
        told = {"post": stage.word, "offer": stage.tea.offers[0], "quantity": 1, "next": "/"}
        path = reader.post("/buy/", told)["Location"]
    scripts, whole = measured(reader, path)
    assert 10_000 < scripts < SCRIPTS
    assert scripts < whole < FIRST_VIEW
