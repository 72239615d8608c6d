"""The stage of every room, its owner at the counter, and pictures to hand in."""

import io
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from goodword.orders import queries
from goodword.people.models import Person
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage, signed_in, stage

__all__ = ["signed_in", "stage"]


@pytest.fixture
def owner(stage: Stage, signed_in: Callable[[Person], Client]) -> Client:
    """The owner's browser."""
    return signed_in(stage.owner)


@pytest.fixture
def other_shop(stage: Stage) -> scene.Goods:
    """Something that another shop sells."""
    rival = scene.person("Rival Owner", stage.now)
    shop_id = scene.shop("Jingde Kiln", rival, stage.now)
    return scene.product(shop_id, "Celadon bowl", "tea", stage.now, 9900)


@pytest.fixture
def folders(settings: LazySettings, tmp_path: Path) -> Path:
    """Uploads are kept in a folder of the test's own."""
    settings.MEDIA_ROOT, settings.DATA = tmp_path / "media", tmp_path
    return tmp_path


def png(colour: str = "red", name: str = "a.png", behind: bytes = b"") -> SimpleUploadedFile:
    """A small picture as a browser hands it in."""
    out = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue() + behind, "image/png")


def kept(folder: Path) -> list[Path]:
    """The pictures that were kept."""
    return sorted((folder / "media").rglob("*.webp"))


def order_ids(stage: Stage, count: int) -> list[UUID]:
    """So many orders that are paid and wait to be sent, oldest first."""
    for _ in range(count):
        scene.paid(scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word)), stage.now)
    return [order.id for order in queries.orders_to_ship(stage.shop_id).rows]
