"""How amounts, moments and counts are said to a reader, in the language of the page."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal, get_currency_name, get_currency_symbol
from django.utils import timezone
from django.utils.translation import get_language, gettext, to_locale

from goodword.kit.money import Money, decimals

SYMBOLS: Final = {"CNY": "¥", "JPY": "JP¥"}  # the house's currency keeps the bare sign in every language


def language() -> str:
    """The page's language as HTML names it: `en` or `zh-Hans`."""
    head, dash, tail = (get_language() or "en").partition("-")
    return head + dash + tail.title()


def locale() -> str:
    """The reader's locale as CLDR names it: `en` or `zh_Hans`."""
    return to_locale(get_language() or "en")


def money(amount: int, currency: str) -> str:
    """An amount of minor units with all its decimals, such as ¥128.00: for pages where money moves."""
    return _money(amount, currency, locale(), False)


def price(amount: int, currency: str) -> str:
    """An amount without decimals when they are all zero, such as ¥128: for cards and shelves."""
    return _money(amount, currency, locale(), True)


@lru_cache(maxsize=4096)
def _money(amount: int, currency: str, locale: str, short: bool) -> str:
    places = decimals(currency)
    if short and amount % 10**places == 0:
        places = 0
    pattern = re.sub(r"0\.0+", "0" + ("." + "0" * places if places else ""), _pattern(locale))
    value = Decimal(Money(amount, currency).plain())
    text = format_currency(value, currency, format=pattern, locale=locale, currency_digits=False)
    usual = get_currency_symbol(currency, locale)
    sign = SYMBOLS.get(currency, usual)
    return text.replace("-", "\N{MINUS SIGN}").replace(usual, f"{sign}\xa0" if sign[-1].isalpha() else sign)


@lru_cache(maxsize=16)
def _pattern(locale: str) -> str:
    return str(Locale.parse(locale).currency_formats["standard"].pattern)


def sign(currency: str) -> str:
    """A currency's sign as prices bear it, such as ¥."""
    return SYMBOLS.get(currency, get_currency_symbol(currency, locale()))


def number(value: int) -> str:
    """A count, such as 12,400."""
    return format_decimal(value, locale=locale())


@lru_cache(maxsize=1024)
def percent(basis_points: int) -> str:
    """A rate such as 8% or 2.5% from basis points."""
    return f"{basis_points / 100:.2f}".rstrip("0").rstrip(".") + "%"


def earned(rate_bp: int) -> str:
    """What an author earns, on a card; kept in mind, for twenty stand on every wall."""
    return _earned(rate_bp, locale())


@lru_cache(maxsize=1024)
def _earned(rate_bp: int, _locale: str) -> str:
    return gettext("earns %(rate)s") % {"rate": percent(rate_bp)} if rate_bp else gettext("earns nothing")


def certified_in(topic: str) -> str:
    """What the seal beside a name says to who does not see it; kept in mind, as above."""
    return _certified_in(topic, locale())


@lru_cache(maxsize=1024)
def _certified_in(topic: str, _locale: str) -> str:
    return gettext("Certified in %(topic)s") % {"topic": topic}


def day(value: date | datetime) -> str:
    """A day, such as Jun 12, 2026, in the reader's order."""
    return format_date(_local(value), format="medium", locale=locale())


def moment(value: datetime) -> str:
    """A day and time with its zone, such as Jun 12, 2026 14:02 UTC."""
    return f"{day(value)} {_local(value):%H:%M} {timezone.get_current_timezone_name()}"


def month(key: str) -> str:
    """A month such as November 2026, of its key 2026-11."""
    return _month(key, locale())


@lru_cache(maxsize=256)
def _month(key: str, locale: str) -> str:
    return format_skeleton("yMMMM", date(int(key[:4]), int(key[5:]), 1), locale=locale)


def country(code: str) -> str:
    """A country's name by its code of ISO 3166-1, or the code where it names none."""
    return str(Locale.parse(locale()).territories.get(code, code))


def currency_name(code: str) -> str:
    """A currency's name by its code of ISO 4217, such as Chinese yuan."""
    return get_currency_name(code, locale=locale())


def _local(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, datetime) else value


SAID: Final[tuple[Callable[..., str], ...]] = (
    language,
    locale,
    money,
    price,
    sign,
    number,
    percent,
    earned,
    certified_in,
    day,
    moment,
    month,
    country,
    currency_name,
)
WORDS: Final[dict[str, Callable[..., str]]] = {word.__name__: word for word in SAID}
