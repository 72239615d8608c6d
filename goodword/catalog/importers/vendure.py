"""Vendure's import CSV: padded columns, lists with "|", follow-up rows of a product leave its name empty.
https://docs.vendure.io/guides/developer-guide/importing-data/"""

from collections.abc import Iterator
from pathlib import Path

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
from goodword.catalog.rules import ProductRow, VariantRow, slug_of
from goodword.kit.refusals import Refusal

WANTED = ("name", "slug", "sku", "price")


def read(path: Path, choices: Choices) -> Iterator[Draft]:
    """The products of a file."""
    return consecutive(table(path, delimiter=",", wanted=WANTED, strict=False), _handle, _build, choices)


def _handle(line: Line) -> str:
    return line["slug"] or (slug_of(line["name"]) if line["name"] else "")


def _build(lines: list[Line], choices: Choices) -> Draft:
    first, refusals, variants = lines[0], [], []
    handle, names = _handle(first), listed(first["optionGroups"])
    for line in lines:
        try:
            variants.append(_variant(line, handle, names, choices))
        except Refusal as refusal:
            refusals.append(LineRefusal(line.number, handle[:200], line["sku"][:100], refusal))
    facets = [facet.partition(":") for facet in listed(first["facets"])]
    row = ProductRow(
        handle=handle,
        title=first["name"],
        description_html=first["description"],
        brand=next((value.strip() for name, colon, value in facets if colon and name.strip() == "brand"), ""),
        topic=choices.topic,
        variants=tuple(variants),
        picture_urls=tuple(url for url in listed(first["assets"]) if web_address(url)),
    )
    return Draft(handle, None if refusals else row, tuple(line.number for line in lines), tuple(refusals))


def _variant(line: Line, handle: str, names: list[str], choices: Choices) -> VariantRow:
    values = listed(line["optionValues"])
    title = " / ".join(values)
    return VariantRow(
        sku=line["sku"] or made_sku(handle, title),
        title=title,
        options=tuple(zip(names, values, strict=False)),
        gtin=None,
        price=amount(line["price"], choices.currency),
        compare_at=None,
        currency=choices.currency,
        stock=units(line["stockOnHand"]),
    )


def listed(text: str) -> list[str]:
    """The parts of a list written with "|"."""
    return [part.strip() for part in text.split("|") if part.strip()]
