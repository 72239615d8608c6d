"""What products, prices and words must look like. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

import nh3
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from goodword.kit.limits import PRICE_MAX, TEXT_LONG, TEXT_SHORT
from goodword.kit.money import decimals
from goodword.kit.refusals import Refusal

PRICE_BASIS = timedelta(days=30)  # a cut is measured from the lowest price of this time before it (L6)
STOCK_MAX = 1_000_000_000  # units of one offer on hand; far above any shelf, far below 2^63
LEAD_TIME_MAX = 365  # days until a shop sends an offer
VARIANTS_MAX = 200  # variants of one product; keeps a product page a bounded read
PICTURES_MAX = 20  # pictures of one product
PICTURE_WIDTHS = (320, 640, 1280)  # pixels across: a thumb, half a phone at three pixels a point, a whole one
TAGS = {"p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "h3", "h4"}  # no links: buying stays here (row 36)

Options = tuple[tuple[str, str], ...]


class BadProduct(Refusal):
    """Something in a product's data cannot be kept."""

    status = 422
    code = "catalog.bad_product"
    sentence = _("%(field)s of %(item)s cannot be kept: %(why)s")


@dataclass(frozen=True, slots=True)
class NewVariant:
    """A variant as a shop adds it by hand; `price` and `compare_at` in minor units of the shop's currency."""

    sku: str
    title: str = ""
    options: Options = ()
    gtin: str | None = None
    price: int = 0
    compare_at: int | None = None
    stock: int = 0
    lead_time_days: int = 1


@dataclass(frozen=True, slots=True)
class VariantRow:
    """A variant as a catalogue file names it. `stock` None says nothing about the stock and leaves it alone."""

    sku: str
    title: str
    options: Options
    gtin: str | None
    price: int
    compare_at: int | None
    currency: str
    stock: int | None
    lead_time_days: int = 1


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product as a catalogue file names it; `handle` is the shop's own name for it."""

    handle: str
    title: str
    description_html: str
    brand: str
    topic: str | None
    variants: tuple[VariantRow, ...]
    picture_urls: tuple[str, ...] = ()


def gtin_ok(gtin: str) -> bool:
    """Whether this is a GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications 7.9.1)."""
    if not (gtin.isascii() and gtin.isdigit() and len(gtin) in (8, 12, 13, 14)):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(gtin)))
    return weighted % 10 == 0


def clean_html(html: str) -> str:
    """The description with only harmless words in it: no scripts, styles, links, pictures or attributes (S-53)."""
    return nh3.clean(html, tags=TAGS, attributes={}, url_schemes=set(), link_rel=None)


def slug_of(title: str) -> str:
    """The words of a title as they stand in an address; `-` when there are none."""
    return slugify(title, allow_unicode=True)[:80].strip("-") or "-"


def was_price(claim: int | None, price: int, lowest_before: int | None) -> int | None:
    """The earlier price that may be shown beside `price`, or None (L6, G18; Directive 98/6/EC article 6a).

    It is what the shop claims, but never above `lowest_before`, the lowest price of the 30 days before the cut;
    without a history there is nothing a cut could be measured from. While the price stays, `lowest_before` is what
    was shown so far, so a claim made later can lower it but never raise it.
    """
    if claim is None or lowest_before is None:
        return None
    shown = min(claim, lowest_before)
    return shown if shown > price else None


def check_digits(item: str, field: object, value: int, least: int, most: int) -> None:
    """Refuses a number outside `least`..`most`."""
    if type(value) is not int or not least <= value <= most:
        why = _("it must be between %(least)s and %(most)s.") % {"least": least, "most": most}
        raise BadProduct(field=field, item=item, why=why)


def check_words(item: str, field: object, text: str, least: int, most: int) -> None:
    """Refuses a text shorter than `least` or longer than `most` characters, or with a NUL in it."""
    if not least <= len(text.strip()) or len(text) > most or "\0" in text:
        why = _("it must have %(least)s to %(most)s characters.") % {"least": least, "most": most}
        raise BadProduct(field=field, item=item, why=why)


