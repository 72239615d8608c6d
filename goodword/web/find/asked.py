"""What a search asks for, read carefully: only the names that stand here are heard (S-05)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import get_currency_symbol
from django.utils.translation import gettext as _

from goodword.catalog.search import SORTS, Prices, Sort
from goodword.kit.limits import PRICE_TEXT, TEXT_SHORT
from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.web.shell.say import SYMBOLS, locale

HOUSE_CURRENCY = "CNY"  # in which prices are compared while no shop is chosen
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, as it was typed; prices are checked later, so that they come back with what is wrong."""

    text: str = ""
    topic: str = ""
    shop: str = ""
    least: str = ""
    most: str = ""
    in_stock: bool = False
    sort: Sort = "fitting"


def asked_in(query: Mapping[str, str]) -> Asked:
    """What a query string asks for. What is too long is cut; an order that does not exist is the usual one."""
    sort = query.get("sort", "")
    return Asked(
        text=query.get("q", "").replace("\0", "").strip()[:TEXT_SHORT],
        topic=query.get("topic", ""),
        shop=query.get("shop", ""),
        least=query.get("from", "").replace("\0", "").strip()[:PRICE_TEXT],
        most=query.get("to", "").replace("\0", "").strip()[:PRICE_TEXT],
        in_stock=query.get("stock") == "1",
        sort=next((one for one in SORTS if one == sort), "fitting"),
    )


def prices_in(asked: Asked, currency: str) -> tuple[Prices, dict[str, str]]:
    """The bounds asked for in `currency`, and what is wrong with them by field; a wrong one bounds nothing."""
    wrong: dict[str, str] = {}
    bounds: dict[str, int | None] = {}
    for name, text in (("from", asked.least), ("to", asked.most)):
        try:
            bounds[name] = amount(text, currency) if text else None
        except Refusal as refusal:
            bounds[name], wrong[name] = None, str(refusal)
    least, most = bounds["from"], bounds["to"]
    if least is not None and most is not None and least > most:
        wrong["to"] = _("This is less than the lower price. Write the higher one here.")
        least = most = None
    return Prices(currency, least, most), wrong


def amount(text: str, currency: str) -> int:
    """Minor units of `currency` as a shopper writes them: 128, ¥128.50, 1,280 or 128元. Refuses anything else."""
    said = unicodedata.normalize("NFKC", text)
    for sign in (currency, SYMBOLS.get(currency, ""), get_currency_symbol(currency, locale()), "¥", "元"):
        said = said.replace(sign, "") if sign else said
    said = "".join(said.split())
    if GROUPED.match(said):
        said = said.replace(",", "")
    try:
        return Money.parse(said, currency).amount
    except Refusal as refusal:
        raise type(refusal)(text=text, currency=currency) from refusal
