"""Catalogue files: what comes in, what is refused at which line, and that nothing is half-done."""

import csv
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest

from goodword.catalog import actions, queries
from goodword.catalog.importers import Choices, forms, validated
from goodword.catalog.importers.google import common_title
from goodword.catalog.models import Offer, Product, Variant

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "catalogue"
REAL = [
    ("shopify-apparel.csv", "shopify", 20, 22),
    ("shopify-home-and-garden.csv", "shopify", 20, 21),
    ("shopify-jewelery.csv", "shopify", 20, 23),
    ("vendure-products.csv", "vendure", 54, 88),
    ("google-merchant-feed.xml", "google-xml", 54, 88),
]
HEAD = [
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Variant SKU",
    "Variant Inventory Qty",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Barcode",
    "Image Src",
]
MUG = [
    "mug",
    "Mug",
    "<p>Good</p>",
    "Kiln",
    "true",
    "Size",
    "Small",
    "",
    "3",
    "9.50",
    "12",
    "",
    "https://shop.example/a.jpg",
]


def shopify(*rows: list[str], head: list[str] = HEAD) -> str:
    text = StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue()


def row(**changes: str) -> list[str]:
    return [changes.get(name.split(" (")[0].replace(" ", "_"), value) for name, value in zip(HEAD, MUG, strict=True)]


@pytest.fixture
def shop(make_shop: Callable[..., UUID]) -> UUID:
    return make_shop(currency="USD")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "catalogue"


Outcome = tuple[queries.ImportView, list[queries.LineView]]


def take(shop: UUID, path: Path, form: str, now: datetime, *, dry_run: bool = False) -> Outcome:
    asked = actions.ask_import(shop, form=form, path=path, name="x", dry_run=dry_run, topic=None, now=now, by=None)
    assert actions.take_waiting_import(now=now) == asked
    actions.run_import(asked, now=now)
    return queries.import_of(shop, asked)


if SHARED.is_dir():

    @pytest.mark.django_db
    @pytest.mark.parametrize(("name", "form", "products", "variants"), REAL)
    def test_files_that_shops_really_hand_over(
        shop: UUID, name: str, form: str, products: int, variants: int, now: datetime
    ) -> None:
        view, report = take(shop, SHARED / name, form, now, dry_run=True)
        assert (view.state, view.lines, view.refused, report) == ("done", products, 0, [])
        assert not Product.objects.exists(), "a dry run keeps nothing"
        view, report = take(shop, SHARED / name, form, now)
        assert (view.created, view.refused, report) == (products, 0, [])
        assert (Product.objects.count(), Variant.objects.count()) == (products, variants)
        view, _report = take(shop, SHARED / name, form, now)
        assert (view.created, view.changed, view.unchanged) == (0, 0, products), "the same file again changes nothing"


@pytest.mark.django_db
def test_a_product_comes_in_with_all_it_has(shop: UUID, file: Path, now: datetime) -> None:
    second = ["mug", "", "", "", "", "", "Large", "", "5", "11", "", "", ""]
    picture = ["mug", "", "", "", "", "", "", "", "", "", "", "", "https://shop.example/b.jpg"]
    file.write_text(shopify(row(Body="<p>Good</p><script>alert(1)</script>"), second, picture))
    view, report = take(shop, file, "shopify", now)
    assert (view.created, view.refused, report) == (1, 0, [])
    page = queries.product_page(Product.objects.get().id, now)
    assert (page.card.title, page.brand, page.description) == ("Mug", "Kiln", "<p>Good</p>")
    kinds = [(o.variant_title, o.sku, o.price, o.available) for o in page.offers]
    assert kinds == [("Small", "mug-small", 950, 3), ("Large", "mug-large", 1100, 5)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Variant_Price": "-1"}, "kit.bad_amount"),
        ({"Variant_Price": "1e3"}, "kit.bad_amount"),
        ({"Variant_Price": "NaN"}, "kit.bad_amount"),
        ({"Variant_Price": "0"}, "catalog.bad_product"),
        ({"Variant_Price": "99999999999999"}, "catalog.bad_product"),
        ({"Variant_Price": ""}, "kit.bad_amount"),
        ({"Variant_Compare_At_Price": "free"}, "kit.bad_amount"),
        ({"Variant_Inventory_Qty": "lots"}, "catalog.bad_stock"),
        ({"Variant_Inventory_Qty": "9" * 12}, "catalog.bad_product"),
        ({"Title": ""}, "catalog.bad_product"),
        ({"Title": "x" * 201}, "catalog.bad_product"),
        ({"Published": "false"}, "catalog.not_for_sale"),
    ],
)
@pytest.mark.django_db
def test_a_wrong_product_is_left_out_whole_and_the_others_come_in(
    shop: UUID, changes: dict[str, str], code: str, file: Path, now: datetime
) -> None:
    other = ["cup", "Cup", "", "", "true", "", "", "C1", "1", "5", "", "", ""]
    second = ["mug", "", "", "", "", "", "Large", "", "5", "11", "", "", ""]
    file.write_text(shopify(row(**changes), second, other))
    view, report = take(shop, file, "shopify", now)
    assert [(line.line, line.code) for line in report] == [(2, code)]
    assert (view.lines, view.created, view.refused) == (2, 1, 1)
    assert list(Variant.objects.values_list("sku", flat=True)) == ["C1"]