def check_variant(row: VariantRow, currency: str) -> None:
    """Refuses a variant whose words, numbers, currency or GTIN cannot be kept."""
    item = row.sku[:60] or row.title[:60]
    check_words(item, _("The SKU"), row.sku, 1, 100)
    check_words(item, _("The variant's title"), row.title, 0, TEXT_SHORT)
    check_words(item, _("An option"), "".join(name + value for name, value in row.options), 0, 600)
    check_digits(item, _("The price"), row.price, 1, PRICE_MAX)
    check_digits(item, _("The compare-at price"), row.compare_at or 0, 0, PRICE_MAX)
    check_digits(item, _("The stock"), row.stock or 0, 0, STOCK_MAX)
    check_digits(item, _("The lead time"), row.lead_time_days, 0, LEAD_TIME_MAX)
    decimals(row.currency)
    if row.currency != currency:
        why = _("this shop sells in %(currency)s.") % {"currency": currency}
        raise BadProduct(field=_("The currency"), item=item, why=why)
    if row.gtin and not gtin_ok(row.gtin):
        raise BadProduct(field=_("The GTIN"), item=item, why=_("its check digit or length is wrong."))


def check_row_words(row: ProductRow) -> None:
    """Refuses a product whose name, brand or description cannot be kept."""
    item = row.handle[:60]
    check_words(item, _("The handle"), row.handle, 1, TEXT_SHORT)
    check_words(item, _("The title"), row.title, 1, TEXT_SHORT)
    check_words(item, _("The brand"), row.brand, 0, 100)
    check_words(item, _("The description"), row.description_html, 0, TEXT_LONG * 5)


def check_row(row: ProductRow, currency: str) -> None:
    """Refuses a product that cannot be kept, saying which field and why; `currency` is the shop's."""
    item = row.handle[:60]
    check_row_words(row)
    check_digits(item, _("The number of variants"), len(row.variants), 1, VARIANTS_MAX)
    check_digits(item, _("The number of pictures"), len(row.picture_urls), 0, PICTURES_MAX)
    for variant in row.variants:
        check_variant(variant, currency)
    if len({variant.sku for variant in row.variants}) < len(row.variants):
        raise BadProduct(field=_("The SKU"), item=item, why=_("two variants have the same one."))


RUNS = re.compile(r"[㐀-鿿豈-﫿぀-ヿ가-힯\U00020000-\U0003ffff]+|[^\W_㐀-鿿豈-﫿぀-ヿ가-힯\U00020000-\U0003ffff]+")


def fold(text: str) -> str:
    """The text as search compares it: compatibility forms and case made one, runs of blanks made one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def terms(text: str) -> list[str]:
    """The terms of a folded text: words of letters and digits, and unbroken runs of Chinese, Japanese or Korean."""
    return RUNS.findall(fold(text))


def is_run(term: str) -> bool:
    """Whether the term is written without blanks between words."""
    return ord(term[0]) >= 0x2E80


def search_words(text: str) -> str:
    """The tokens of a text, each between blanks: words; of Chinese runs every character and every pair.

    Pairs are what makes a two-character word such as 龙井 findable without a dictionary.
    """
    found: dict[str, None] = {}
    for term in terms(text):
        if is_run(term):
            found.update(dict.fromkeys(term))
            found.update(dict.fromkeys(term[i : i + 2] for i in range(len(term) - 1)))
        else:
            found[term] = None
    return f" {' '.join(found)} "


def query_terms(text: str) -> list[str]:
    """What a search asks for: at most eight terms, long words without the plural's s, so that shoes finds shoe."""
    found = dict.fromkeys(terms(text[:TEXT_SHORT]))
    return [term[:-1] if len(term) > 3 and term.isascii() and term.endswith("s") else term for term in found][:8]


def smaller_widths(width: int) -> tuple[int, ...]:
    """In which widths a picture `width` pixels across is kept besides its own: only smaller ones."""
    return tuple(one for one in PICTURE_WIDTHS if one < width)


def sized(name: str, width: int) -> str:
    """The name or address of the same picture, `width` pixels across; as hard to guess as the picture's own."""
    stem, dot, kind = name.rpartition(".")
    return f"{stem}-{width}{dot}{kind}"
