"""Goods by hand: words, pictures, variants; and what is refused of what is handed in."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goodword.catalog import actions as catalog
from goodword.catalog import queries
from goodword.catalog.actions import pictures as keeping
from goodword.catalog.queries import ProductPage
from goodword.kit import clock
from goodword.web.console.tests.conftest import kept, png
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

SHOP = "/console/meijiawu-farm-shop/products/"
TYPED = {
    "title": "Spring pot",
    "topic": "tea",
    "description": "Wide and low.\n\n- holds heat\n- pours well\n\n<script>x()</script>",
    "v0-sku": "P-1",
    "v0-title": "Colour: blue, Size: M",
    "v0-price": "19.90",
    "v0-stock": "4",
    "v1-sku": "P-2",
    "v1-title": "Large",
    "v1-price": "29.90",
    "v1-stock": "2",
    "v1-lead_time": "3",
}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def newest(stage: Stage) -> ProductPage:
    return queries.product_page(queries.by_shop(stage.shop_id).rows[0].id, clock.now())


def test_a_product_with_pictures_and_variants_is_added_by_hand(stage: Stage, owner: Client, folders: Path) -> None:
    answer = owner.post(f"{SHOP}new/", TYPED | {"pictures": [png("red"), png("blue")]})
    page = newest(stage)
    assert answer["Location"] == f"{SHOP}{page.card.id}/"
    assert page.description == (
        "<p>Wide and low.</p><ul><li>holds heat</li><li>pours well</li></ul><p>&lt;script&gt;x()&lt;/script&gt;</p>"
    )
    first, second = page.offers
    assert (first.options, first.variant_title, first.available) == ((("Colour", "blue"), ("Size", "M")), "blue / M", 4)
    assert (second.variant_title, second.price, second.lead_time_days) == ("Large", 2990, 3)
    assert len(page.pictures) == len(kept(folders)) == 2


def test_a_plain_description_is_edited_as_text(stage: Stage, owner: Client, folders: Path) -> None:
    owner.post(f"{SHOP}new/", TYPED)
    page = newest(stage)
    shown = owner.get(f"{SHOP}{page.card.id}/").content.decode()
    assert "- holds heat\n- pours well" in shown
    owner.post(f"{SHOP}{page.card.id}/", {"title": "Pot", "description": "One.\n\nTwo.", "topic": ""})
    assert newest(stage).description == "<p>One.</p><p>Two.</p>"


def test_a_richer_description_is_not_lost_by_editing_other_words(stage: Stage, owner: Client) -> None:
    """Red when the text box replaces it unasked."""
    rich = "<h3>Care</h3><p>By <strong>hand</strong>.</p>"
    catalog.change_product(
        stage.cup.id, title="Cup", description=rich, brand="", topic="tea", now=stage.now, by=stage.owner.id
    )
    at = f"{SHOP}{stage.cup.id}/"
    shown = owner.get(at).content.decode()
    assert "It stays as it is unless you replace it" in shown
    assert rich in shown
    owner.post(at, {"title": "Blue cup", "description": "Care\n\nBy hand.", "topic": "tea"})
    page = queries.product_page(stage.cup.id, clock.now())
    assert (page.card.title, page.description) == ("Blue cup", rich)
    owner.post(at, {"title": "Blue cup", "description": "By hand.", "topic": "tea", "plain": "on"})
    assert queries.product_page(stage.cup.id, clock.now()).description == "<p>By hand.</p>"


def test_pictures_are_added_put_in_order_named_and_taken_down(stage: Stage, owner: Client, folders: Path) -> None:
    at = f"{SHOP}{stage.cup.id}/pictures/"
    assert owner.post(at, {"pictures": [png("red"), png("blue"), png("green")]}).status_code == 302
    first, second, third = queries.pictures_of(stage.cup.id)
    typed = {
        f"place-{third.id}": "1",
        f"alt-{third.id}": "From above",
        f"place-{first.id}": "2",
        f"drop-{second.id}": "on",
        "pictures": [png("white")],
    }
    assert owner.post(at, typed).status_code == 302
    hung = queries.pictures_of(stage.cup.id)
    assert [one.id for one in hung][:2] == [third.id, first.id]
    assert [one.alt for one in hung] == ["From above", first.alt, "Blue wave cup"]
    assert len(hung) == 3


def test_a_refused_picture_leaves_what_was_said_of_the_others(stage: Stage, owner: Client, folders: Path) -> None:
    """Red when the form shows what hangs instead of what was typed."""
    at = f"{SHOP}{stage.cup.id}/pictures/"
    owner.post(at, {"pictures": [png("red"), png("blue")]})
    before = first, second = queries.pictures_of(stage.cup.id)
    typed = {f"place-{first.id}": "2", f"alt-{first.id}": 'The "rim"', f"drop-{second.id}": "on"}
    answer = owner.post(at, typed | {"pictures": [SimpleUploadedFile("a.png", SVG, "image/png")]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="The &#34;rim&#34;"' in page
    assert (
        f'<select id="place-{first.id}" name="place-{first.id}"><option>1</option><option selected>2</option>' in page
    )
    assert f'name="drop-{second.id}" checked' in page
    assert f'name="drop-{first.id}" checked' not in page
    assert queries.pictures_of(stage.cup.id) == before


def test_s31_a_product_has_nine_pictures_and_more_are_counted_before_they_are_read(
    stage: Stage, owner: Client, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red without the count in kept_pictures: a picture is then decoded."""
    at = f"{SHOP}{stage.cup.id}/pictures/"
    owner.post(at, {"pictures": [png() for _ in range(8)]})
    monkeypatch.setattr(keeping, "encode", lambda data: pytest.fail("read"))
    monkeypatch.setattr("goodword.web.console.pictures.UPLOAD_BYTES", 1000)
    assert owner.post(at, {"pictures": [png(), png()]}).status_code == 413
    assert owner.post(at, {"pictures": [png(behind=b"x" * 1000)]}).status_code == 413
    assert owner.post(f"{SHOP}new/", TYPED | {"pictures": [png() for _ in range(10)]}).status_code == 413
    assert len(queries.pictures_of(stage.cup.id)) == len(kept(folders)) == 8
    assert newest(stage).card.title != "Spring pot"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", SVG),
        ("a.png", SVG),
        ("a.html", b"<html><script>alert(1)</script></html>"),
        ("a.jpg", b"<html><script>alert(1)</script></html>"),
        ("a.gif", b"GIF89a<?php system($_GET[0]); ?>"),
        ("a.png", b""),
    ],
)
def test_s30_what_is_no_picture_is_refused_and_nothing_is_kept(
    stage: Stage, owner: Client, folders: Path, name: str, data: bytes
) -> None:
    for at in (f"{SHOP}new/", f"{SHOP}{stage.cup.id}/pictures/"):
        answer = owner.post(at, TYPED | {"pictures": [SimpleUploadedFile(name, data, "image/png")]})
        assert answer.status_code == 422
        assert "JPEG, PNG, WebP or GIF" in answer.content.decode()
    assert kept(folders) == []
    assert newest(stage).card.title != "Spring pot"
    assert queries.pictures_of(stage.cup.id) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.png", "..\\x.png", "a\x00.png", "x" * 300 + ".png", "\u202egnp.exe", "CON", "a.php"]
)
def test_s32_the_name_of_a_handed_in_file_is_never_used(stage: Stage, owner: Client, folders: Path, name: str) -> None:
    owner.post(f"{SHOP}{stage.cup.id}/pictures/", {"pictures": [png(name=name)]})
    made = [path.relative_to(folders / "media") for path in kept(folders)]
    assert len(made) == len(queries.pictures_of(stage.cup.id)) <= 1
    for path in made:
        assert path.parts[0] == "pictures"
        assert len(path.stem) == 32
        assert set(path.stem) <= set("0123456789abcdef")
    assert [path for path in folders.rglob("*") if path.is_file()] == kept(folders)