@pytest.mark.parametrize(
    ("content", "form", "error"),
    [
        (shopify(row(Title="Düne")).encode("latin-1"), "shopify", "Line 2 is not UTF-8 text"),
        (shopify(row()).encode("utf-16"), "shopify", "Line 1 is not UTF-8 text"),
        (b"", "shopify", "There is nothing in this file"),
        (shopify().encode(), "shopify", "There is nothing in this file"),
        (shopify(["mug"], head=["Handle"]).encode(), "shopify", "These columns are missing: Title, Variant Price"),
        (b"id\ttitle\n1\tMug\n", "google-tsv", "These columns are missing: price, availability"),
        (b"<rss><channel><item><id>1</id>", "google-xml", "The file is not well-formed XML"),
        (b"<rss><channel></channel></rss>", "google-xml", "There is nothing in this file"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><rss><item><id>&b;</id></item></rss>', "google-xml", "not well-formed XML"),
        (b"<rss><item><id>1</id></item></rss>", "google-xml", "These columns are missing: title, price, availability"),
    ],
)
@pytest.mark.django_db
def test_a_broken_file_is_refused_whole(
    shop: UUID, content: bytes, form: str, error: str, file: Path, now: datetime
) -> None:
    file.write_bytes(content)
    view, report = take(shop, file, form, now)
    assert (view.state, view.created, report) == ("failed", 0, [])
    assert error in view.error
    assert not Product.objects.exists()


@pytest.mark.django_db
def test_a_fault_at_the_end_of_a_file_keeps_nothing_of_its_beginning(shop: UUID, file: Path, now: datetime) -> None:
    file.write_bytes(shopify(row()).encode() + b"\xff\xfe,broken\r\n")
    view, _report = take(shop, file, "shopify", now)
    assert (view.state, view.created) == ("failed", 0)
    assert not Product.objects.exists()


@pytest.mark.django_db
def test_lines_that_are_no_lines_are_told(shop: UUID, file: Path, now: datetime) -> None:
    good = ["cup", "Cup", "", "", "true", "", "", "C1", "1", "5", "", "", ""]
    file.write_text(shopify(["mug", "Mug"], good, ["jug", *MUG[1:], "one too many"], ["nul", "a\0b", *MUG[2:]]))
    view, report = take(shop, file, "shopify", now)
    codes = {line.line: line.code for line in report}
    assert codes == {2: "catalog.bad_line", 4: "catalog.bad_line", 5: "catalog.unreadable_line"} or codes == {
        2: "catalog.bad_line",
        4: "catalog.bad_line",
        5: "catalog.bad_product",
    }
    assert view.created == 1


@pytest.mark.django_db
def test_the_same_sku_or_product_twice(shop: UUID, file: Path, now: datetime) -> None:
    twin = ["mug", "", "", "", "", "", "Small", "", "5", "11", "", "", ""]
    apart = ["jug", "Jug", "", "", "true", "Size", "A", "J", "1", "5", "", "", ""]
    other_kind = ["jug", "", "", "", "", "", "B", "J", "1", "5", "", "", ""]
    again = ["jug", "Jug again", "", "", "true", "", "", "K", "1", "5", "", "", ""]
    file.write_text(shopify(row(), twin, apart, other_kind, row(Handle="pot", Variant_SKU="P"), again))
    view, report = take(shop, file, "shopify", now)
    assert [(line.line, line.code) for line in report] == [(3, "catalog.sku_twice"), (7, "catalog.handle_twice")]
    assert sorted(Variant.objects.values_list("sku", flat=True)) == ["J", "J-b", "P"]
    assert (view.created, view.refused) == (2, 2)


FEED = "id\ttitle\tdescription\tprice\tavailability\titem group id\tsale price\tgtin\tcolor\n"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1\tMug\t\t5.00 EUR\tin_stock\t\t\t\t", "catalog.bad_product"),
        ("1\tMug\t\t5.00 XYZ\tin_stock\t\t\t\t", "kit.unknown_currency"),
        ("1\tMug\t\t5.00\tin_stock\t\t\t\t", "kit.unknown_currency"),
        ("1\tMug\t\t-5.00 USD\tin_stock\t\t\t\t", "kit.bad_amount"),
        ("1\tMug\t\t5.00 USD\tperhaps\t\t\t\t", "catalog.bad_availability"),
        ("1\tMug\t\t5.00 USD\tin_stock\t\t\t12345\t", "catalog.bad_product"),
    ],
)
@pytest.mark.django_db
def test_s61_a_feed_in_other_money_is_refused_line_by_line(
    shop: UUID, line: str, code: str, file: Path, now: datetime
) -> None:
    file.write_text(FEED + line + "\n2\tCup\t\t4.00 USD\tin stock\t\t3.00 USD\t\t\n")
    _view, report = take(shop, file, "google-tsv", now)
    assert [(found.line, found.code) for found in report] == [(2, code)]
    assert list(Offer.objects.values_list("price", "compare_at", "on_hand")) == [(300, None, 10)], (
        "no earlier price is known (L6)"
    )


