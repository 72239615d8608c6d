"""What must hold in a file as a whole, and in each product before it is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from goodword.catalog.importers.reading import Draft, LineRefusal, made_sku
from goodword.catalog.rules import ProductRow, check_row, check_variant
from goodword.kit.refusals import Refusal


class SkuTwice(Refusal):
    """The same SKU stands at two variants of one product."""

    status = 422
    code = "catalog.sku_twice"
    sentence = _("The SKU %(sku)s stands on line %(line)s of this product already.")


class HandleTwice(Refusal):
    """The same product stands at two places of one file."""

    status = 422
    code = "catalog.handle_twice"
    sentence = _("The product %(handle)s stands on line %(line)s already.")


def validated(drafts: Iterable[Draft], currency: str) -> Iterator[Draft]:
    """The drafts, those with anything wrong left out with the reason at its line."""
    handles: dict[str, int] = {}
    for read in drafts:
        draft = replace(read, row=_told_apart(read.row)) if read.row else read
        refusals = list(draft.refusals)
        if draft.row is not None and draft.handle in handles:
            refusals.append(_at(draft, 0, HandleTwice(handle=draft.handle[:60], line=handles[draft.handle])))
        if draft.row is not None and not refusals:
            refusals += _wrong_variants(draft, draft.row, currency) or _wrong_row(draft, draft.row, currency)
        handles.setdefault(draft.handle, draft.lines[0])
        yield replace(draft, row=None, refusals=tuple(refusals)) if refusals else draft


def _told_apart(row: ProductRow) -> ProductRow:
    """Variants that differ in their options but share a SKU, as real files have them, get SKUs of their own."""
    taken: dict[str, str] = {}
    variants = []
    for variant in row.variants:
        if taken.setdefault(variant.sku, variant.title) != variant.title:
            variant = replace(variant, sku=made_sku(variant.sku, variant.title))
        variants.append(variant)
    return replace(row, variants=tuple(variants))


def _wrong_variants(draft: Draft, row: ProductRow, currency: str) -> list[LineRefusal]:
    found, skus = [], dict[str, int]()
    for place, variant in enumerate(row.variants):
        try:
            check_variant(variant, currency)
            if variant.sku in skus:
                raise SkuTwice(sku=variant.sku[:60], line=skus[variant.sku])
        except Refusal as refusal:
            found.append(_at(draft, place, refusal))
        skus.setdefault(variant.sku, draft.lines[place])
    return found


def _wrong_row(draft: Draft, row: ProductRow, currency: str) -> list[LineRefusal]:
    try:
        check_row(row, currency)
    except Refusal as refusal:
        return [_at(draft, 0, refusal)]
    return []


def _at(draft: Draft, place: int, refusal: Refusal) -> LineRefusal:
    sku = draft.row.variants[place].sku if draft.row and draft.row.variants else ""
    return LineRefusal(draft.lines[place], draft.handle[:200], sku[:100], refusal)
