"""Reading tables of text: encodings, columns, lines; and what a reader makes of them."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from goodword.catalog.rules import ProductRow, slug_of
from goodword.kit.limits import IMPORT_BYTES, IMPORT_LINES
from goodword.kit.money import Money
from goodword.kit.refusals import Refusal


class FileRefused(Refusal):
    """The file as a whole cannot be read; nothing of it was taken."""

    status = 422
    code = "catalog.file_refused"
    sentence = _("The file cannot be read. Export it again and try once more.")


class NotUtf8(FileRefused):
    """The file is in another encoding."""

    code = "catalog.file_not_utf8"
    sentence = _("Line %(line)s is not UTF-8 text. Save the file as UTF-8 and try again.")


class ColumnsMissing(FileRefused):
    """The file lacks columns without which no product can be read."""

    code = "catalog.columns_missing"
    sentence = _("These columns are missing: %(columns)s. Is it the right form of file?")


class FileEmpty(FileRefused):
    """There is no product in the file."""

    code = "catalog.file_empty"
    sentence = _("There is nothing in this file after its first line.")


class FileTooLong(FileRefused):
    """The file is larger than one import may be."""

    code = "catalog.file_too_long"
    sentence = _("The file is longer than %(most)s. Split it and import the parts.")


class BadLine(Refusal):
    """A line has other columns than the head of the file, or cannot be read as a line."""

    status = 422
    code = "catalog.bad_line"
    sentence = _("The line has %(have)s columns where the file's head has %(want)s.")


class Unreadable(Refusal):
    """The text of a line is broken: a NUL, an open quote, a field without end."""

    status = 422
    code = "catalog.unreadable_line"
    sentence = _("The line cannot be read: %(why)s")


class BadStock(Refusal):
    """The stock is not a whole number."""

    status = 422
    code = "catalog.bad_stock"
    sentence = _("%(text)s is not a number of pieces. Write a whole number such as 12.")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a shop says beside the file: its currency, the topic of what has none, and how many units a feed's bare
    "in stock" stands for; `now` decides whether a dated sale price holds."""

    currency: str
    now: datetime
    topic: str | None = None
    assumed_stock: int = 10


@dataclass(frozen=True, slots=True)
class LineRefusal:
    """Why a line was refused. In XML, `line` counts items."""

    line: int
    handle: str
    sku: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Draft:
    """One product of the file: what would be kept, or why it is left out; `lines` gives each variant's line."""

    handle: str
    row: ProductRow | None
    lines: tuple[int, ...]
    refusals: tuple[LineRefusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its number in the file and its fields by column; `broken` when it cannot be used."""

    number: int
    fields: dict[str, str]
    broken: Refusal | None = None

    def __getitem__(self, column: str) -> str:
        return self.fields.get(column, "")


class _Rows(Protocol):
    """What csv.reader gives."""

    line_num: int

    def __next__(self) -> list[str]: ...


Reader = Callable[[Path, Choices], Iterator[Draft]]
Build = Callable[[list[Line], Choices], Draft]


def table(
    path: Path, *, delimiter: str, wanted: Iterable[str], name: Callable[[str], str] = str.strip, strict: bool = True
) -> Iterator[Line]:
    """The lines of a delimited file, fields trimmed, columns named by `name`; blank lines are passed over.
    `strict` off lets blanks follow a closing quote, as padded files have them.

    Refuses the file when it is too long, not UTF-8, or lacks one of the `wanted` columns.
    """
    if path.stat().st_size > IMPORT_BYTES:
        raise FileTooLong(most=f"{IMPORT_BYTES // 2**20} MiB")
    rows = csv.reader(_decoded(path), delimiter=delimiter, strict=strict)
    try:
        head = [name(column) for column in next(rows)]
    except (StopIteration, csv.Error) as error:
        raise FileEmpty from error
    missing = [column for column in wanted if column not in head]
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))
    yield from _lines(rows, head)


def _lines(rows: _Rows, head: list[str]) -> Iterator[Line]:
    count = 0
    while True:
        number = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield Line(number, {}, Unreadable(why=str(error)))
            continue
        if not any(field.strip() for field in row):
            continue
        count += 1
        if count > IMPORT_LINES:
            raise FileTooLong(most=f"{IMPORT_LINES} lines")
        fields = {column: field.strip() for column, field in zip(head, row, strict=False)}
        broken = BadLine(have=len(row), want=len(head)) if len(row) != len(head) else None
        yield Line(number, fields, broken)
    if not count:
        raise FileEmpty


def _decoded(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise NotUtf8(line=number) from error
            yield text


def consecutive(
    lines: Iterable[Line], handle: Callable[[Line], str], build: Build, choices: Choices
) -> Iterator[Draft]:
    """One draft for each stretch of lines with the same handle; a line without one belongs to the stretch before."""
    last = ""

    def of(line: Line) -> str:
        nonlocal last
        last = handle(line) or last
        return last

    for key, stretch in groupby(lines, key=of):
        yield drafted(key, list(stretch), build, choices)


def drafted(handle: str, lines: list[Line], build: Build, choices: Choices) -> Draft:
    """The draft of one product's lines; broken lines leave it out."""
    broken = tuple(LineRefusal(line.number, handle, "", line.broken) for line in lines if line.broken)
    if broken:
        return Draft(handle, None, tuple(line.number for line in lines), broken)
    return build(lines, choices)


def amount(text: str, currency: str) -> int:
    """The minor units that a price such as `50` or `42.99` means. Refuses anything else."""
    return Money.parse(text, currency).amount


def web_address(text: str) -> bool:
    """Whether a picture could be fetched from there."""
    return text.startswith(("https://", "http://")) and len(text) <= 1000


def made_sku(handle: str, title: str) -> str:
    """A SKU for a variant that has none, the same at every import."""
    return f"{handle}-{slug_of(title)}"[:100] if title else handle[:100]


def units(text: str) -> int | None:
    """The stock that a file states: None when it states none; an oversold shop's negative number is no stock."""
    number = text.removeprefix("-")
    if not text:
        return None
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        raise BadStock(text=text[:40])
    return 0 if text.startswith("-") else int(number)