def test_a_group_is_called_what_its_items_have_in_common() -> None:
    assert common_title(["Laptop - 13 inch / 8GB", "Laptop - 15 inch / 8GB"]) == "Laptop"
    assert common_title(["Chair red", "Chair rose"]) == "Chair"
    assert common_title(["Lamp", "Lamp XL"]) == "Lamp"
    assert common_title(["A", "B"]) == "A"


@pytest.mark.django_db
def test_a_second_file_waits_for_the_first(shop: UUID, file: Path, now: datetime) -> None:
    file.write_text(shopify(row()))
    ask = {"form": "shopify", "path": file, "name": "x", "dry_run": False, "topic": None, "now": now, "by": None}
    actions.ask_import(shop, **ask)
    with pytest.raises(actions.ImportUnderWay):
        actions.ask_import(shop, **ask)
    with pytest.raises(actions.UnknownForm):
        actions.ask_import(shop, **(ask | {"form": "excel"}))


def written(file: Path, products: int) -> None:
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEAD)
        for number in range(products):
            price = "-1" if number % 1_000 == 999 else "5"
            words = [f"p{number}", f"Product {number}", "", "", "true", "", "", f"s{number}"]
            writer.writerow([*words, "1", price, "", "", ""])


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.django_db
def test_two_hundred_thousand_lines_are_examined(shop: UUID, file: Path, now: datetime) -> None:
    written(file, 200_000)
    view, report = take(shop, file, "shopify", now, dry_run=True)
    assert (view.lines, view.created, view.refused) == (200_000, 0, 200)
    assert [line.line for line in report][:2] == [1_001, 2_001]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.django_db
def test_a_large_file_is_kept_in_chunks_with_its_progress_told(shop: UUID, file: Path, now: datetime) -> None:
    written(file, 3_000)
    ask = {"form": "shopify", "path": file, "name": "x", "dry_run": False, "topic": None, "now": now, "by": None}
    asked = actions.ask_import(shop, **ask)
    actions.take_waiting_import(now=now)
    told: list[tuple[int, int]] = []
    actions.run_import(asked, now=now, tell=lambda done, of: told.append((done, of)))
    assert told == [(n, 3_000) for n in (500, 1_000, 1_500, 2_000, 2_500, 2_997)]
    assert Product.objects.count() == 2_997


def test_choices_are_all_a_reader_needs(file: Path, now: datetime) -> None:
    file.write_text(shopify(row()))
    drafts = list(validated(forms["shopify"](file, Choices(currency="USD", now=now, topic="tea")), "USD"))
    assert [draft.row.topic for draft in drafts if draft.row] == ["tea"]
