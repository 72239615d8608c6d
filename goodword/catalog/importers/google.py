"""Google Merchant feeds: tab-separated, RSS 2.0 and Atom. One item a variant; `item_group_id` joins variants.
https://support.google.com/merchants/answer/7052112"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.utils.translation import gettext_lazy as _

from goodword.catalog.importers.reading import (
    Choices,
    ColumnsMissing,
    Draft,
    FileEmpty,
    FileRefused,
    FileTooLong,
    Line,
    LineRefusal,
    amount,
    drafted,
    table,
    units,
    web_address,
)
from goodword.catalog.rules import Options, ProductRow, VariantRow
from goodword.kit.limits import IMPORT_BYTES, IMPORT_LINES
from goodword.kit.refusals import Refusal

WANTED = ("id", "title", "price", "availability")
OPTIONS = ("color", "size", "material", "pattern")
AVAILABLE = {"in_stock", "in stock"}
UNAVAILABLE = {"out_of_stock", "out of stock", "preorder", "backorder"}  # nothing may be promised that is not there


class BadAvailability(Refusal):
    """The availability is none that Google knows."""

    status = 422
    code = "catalog.bad_availability"
    sentence = _("%(text)s is no availability. Write in_stock or out_of_stock.")


class BadXml(FileRefused):
    """The file is not well-formed XML, or tries tricks with entities."""

    code = "catalog.bad_xml"
    sentence = _("The file is not well-formed XML: %(why)s")


def read_tsv(path: Path, choices: Choices) -> Iterator[Draft]:
    """The products of a tab-separated feed."""
    return _grouped(table(path, delimiter="\t", wanted=WANTED, name=_column), choices)


def read_xml(path: Path, choices: Choices) -> Iterator[Draft]:
    """The products of an RSS or Atom feed."""
    return _grouped(_items(path), choices)


def _column(name: str) -> str:
    return name.strip().lower().removeprefix("g:").replace(" ", "_")


def _items(path: Path) -> Iterator[Line]:
    if path.stat().st_size > IMPORT_BYTES:
        raise FileTooLong(most=f"{IMPORT_BYTES // 2**20} MiB")
    count, seen = 0, set[str]()
    try:
        for _event, element in iterparse(path, forbid_dtd=True):
            if _local(element) in {"item", "entry"}:
                count += 1
                if count > IMPORT_LINES:
                    raise FileTooLong(most=f"{IMPORT_LINES} items")
                fields = {_local(child): (child.text or "").strip() for child in element}
                seen |= fields.keys()
                element.clear()
                yield Line(count, fields)
    except (ParseError, DefusedXmlException) as error:
        raise BadXml(why=str(error)[:200]) from error
    if not count:
        raise FileEmpty
    if missing := [name for name in WANTED if name not in seen]:
        raise ColumnsMissing(columns=", ".join(missing))


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _grouped(lines: Iterable[Line], choices: Choices) -> Iterator[Draft]:
    """Items of one group may stand anywhere in a feed, so they are gathered first."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line["item_group_id"] or line["id"] or f"line {line.number}", []).append(line)
    for handle, group in groups.items():
        yield drafted(handle, group, _build, choices)


def _build(lines: list[Line], choices: Choices) -> Draft:
    first, refusals, variants = lines[0], [], []
    handle = first["item_group_id"] or first["id"]
    title = common_title([line["title"] for line in lines])
    for line in lines:
        try:
            variants.append(_variant(line, title, choices))
        except Refusal as refusal:
            refusals.append(LineRefusal(line.number, handle[:200], line["id"][:100], refusal))
    row = ProductRow(
        handle=handle,
        title=title,
        description_html=first["description"],
        brand=first["brand"],
        topic=choices.topic,
        variants=tuple(variants),
        picture_urls=tuple(dict.fromkeys(line["image_link"] for line in lines if web_address(line["image_link"]))),
    )
    return Draft(handle, None if refusals else row, tuple(line.number for line in lines), tuple(refusals))


def _variant(line: Line, product: str, choices: Choices) -> VariantRow:
    kind = line["title"].removeprefix(product).strip(" -–/,|(")
    options: Options = tuple((name, line[name]) for name in OPTIONS if line[name])
    price, currency = price_of(line["price"])
    compare_at = None
    if line["sale_price"] and _sale_holds(line["sale_price_effective_date"], choices.now):
        compare_at, (price, currency) = price, price_of(line["sale_price"])
    return VariantRow(
        sku=line["id"],
        title=kind or " / ".join(value for _name, value in options),
        options=options or ((("Variant", kind),) if kind else ()),
        gtin=line["gtin"] or None,
        price=price,
        compare_at=compare_at,
        currency=currency,
        stock=_stock(line, choices),
    )


def price_of(text: str) -> tuple[int, str]:
    """The minor units and the currency of a price such as `1299.00 USD`. Refuses anything else."""
    number, _blank, currency = text.partition(" ")
    return amount(number, currency.strip()), currency.strip()


def common_title(titles: list[str]) -> str:
    """What the titles of a group's items have in common, cut at a word: the product's own title."""
    if len(titles) == 1:
        return titles[0]
    low, high = min(titles), max(titles)
    shared = low[: next((n for n, pair in enumerate(zip(low, high, strict=False)) if pair[0] != pair[1]), len(low))]
    if any(title != shared and title[len(shared) :][:1].isalnum() for title in titles):
        shared = shared.rpartition(" ")[0]
    return shared.strip(" -–/,|(") or titles[0]


def _stock(line: Line, choices: Choices) -> int | None:
    availability = line["availability"].lower()
    if availability in UNAVAILABLE:
        return 0
    if availability not in AVAILABLE:
        raise BadAvailability(text=line["availability"][:40])
    stated = units(line["sell_on_google_quantity"] or line["quantity"])
    return choices.assumed_stock if stated is None else stated


def _sale_holds(span: str, now: datetime) -> bool:
    """Whether a sale price holds now; `span` is two ISO 8601 moments with a slash between, or nothing for always."""
    start, _slash, end = span.partition("/")
    try:
        return not span or datetime.fromisoformat(start) <= now <= datetime.fromisoformat(end)
    except (ValueError, TypeError):
        return False
