"""Shopify's product CSV: one row a variant; rows of a product follow each other and leave the title empty but once;
a third kind of row only adds a picture. https://help.shopify.com/manual/products/import-export/using-csv"""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from goodword.catalog.importers.reading import (
    Choices,
    Draft,
    Line,
    LineRefusal,
    amount,
    consecutive,
    made_sku,
    table,
    units,
    web_address,
)
from goodword.catalog.rules import Options, ProductRow, VariantRow, gtin_ok
from goodword.kit.refusals import Refusal

WANTED = ("Handle", "Title", "Variant Price")
ONLY_KIND = "Default Title"


class NotForSale(Refusal):
    """A product that the shop has not published, or a gift card, which is money and not goods."""

    status = 422
    code = "catalog.not_for_sale"
    sentence = _("This product is not published or is a gift card, so it was left out.")


def read(path: Path, choices: Choices) -> Iterator[Draft]:
    """The products of a file."""
    lines = table(path, delimiter=",", wanted=WANTED)
    return consecutive(lines, lambda line: line["Handle"], _build, choices)


def _build(lines: list[Line], choices: Choices) -> Draft:
    first, refusals, variants, numbers = lines[0], [], [], []
    names = [first[f"Option{n} Name"] for n in (1, 2, 3)]
    for line in lines:
        if not line["Variant Price"] and not line["Option1 Value"] and line is not first:
            continue
        try:
            variants.append(_variant(line, names, choices))
            numbers.append(line.number)
        except Refusal as refusal:
            refusals.append(LineRefusal(line.number, first["Handle"][:200], line["Variant SKU"][:100], refusal))
    if first["Published"].lower() == "false" or first["Gift Card"].lower() == "true":
        refusals = [LineRefusal(first.number, first["Handle"][:200], "", NotForSale())]
    row = ProductRow(
        handle=first["Handle"],
        title=first["Title"],
        description_html=first["Body (HTML)"],
        brand=first["Vendor"],
        topic=choices.topic,
        variants=tuple(variants),
        picture_urls=tuple(dict.fromkeys(line["Image Src"] for line in lines if web_address(line["Image Src"]))),
    )
    return Draft(first["Handle"], None if refusals else row, tuple(numbers) or (first.number,), tuple(refusals))


def _variant(line: Line, names: list[str], choices: Choices) -> VariantRow:
    values = [line[f"Option{n} Value"] for n in (1, 2, 3)]
    options: Options = tuple(
        (name or "Title", value) for name, value in zip(names, values, strict=True) if value and value != ONLY_KIND
    )
    title = " / ".join(value for _name, value in options)
    claim = line["Variant Compare At Price"]
    barcode = line["Variant Barcode"].strip("'")
    return VariantRow(
        sku=line["Variant SKU"].strip("'") or made_sku(line["Handle"], title),
        title=title,
        options=options,
        gtin=barcode if gtin_ok(barcode) else None,  # a barcode need not be a GTIN
        price=amount(line["Variant Price"], choices.currency),
        compare_at=amount(claim, choices.currency) if claim else None,
        currency=choices.currency,
        stock=units(line["Variant Inventory Qty"]),
    )