def test_s33_what_hides_behind_a_picture_is_not_kept(stage: Stage, owner: Client, folders: Path) -> None:
    owner.post(f"{SHOP}{stage.cup.id}/pictures/", {"pictures": [png(behind=b"<script>alert(1)</script><?php ?>")]})
    [path] = kept(folders)
    assert b"script" not in path.read_bytes()
    assert b"php" not in path.read_bytes()


def test_a_variant_is_added_later_and_named_anew(stage: Stage, owner: Client) -> None:
    at = f"{SHOP}{stage.cup.id}/"
    typed = {"new-sku": "C-2", "new-title": "Large", "new-price": "68.00", "new-stock": "3", "new-gtin": "1"}
    refused = owner.post(f"{at}variants/", typed)
    assert refused.status_code == 422
    assert 'value="68.00"' in refused.content.decode()
    assert owner.post(f"{at}variants/", typed | {"new-gtin": ""}).status_code == 302
    large = queries.product_page(stage.cup.id, clock.now()).offers[1]
    assert (large.sku, large.price, large.available) == ("C-2", 6800, 3)
    key = large.id.hex
    named = {f"{key}-sku": "C-3", f"{key}-title": "Colour: green", f"{key}-lead_time": "2"}
    assert owner.post(f"{at}{large.id}/", named).status_code == 302
    large = queries.product_page(stage.cup.id, clock.now()).offers[1]
    assert (large.sku, large.options, large.lead_time_days, large.price) == ("C-3", (("Colour", "green"),), 2, 6800)
    taken = owner.post(
        f"{at}{large.id}/", named | {f"{key}-sku": queries.offers(stage.cup.offers)[stage.cup.offers[0]].sku}
    )
    assert taken.status_code == 422


def test_s01_goods_of_another_shop_are_not_at_this_counter(
    stage: Stage, owner: Client, other_shop: scene.Goods, folders: Path
) -> None:
    """Red without comparing shops in own()."""
    before = queries.product_page(other_shop.id, stage.now)
    at = f"{SHOP}{other_shop.id}/"
    for address in (f"{at}pictures/", f"{at}variants/", f"{at}{other_shop.offers[0]}/"):
        assert owner.post(address, TYPED | {"pictures": [png()]}).status_code == 404
    mixed = f"{SHOP}{stage.cup.id}/{other_shop.offers[0]}/"
    assert owner.post(mixed, {f"{other_shop.offers[0].hex}-sku": "X"}).status_code == 404
    assert queries.product_page(other_shop.id, stage.now) == before
    assert kept(folders) == []
